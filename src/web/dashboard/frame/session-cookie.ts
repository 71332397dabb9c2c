import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Env } from '../../../../config/env.ts';
import { SESSION } from '../../../../config/operators.ts';

type PublicUrl = Pick<Env, 'PUBLIC_URL'>;

const PATH = '/operator';

/** The token that the browser shows, or null. */
export function sessionTokenOf(c: Context, env: PublicUrl): string | null {
  return getCookie(c, cookieName(env)) ?? null;
}

/**
 * Gives the browser its token. SameSite is Lax, because a link in an alert's mail is to lead into the desk and GET changes nothing;
 * forms are held by their own token.
 */
export function keepSession(c: Context, env: PublicUrl, token: string): void {
  setCookie(c, cookieName(env), token, {
    path: PATH,
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps(env),
    maxAge: SESSION.absoluteMs / 1000,
  });
}

/** Takes the token back. */
export function dropSession(c: Context, env: PublicUrl): void {
  deleteCookie(c, cookieName(env), { path: PATH, secure: isHttps(env) });
}

/** `__Secure-` and not `__Host-`, which would send it to every public page. */
function cookieName(env: PublicUrl): string {
  return `${isHttps(env) ? '__Secure-' : ''}paperboy-desk`;
}

/** Whether browsers come by https, so that what they are given may be kept for it alone. */
export function isHttps(env: PublicUrl): boolean {
  return env.PUBLIC_URL.startsWith('https:');
}
