import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler, Next } from 'hono';
import { etag } from 'hono/etag';
import { zoneScript } from './script-policy.ts';

/** A minute fresh, then shown once more while it is asked for again: the numbers on the pages move hourly. */
const PAGE = 'public, max-age=60, stale-while-revalidate=600';
/** Feed readers ask by themselves, many of them at the full hour. */
const FEED = 'public, max-age=900, stale-while-revalidate=3600';

// Weak, because the same page compressed has other bytes and the same meaning.
// Hashed at once: handing a page to another thread and back, as Web Crypto does, takes longer than its hash.
const withTag = etag({
  weak: true,
  generateDigest: (body) => Uint8Array.from(createHash('sha1').update(body).digest()).buffer,
});

/** For pages that everybody gets alike: caches may keep them for a short while, and what is unchanged is not sent again. */
export const cachePage: MiddlewareHandler = (c, next) =>
  // Here, because the pages that everybody gets alike are those that end with the strip.
  zoneScript(c, async () => void (await keptPage(c, next)));
const keptPage = kept(PAGE);

/** The same for feeds, robots.txt and sitemaps. */
export const cacheFeed = kept(FEED);

/** For what only one reader gets, but not at a secret's risk: the browser may keep it and asks before it shows it. */
export const cachePrivately = kept('private, max-age=900');

function kept(cacheControl: string): MiddlewareHandler {
  return (c, next) => withTag(c, () => mark(c, next, cacheControl));
}

async function mark(c: Context, next: Next, cacheControl: string): Promise<void> {
  await next();
  if (c.res.status !== 200 || c.res.headers.has('Cache-Control')) return;
  c.res.headers.set('Cache-Control', cacheControl);
  // Said here, too, because a 304 no longer tells what it is about.
  if (cacheControl === PAGE) variesByLanguage(c.res.headers);
}

/** Tells caches, once, that the answer depends on the language of the request. */
export function variesByLanguage(headers: Headers): void {
  if (!headers.get('Vary')?.includes('Accept-Language')) headers.append('Vary', 'Accept-Language, Cookie');
}
