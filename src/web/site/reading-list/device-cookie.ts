import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { readToken, signToken } from '../../../token.ts';
import { parseUrl } from '../../../url.ts';
import type { WebContext } from '../../http/web-context.ts';
import { signedSubscriberOf } from '../preferences/signed-subscriber.ts';

const COOKIE = 'reading-list';
/** Public pages never see the cookie, so they stay the same for every visitor and caches may keep them. */
const PATH = '/reading-list';
const YEAR_SECONDS = 365 * 24 * 3600;

type DeviceContext = Pick<WebContext, 'db' | 'clock' | 'keys' | 'env'>;

/** Lets this browser save papers for a subscriber, and nothing else, for a year. */
export function rememberDevice(ctx: DeviceContext, c: Context, subscriberId: string): void {
  const until = new Date(ctx.clock.now().getTime() + YEAR_SECONDS * 1000);
  setCookie(c, COOKIE, signToken(ctx.keys, 'device', subscriberId, until), {
    path: PATH,
    maxAge: YEAR_SECONDS,
    sameSite: 'Lax',
    httpOnly: true,
    secure: ctx.env.PUBLIC_URL.startsWith('https:'),
  });
}

/** Deletes the cookie of `rememberDevice`. */
export function forgetDevice(c: Context): void {
  deleteCookie(c, COOKIE, { path: PATH });
}

/** Remembered subscriber of this browser; null without a valid cookie, and after unsubscribing or erasure. */
export async function rememberedSubscriber(ctx: DeviceContext, c: Context): Promise<Subscriber | null> {
  const reading = readToken(ctx.keys, 'device', getCookie(c, COOKIE) ?? '', ctx.clock.now());
  if (!reading.valid) return null;
  const subscriber = await signedSubscriberOf(ctx, reading.subject);
  return typeof subscriber === 'string' ? null : subscriber;
}

/**
 * True unless the browser says that another site sent the form. `SameSite=Lax` already keeps the cookie from
 * such forms; this also covers other hosts of the same site.
 */
export function isOwnForm(ctx: Pick<WebContext, 'env'>, c: Context): boolean {
  return c.req.header('Origin') === 'null' && c.req.header('Sec-Fetch-Site') === undefined
    ? false
    : !isForeignForm(ctx, c);
}

/**
 * True if the browser says that another site sent the form. A page that sends no referrer also sends
 * `Origin: null`, as a sandboxed foreign one does; only `Sec-Fetch-Site` tells them apart.
 */
export function isForeignForm(ctx: Pick<WebContext, 'env'>, c: Context): boolean {
  const from = c.req.header('Sec-Fetch-Site');
  if (from !== undefined) return from !== 'same-origin' && from !== 'none';
  const origin = c.req.header('Origin');
  if (origin === undefined || origin === 'null') return false;
  const host = parseUrl(origin)?.host;
  return host === undefined || (host !== c.req.header('Host') && host !== parseUrl(ctx.env.PUBLIC_URL)?.host);
}
