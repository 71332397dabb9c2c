import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';

/** Below this, gzip's own frame and the work outweigh what is saved. */
const SMALLEST_COMPRESSED = 1_024;

const compressed = compress({ threshold: SMALLEST_COMPRESSED });

/**
 * How answers travel. Compressed is only what says that it is public, so what everybody gets alike: beside a secret (a
 * token, an address in a form) the compressed length would tell an attacker who can add text to the page how near a guess
 * is (BREACH). What says nothing about caching is not kept.
 */
export const transfer: MiddlewareHandler = async (c, next) => {
  await next();
  const { headers } = c.res;
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-cache, private');
  if (!headers.get('Cache-Control')?.startsWith('public') || c.res.body === null) return;
  if (!headers.has('Content-Length')) {
    const bytes = await c.res.clone().arrayBuffer();
    headers.set('Content-Length', String(bytes.byteLength));
  }
  await compressed(c, async () => {});
  // hono/compress leaves HEAD alone, whose headers are to be those of GET.
  const large = Number(headers.get('Content-Length')) >= SMALLEST_COMPRESSED;
  if (c.req.method === 'HEAD' && large) headers.append('Vary', 'Accept-Encoding');
};
