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
import { FRAME_TEXTS } from './frame-texts.ts';
import { takeNotice } from './notice.ts';
import { keepSession, sessionTokenOf } from './session-cookie.ts';

/** What a script of ours may send instead of the form's field. */
export const TOKEN_HEADER = 'X-Form-Token';

/** Whether a request can change nothing. */
export function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Nothing of the desk is kept, found or shown in another language than the desk's own. */
export function dashboardResponses(env: WebContext['env']): MiddlewareHandler<RequestVariables> {
  return async (c, next) => {
    c.set('site', siteOf(env, 'en', c.get('site').address));
    await next();
    c.res.headers.set('Cache-Control', 'no-store');
    c.res.headers.set('X-Robots-Tag', 'noindex, nofollow');
    c.res.headers.set('Content-Language', 'en');
  };
}

/**
 * Refuses what another site made the browser send: by Sec-Fetch-Site, which a page cannot forge, else by Origin. A client that
 * sends neither is no browser of today; it needs the form's token like everybody.
 */
export function sameOrigin(env: WebContext['env']): MiddlewareHandler<RequestVariables> {
  return async (c, next) => {
    if (isReading(c.req.method) || originOf(c, env) !== 'foreign') return next();
    return dashboardRefusal(c, FRAME_TEXTS.foreign);
  };
}

/** Where a request comes from, as its browser says. */
export function originOf(
  c: Context,
  env: Pick<WebContext['env'], 'PUBLIC_URL'>,
): 'own' | 'foreign' | 'unsaid' {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin' ? 'own' : 'foreign';
  const origin = c.req.header('Origin');
  if (origin === undefined) return 'unsaid';
  const host = parseUrl(origin)?.host;
  if (host === undefined) return 'foreign';
  // Behind a proxy the request's own address is that of the inside; on a laptop PUBLIC_URL may name another of its names.
  return origin === new URL(env.PUBLIC_URL).origin || host === new URL(c.req.url).host ? 'own' : 'foreign';
}

/**
 * Lets nobody pass without a session: a page leads to the login, everything else is answered 401, both without a word of what
 * is there. Leaves `c.get('desk')`.
 */
export function withSession(
  ctx: Pick<WebContext, 'db' | 'clock' | 'env'>,
  areas: Dashboard['areas'],
): MiddlewareHandler<DashboardVariables> {
  return async (c, next) => {
    const isPage = c.req.header('Accept')?.includes('text/html') === true;
    const token = sessionTokenOf(c, ctx.env);
    const session =
      token === null ? null : await authenticateToken(ctx, token, isPage || !isReading(c.req.method));
    if (session === null)
      return isPage && isReading(c.req.method) ? toLogin(c) : c.text('Not logged in', 401);
    if (session.renewed) keepSession(c, ctx.env, session.token);
    // What a form was given before its session's token changed is still that session's.
    const formKey = token ?? session.token;
    const reading = isReading(c.req.method);
    c.set('desk', {
      session,
      csrf: sessionHmac(reading ? session.token : formKey, 'form'),
      areas,
      notice: isPage && reading ? takeNotice(c, session.token) : null,
    });
    return next();
  };
}

/** Refuses whoever may only look, whatever the method; for the reading of what a viewer may not see. */
export const operatorsOnly: MiddlewareHandler<DashboardVariables> = async (c, next) =>
  c.get('desk').session.role === 'operator' ? next() : dashboardRefusal(c, FRAME_TEXTS.viewer);

/** Everything that may change something needs the role, unless `free` says that it is one's own. */
export function withRole(free: (path: string) => boolean): MiddlewareHandler<DashboardVariables> {
  return (c, next) => (isReading(c.req.method) || free(c.req.path) ? next() : operatorsOnly(c, next));
}

/**
 * Everything that may change something needs the token of the very session's forms, as a field or a header; where `strict`, for a
 * program that is not ours and sends none, the browser's own word that it comes from our pages.
 */
export function withFormToken(
  env: WebContext['env'],
  strict: (path: string) => boolean,
): MiddlewareHandler<DashboardVariables> {
  return async (c, next) => {
    if (isReading(c.req.method)) return next();
    if (strict(c.req.path))
      return originOf(c, env) === 'own' ? next() : dashboardRefusal(c, FRAME_TEXTS.foreign);
    const given = c.req.header(TOKEN_HEADER) ?? fieldOf((await readBody(c)) ?? {}, TOKEN_FIELD);
    return constantTimeEquals(given, c.get('desk').csrf) ? next() : dashboardRefusal(c, FRAME_TEXTS.badToken);
  };
}

function toLogin(c: Context<DashboardVariables>): Response {
  const { address } = c.get('site');
  const query = address === '/operator' ? '' : `?to=${encodeURIComponent(address)}`;
  return c.redirect(`/operator/login${query}`, 302);
}
