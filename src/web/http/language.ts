import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { siteOf } from '../site/frame/site.ts';
import { chooseLanguage } from './choose-language.ts';
import type { RequestVariables, WebContext } from './web-context.ts';

/** Keeps a reader's choice; set by routes/language.ts alone, because reading a page changes nothing. */
export const LANGUAGE_COOKIE = 'language';

/** Of an address that a page leads back to; no page of ours has a longer one. */
export const LONGEST_ADDRESS = 2_000;

/**
 * Leaves the site in the reader's language for the handlers, `c.get('site')`, and says on every page in which language it
 * is and what that followed from, so that no cache hands one reader's language to another.
 */
export function inLanguage(env: WebContext['env']): MiddlewareHandler<RequestVariables> {
  return async (c, next) => {
    const language = chooseLanguage(getCookie(c, LANGUAGE_COOKIE), c.req.header('Accept-Language'));
    const { pathname, search } = new URL(c.req.url);
    const address = pathname + search;
    c.set('site', siteOf(env, language, address.length > LONGEST_ADDRESS ? '/' : address));
    await next();
    if (!c.res.headers.get('Content-Type')?.startsWith('text/html')) return;
    variesByLanguage(c.res.headers);
    if (!c.res.headers.has('Content-Language')) c.res.headers.set('Content-Language', language);
  };
}

/** Tells caches that the answer follows from the reader's language; once. */
export function variesByLanguage(headers: Headers): void {
  if (!headers.get('Vary')?.includes('Accept-Language')) headers.append('Vary', 'Accept-Language, Cookie');
}
