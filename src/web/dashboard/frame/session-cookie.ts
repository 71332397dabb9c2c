import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Env } from '../../../../config/env.ts';
import { SESSION } from '../../../../config/operators.ts';

type PublicUrl = Pick<Env, 'PUBLIC_URL'>;

const PATH = '/operator';

/** Reads the session token from its cookie, or null. */
export function sessionTokenOf(c: Context, env: PublicUrl): string | null {
  return getCookie(c, cookieName(env)) ?? null;
}

/**
 * Sets the session cookie. SameSite is Lax so that links in alert emails open the dashboard: GET changes
 * nothing, and forms need their own token.
 */
export function setSessionCookie(c: Context, env: PublicUrl, token: string): void {
  setCookie(c, cookieName(env), token, {
    path: PATH,
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps(env),
    maxAge: SESSION.absoluteMs / 1000,
  });
}

/** Deletes the session cookie. */
export function deleteSessionCookie(c: Context, env: PublicUrl): void {
  deleteCookie(c, cookieName(env), { path: PATH, secure: isHttps(env) });
}

/**
 * `__Secure-` rather than `__Host-`, which requires Path=/ and so would send the cookie to every public page.
 */
function cookieName(env: PublicUrl): string {
  return `${isHttps(env) ? '__Secure-' : ''}paperboy-operator`;
}

/** True when the site is served over HTTPS, so that cookies can be marked Secure. */
export function isHttps(env: PublicUrl): boolean {
  return env.PUBLIC_URL.startsWith('https:');
}
