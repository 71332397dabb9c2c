import { Hono, type MiddlewareHandler } from 'hono';
import { sendAsset } from '../../assets/asset.ts';
import { clientScript } from '../../assets/scripts.ts';
import { queuesStylesheet } from '../../assets/stylesheets.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardVariables } from '../frame/dashboard.ts';
import { isReading } from '../frame/guards.ts';
import { scriptRoutes } from '../frame/script-routes.ts';
import { auditQueueCall } from './queues-actions.ts';
import { createQueuesBoard, QUEUES_PATH } from './queues-board.ts';

/**
 * Hash of the style element inside bull-board's database icon; when a release changes it, the icon is black.
 */
const ICON_STYLE = "'sha256-r2N1TB/gHbBtBZFKg7ejmq1acVSREzucTAEw6ga4hoU='";

/** Allows bull-board its own scripts, styles and requests, and nothing from another host. */
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
 * `/operator/queues`: bull-board for all queues, on either backend. Viewers get a read-only instance on top
 * of the dashboard's own role check; changes by operators are audited.
 */
export function queuesRoutes(ctx: WebContext): Hono<DashboardVariables> {
  const [operatorBoard, viewerBoard] = [createQueuesBoard(false), createQueuesBoard(true)];
  // Mounted under its full path, because bull-board reads the path itself.
  const viewerRoutes = new Hono().route(QUEUES_PATH, viewerBoard.routes);
  const dispatch: MiddlewareHandler<DashboardVariables> = async (c, next) => {
    // bull-board's title links here, but it serves no page at this path.
    if (c.req.path === `${QUEUES_PATH}/`) return c.redirect(QUEUES_PATH, 302);
    const { role, name } = c.get('dashboard').session;
    const board = role === 'operator' ? operatorBoard : viewerBoard;
    board.open(ctx.queue);
    if (role !== 'operator') return viewerRoutes.fetch(c.req.raw, c.env);
    if (isReading(c.req.method)) return next();
    c.res = await auditQueueCall(ctx, { operator: name, path: c.req.path }, async () => {
      await next();
      return c.res;
    });
  };
  return new Hono<DashboardVariables>()
    .get('/theme.css', (c) => sendAsset(c, queuesStylesheet(), 'css'))
    .route('/accessibility.js', scriptRoutes('queues-accessibility'))
    .use('*', adaptPage, dispatch)
    .route('/', operatorBoard.routes);
}

/**
 * Adapts bull-board's page to our policy: removes a font of another host and the loading sign's inline
 * styles, and adds our colors and accessibility fixes. bull-board's own theming uses a style element, which
 * the policy forbids.
 */
const adaptPage: MiddlewareHandler<DashboardVariables> = async (c, next) => {
  await next();
  c.res.headers.set('Content-Security-Policy', POLICY);
  if (!c.res.headers.get('Content-Type')?.startsWith('text/html') || c.res.status !== 200) return;
  const html = await c.res.text();
  const adapted = html
    .replace(/<link[^>]*href="(?:https?:)?\/\/[^>]*>/g, '')
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/(<div id="root">)[\s\S]*(<\/div>\s*<script defer)/, '$1$2')
    .replace('</head>', `${headAdditions()}</head>`);
  c.res = new Response(adapted, c.res);
};

function headAdditions(): string {
  const [styles, script] = [queuesStylesheet(), clientScript('queues-accessibility')];
  return `<link rel="stylesheet" href="${styles.address}"><script src="${script.address}" defer></script>`;
}
