import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler, Next } from 'hono';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { parseHttpDate } from './http-date.ts';
import { allowPageScripts } from './script-policy.ts';

/** Fresh for a minute, then served stale while it revalidates: the numbers on the pages change hourly. */
const PAGE = 'public, max-age=60, stale-while-revalidate=600';
/** Feed readers poll, many of them on the hour. */
const FEED = 'public, max-age=900, stale-while-revalidate=3600';

// Weak, because a compressed page has other bytes and the same meaning. Hashed synchronously: Web Crypto
// hands the page to another thread and back, which takes longer than the hash.
const withEtag = etag({
  weak: true,
  retainedHeaders: [...RETAINED_304_HEADERS, 'last-modified'],
  generateDigest: (body) => Uint8Array.from(createHash('sha1').update(body).digest()).buffer,
});

/**
 * Public pages, the same for every visitor: cached for a minute, 304 when unchanged. They all carry the
 * subscribe strip, so this is also where its script is allowed.
 */
export const cachePage: MiddlewareHandler = (c, next) =>
  allowPageScripts(c, async () => void (await cachedPage(c, next)));
const cachedPage = cached(PAGE);

/** Feeds, robots.txt and sitemaps: cached for 15 minutes. */
export const cacheFeed = cached(FEED);

/** Pages for one subscriber that hold no secret: cached by the browser alone, for 15 minutes. */
export const cachePrivately = cached('private, max-age=900');

function cached(cacheControl: string): MiddlewareHandler {
  return async (c, next) => {
    await withEtag(c, () => setCacheControl(c, next, cacheControl));
    if (isUnmodified(c)) c.res = notModified(c.res);
  };
}

/**
 * True if the response has not changed since the request's If-Modified-Since (RFC 9110, 13.1.3), which counts
 * only without If-None-Match. An invalid date, or one later than the response's own, is ignored.
 */
function isUnmodified(c: Context): boolean {
  const modified = parseHttpDate(c.res.headers.get('Last-Modified') ?? '');
  if (c.res.status !== 200 || modified === null || c.req.header('If-None-Match') !== undefined) return false;
  const since = parseHttpDate(c.req.header('If-Modified-Since') ?? '');
  const now = parseHttpDate(c.res.headers.get('Date') ?? '') ?? Date.now();
  return since !== null && since >= modified && since <= now;
}

/** A 304 with the headers of the 200, without those of its content (RFC 9110, 15.4.5). */
function notModified(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const name of ['Content-Type', 'Content-Length', 'Content-Encoding']) headers.delete(name);
  return new Response(null, { status: 304, headers });
}

async function setCacheControl(c: Context, next: Next, cacheControl: string): Promise<void> {
  await next();
  if (c.res.status !== 200 || c.res.headers.has('Cache-Control')) return;
  c.res.headers.set('Cache-Control', cacheControl);
  // Set here as well, because a 304 has no Content-Type from which the language middleware could tell a page.
  if (cacheControl === PAGE) variesByLanguage(c.res.headers);
}

/** Declares to caches that the response depends on the visitor's language; adds the header once. */
export function variesByLanguage(headers: Headers): void {
  if (!headers.get('Vary')?.includes('Accept-Language')) headers.append('Vary', 'Accept-Language, Cookie');
}
