import { createHash } from 'node:crypto';
import type { Context } from 'hono';

/** A file for browsers. */
export interface Asset {
  content: string;
  /**
   * Path with a hash of the content, so that browsers may keep the file forever and fetch every release
   * once.
   */
  address: string;
}

/** Names the address of `content` served at `path`. */
export function createAsset(path: string, content: string): Asset {
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { content, address: `${path}?v=${version}` };
}

/** Calls `make` at the first use and keeps its result: assets depend on nothing but the program. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Answers with the asset: immutable under its own version, revalidated under any other. */
export function sendAsset(c: Context, { content, address }: Asset, type: 'css' | 'javascript'): Response {
  const immutable = c.req.url.endsWith(address);
  c.header('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'public, no-cache');
  return c.body(content, 200, { 'Content-Type': `text/${type}; charset=utf-8` });
}
