import { Hono, type MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { isLanguage } from '../../../../config/languages.ts';
import { parseUrl } from '../../../url.ts';
import { variesByLanguage } from '../../http/cache-headers.ts';
import { chooseLanguage } from '../../http/choose-language.ts';
import type { WebContext } from '../../http/web-context.ts';
import { type RequestVariables, siteOf } from './site.ts';

/** Holds the chosen language. Only POST `/language` sets it, because reading a page changes nothing. */
const LANGUAGE_COOKIE = 'language';
const YEAR_SECONDS = 365 * 24 * 3600;
/** No page of this site has a longer address to lead back to. */
const LONGEST_ADDRESS = 2_000;
/** Stands in for the site's own origin; `.invalid` is reserved (RFC 2606), so no host has this name. */
const OWN_ORIGIN = 'http://here.invalid';

const formSchema = z.object({
  language: z.custom<string>(isLanguage).optional().catch(undefined),
  back: z.string().max(LONGEST_ADDRESS).catch('/'),
});

/**
 * Provides `c.get('site')` in the language of the request. Every HTML answer names its language and varies by
 * what decided it, so that no cache serves one visitor's language to another.
 */
export function provideSite(ctx: Pick<WebContext, 'env' | 'taxonomy'>): MiddlewareHandler<RequestVariables> {
  return async (c, next) => {
    const language = chooseLanguage(getCookie(c, LANGUAGE_COOKIE), c.req.header('Accept-Language'));
    const { pathname, search } = new URL(c.req.url);
    const address = pathname + search;
    c.set('site', siteOf(ctx, language, address.length > LONGEST_ADDRESS ? '/' : address));
    await next();
    if (!c.res.headers.get('Content-Type')?.startsWith('text/html')) return;
    variesByLanguage(c.res.headers);
    if (!c.res.headers.has('Content-Language')) c.res.headers.set('Content-Language', language);
  };
}

/**
 * POST `/language` stores the chosen language in a cookie and redirects back to the page it was sent from.
 * Invalid fields change nothing. There is no GET: a link opened by a scanner must not switch a visitor's
 * language.
 */
export function languageRoutes(env: Pick<WebContext['env'], 'PUBLIC_URL'>): Hono {
  return new Hono().post('/language', async (c) => {
    const body = await c.req.parseBody().catch(() => ({}));
    const { language, back } = formSchema.parse(body);
    if (language !== undefined)
      setCookie(c, LANGUAGE_COOKIE, language, {
        path: '/',
        maxAge: YEAR_SECONDS,
        sameSite: 'Lax',
        httpOnly: true,
        secure: env.PUBLIC_URL.startsWith('https:'),
      });
    return c.redirect(localPath(back), 303);
  });
}

/**
 * Path and query of an address on this site; `/` for anything a browser would resolve elsewhere (`//host`,
 * `/\host`).
 */
export function localPath(address: string): string {
  const url = address.startsWith('/') ? parseUrl(address, OWN_ORIGIN) : null;
  if (url === null) return '/';
  const { origin, pathname, search } = url;
  // `/.//host` normalizes to a path that a browser reads as a host.
  return origin === OWN_ORIGIN && !pathname.startsWith('//') ? pathname + search : '/';
}
