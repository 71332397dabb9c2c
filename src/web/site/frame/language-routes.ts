import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { z } from 'zod';
import { isLanguage } from '../../../../config/languages.ts';
import { parseUrl } from '../../../url.ts';
import { LANGUAGE_COOKIE, LONGEST_ADDRESS } from '../../http/language.ts';
import type { WebContext } from '../../http/web-context.ts';

const YEAR_SECONDS = 365 * 24 * 3600;
/** Stands for our own origin, whatever that is; nobody has a host of this name (RFC 2606). */
const HERE = 'http://here.invalid';

const formSchema = z.object({
  language: z.custom<string>(isLanguage).optional().catch(undefined),
  back: z.string().max(LONGEST_ADDRESS).catch('/'),
});

/**
 * POST `/language` keeps the language a reader chose and leads back to the page they came from. What it cannot read
 * changes nothing. There is no GET: a link that a scanner opens must not turn anybody's pages German.
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

/** Path and query of an address of ours; `/` for anything that a browser would take elsewhere (`//host`, `/\host`). */
export function localPath(address: string): string {
  const url = address.startsWith('/') ? parseUrl(address, HERE) : null;
  if (url === null) return '/';
  const { origin, pathname, search } = url;
  // `/.//host` is normalised to a path that a browser reads as a host.
  return origin === HERE && !pathname.startsWith('//') ? pathname + search : '/';
}
