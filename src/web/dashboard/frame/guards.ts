import type { Context, MiddlewareHandler } from 'hono';
import { authenticateToken, constantTimeEquals, sessionHmac } from '../../../accounts/session.ts';
import { parseUrl } from '../../../url.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { RequestVariables } from '../../site/frame/site.ts';
import { siteOf } from '../../site/frame/site.ts';
import type { Dashboard, DashboardVariables } from './dashboard.ts';
import { TOKEN_FIELD } from './dashboard-form.tsx';
import { dashboardRefusal } from './dashboard-page.tsx';
import { DASHBOARD_TEXTS } from './dashboard-texts.ts';
import { takeNotice } from './notice.ts';
import { sessionTokenOf, setSessionCookie } from './session-cookie.ts';

/** Header that carries the form token in place of the form's field. */
export const TOKEN_HEADER = 'X-Form-Token';

/** True for methods that change nothing. */
export function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Marks every dashboard response as not cached, not indexed and in English. */
export function dashboardResponses(
  ctx: Pick<WebContext, 'env' | 'taxonomy'>,
): MiddlewareHandler<RequestVariables> {
  return async (c, next) => {
    c.set('site', siteOf(ctx, 'en', c.get('site').address));
    await next();
    c.res.headers.set('Cache-Control', 'no-store');
    c.res.headers.set('X-Robots-Tag', 'noindex, nofollow');
    c.res.headers.set('Content-Language', 'en');
  };
}

/**
 * Refuses cross-site requests: by Sec-Fetch-Site, which a page cannot forge, else by Origin. A client that
 * sends neither is no current browser; it passes here and needs the form token like any other.
 */
export function sameOrigin(env: WebContext['env']): MiddlewareHandler<RequestVariables> {
  return async (c, next) => {
    if (isReading(c.req.method) || originOf(c, env) !== 'foreign') return next();
    return dashboardRefusal(c, DASHBOARD_TEXTS.foreignOrigin);
  };
}

/** Classifies the origin that the browser reports for a request. */
export function originOf(
  c: Context,
  env: Pick<WebContext['env'], 'PUBLIC_URL'>,
): 'own' | 'foreign' | 'unknown' {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin' ? 'own' : 'foreign';
  const origin = c.req.header('Origin');
  if (origin === undefined) return 'unknown';
  const host = parseUrl(origin)?.host;
  if (host === undefined) return 'foreign';
  // Behind a proxy the request's own URL is an internal one; on a laptop PUBLIC_URL may use another host
  // name.
  return origin === new URL(env.PUBLIC_URL).origin || host === new URL(c.req.url).host ? 'own' : 'foreign';
}

/**
 * Requires a session: pages redirect to the sign-in page, everything else gets 401, and neither reveals which
 * paths exist. Sets `c.get('dashboard')`.
 */
export function withSession(
  ctx: Pick<WebContext, 'db' | 'clock' | 'env' | 'taxonomy'>,
  areas: Dashboard['areas'],
): MiddlewareHandler<DashboardVariables> {
  return async (c, next) => {
    const isPage = c.req.header('Accept')?.includes('text/html') === true;
    const reading = isReading(c.req.method);
    const token = sessionTokenOf(c, ctx.env);
    const session = token === null ? null : await authenticateToken(ctx, token, isPage || !reading);
    if (session === null) return isPage && reading ? toSignIn(c) : c.text('Not signed in', 401);
    if (session.renewed) setSessionCookie(c, ctx.env, session.token);
    // A form rendered before its session's token was renewed is still valid.
    const formKey = token ?? session.token;
    c.set('dashboard', {
      taxonomy: ctx.taxonomy,
      session,
      csrf: sessionHmac(reading ? session.token : formKey, 'form'),
      areas,
      notice: isPage && reading ? takeNotice(c, session.token) : null,
    });
    return next();
  };
}

/** Refuses viewers for every method. For data that only operators may read. */
export const operatorsOnly: MiddlewareHandler<DashboardVariables> = async (c, next) =>
  c.get('dashboard').session.role === 'operator'
    ? next()
    : dashboardRefusal(c, DASHBOARD_TEXTS.operatorsOnly);

/**
 * Requires the operator role for every request that may change something, except paths that `isExempt`
 * accepts.
 */
export function withRole(isExempt: (path: string) => boolean): MiddlewareHandler<DashboardVariables> {
  return (c, next) => (isReading(c.req.method) || isExempt(c.req.path) ? next() : operatorsOnly(c, next));
}

/**
 * Requires the session's form token, as a field or a header, for every request that may change something.
 * Paths that `isTokenless` accepts belong to a third-party client without a token; they need a same-origin
 * header instead.
 */
export function withFormToken(
  env: WebContext['env'],
  isTokenless: (path: string) => boolean,
): MiddlewareHandler<DashboardVariables> {
  return async (c, next) => {
    if (isReading(c.req.method)) return next();
    if (isTokenless(c.req.path))
      return originOf(c, env) === 'own' ? next() : dashboardRefusal(c, DASHBOARD_TEXTS.foreignOrigin);
    const token = c.req.header(TOKEN_HEADER) ?? fieldOf((await readBody(c)) ?? {}, TOKEN_FIELD);
    return constantTimeEquals(token, c.get('dashboard').csrf)
      ? next()
      : dashboardRefusal(c, DASHBOARD_TEXTS.invalidToken);
  };
}

function toSignIn(c: Context<DashboardVariables>): Response {
  const { address } = c.get('site');
  const query = address === '/operator' ? '' : `?to=${encodeURIComponent(address)}`;
  return c.redirect(`/operator/sign-in${query}`, 302);
}
