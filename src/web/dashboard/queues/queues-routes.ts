import { Hono, type MiddlewareHandler } from 'hono';
import { sendAsset } from '../../assets/asset.ts';
import { clientScript } from '../../assets/scripts.ts';
import { queuesStylesheet } from '../../assets/stylesheets.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardVariables } from '../frame/dashboard.ts';
import { isReading } from '../frame/guards.ts';
import { scriptRoutes } from '../frame/script-routes.ts';
import { auditQueueCall } from './queues-actions.ts';
import { QUEUES_PATH, queuesBoard } from './queues-board.ts';

/** Of the one style element that its scripts make, in a picture; with another release's the picture is black. */
const ICON_STYLE = "'sha256-r2N1TB/gHbBtBZFKg7ejmq1acVSREzucTAEw6ga4hoU='";

/** It runs its own scripts and styles, asks our own site, and loads nothing from anywhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${ICON_STYLE}`,
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * `/operator/queues`: bull-board for all queues, on either backend. A viewer gets one that is read-only by itself, beside the desk's own
 * refusal; what an operator changes in it is audited.
 */
export function queuesRoutes(ctx: WebContext): Hono<DashboardVariables> {
  const [acting, looking] = [queuesBoard(false), queuesBoard(true)];
  // Mounted as it stands, because it reads its own path.
  const forViewers = new Hono().route(QUEUES_PATH, looking.routes);
  const prepared: MiddlewareHandler<DashboardVariables> = async (c, next) => {
    // Where its own name leads, and where it knows no page when that one is loaded anew.
    if (c.req.path === `${QUEUES_PATH}/`) return c.redirect(QUEUES_PATH, 302);
    const { role, name } = c.get('desk').session;
    const board = role === 'operator' ? acting : looking;
    board.open(ctx.queue);
    if (role !== 'operator') return forViewers.fetch(c.req.raw, c.env);
    if (isReading(c.req.method)) return next();
    c.res = await auditQueueCall(ctx, { operator: name, path: c.req.path }, async () => {
      await next();
      return c.res;
    });
  };
  return new Hono<DashboardVariables>()
    .get('/theme.css', (c) => sendAsset(c, queuesStylesheet(), 'css'))
    .route('/accessibility.js', scriptRoutes('queues-accessibility'))
    .use('*', withOwnPage, prepared)
    .route('/', acting.routes);
}

/**
 * Its page names a font of another host, and shows a waiting sign by styles inside the markup, which the policy forbids. Both go, and our
 * colours come, with what it leaves undone for whoever cannot see it. It would bring them by a style element made in the browser, which the policy forbids as well.
 */
const withOwnPage: MiddlewareHandler<DashboardVariables> = async (c, next) => {
  await next();
  c.res.headers.set('Content-Security-Policy', POLICY);
  if (!c.res.headers.get('Content-Type')?.startsWith('text/html') || c.res.status !== 200) return;
  const html = await c.res.text();
  const own = html
    .replace(/<link[^>]*href="(?:https?:)?\/\/[^>]*>/g, '')
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/(<div id="root">)[\s\S]*(<\/div>\s*<script defer)/, '$1$2')
    .replace(
      '</head>',
      `<link rel="stylesheet" href="${queuesStylesheet().address}"><script src="${clientScript('queues-accessibility').address}" defer></script></head>`,
    );
  c.res = new Response(own, c.res);
};
