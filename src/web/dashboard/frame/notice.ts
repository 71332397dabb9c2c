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
const LONGEST = 1_500;

const noticeSchema = z.object({ text: z.string(), bad: z.boolean() });

/**
 * Answers a form: leads to a page of the desk, which says once what was done, so that loading it again does nothing again. The
 * words travel in a cookie that only this session's token can have signed.
 */
export function dashboardRedirect(
  c: DashboardRequest,
  path: string,
  notice?: Partial<Notice> & { text: string },
): Response {
  if (notice) {
    const said: Notice = { bad: false, ...notice, text: notice.text.slice(0, LONGEST) };
    const value = Buffer.from(JSON.stringify(said)).toString('base64url');
    const signature = sessionHmac(c.get('desk').session.token, 'notice', value);
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

/** What is to be said on this page, and on no further one. */
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
  return { text: error.message, bad: true };
}
