import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { constantTimeEquals, sessionHmac } from '../../../accounts/session.ts';
import { PaperboyError } from '../../../errors.ts';
import { parseJson } from '../../../json.ts';
import type { DashboardRequest, Notice } from './dashboard.ts';
import { isHttps } from './session-cookie.ts';

const COOKIE = 'paperboy-notice';
const PATH = '/operator';
/** Keeps the cookie below the 4,096 bytes that browsers accept. */
const MAX_CHARACTERS = 1_500;

const noticeSchema = z.object({ text: z.string(), isError: z.boolean() });

/**
 * Answers a form with a redirect (303), so that reloading the next page repeats nothing. The notice travels
 * in a cookie signed with the session's token.
 */
export function dashboardRedirect(
  c: DashboardRequest,
  path: string,
  notice?: Partial<Notice> & { text: string },
): Response {
  if (notice) {
    const shortened: Notice = { isError: false, ...notice, text: notice.text.slice(0, MAX_CHARACTERS) };
    const value = Buffer.from(JSON.stringify(shortened)).toString('base64url');
    const signature = sessionHmac(c.get('dashboard').session.token, 'notice', value);
    setCookie(c, COOKIE, `${value}.${signature}`, {
      path: PATH,
      httpOnly: true,
      sameSite: 'Strict',
      secure: isHttps({ PUBLIC_URL: c.get('site').publicUrl }),
      maxAge: 60,
    });
  }
  return c.redirect(path, 303);
}

/** Reads the notice for this page and deletes its cookie. Null without a notice or with a wrong signature. */
export function takeNotice(c: Context, token: string): Notice | null {
  const cookie = getCookie(c, COOKIE);
  if (cookie === undefined) return null;
  deleteCookie(c, COOKIE, { path: PATH });
  const [value = '', signature = ''] = cookie.split('.');
  if (!constantTimeEquals(signature, sessionHmac(token, 'notice', value))) return null;
  return noticeSchema.safeParse(parseJson(Buffer.from(value, 'base64url').toString())).data ?? null;
}

/** Turns a PaperboyError into a notice; rethrows any other error. */
export function errorNotice(error: unknown): Notice {
  if (!(error instanceof PaperboyError)) throw error;
  return { text: error.message, isError: true };
}
