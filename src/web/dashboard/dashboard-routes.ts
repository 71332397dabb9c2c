import { Hono } from 'hono';
import { endSessions } from '../../accounts/end-sessions.ts';
import type { WebContext } from '../http/web-context.ts';
import type { RequestVariables } from '../site/frame/site.ts';
import { signInRoutes } from './account/sign-in-routes.tsx';
import { AREAS } from './areas.ts';
import type { DashboardVariables } from './frame/dashboard.ts';
import { IMPORTS_PATH } from './frame/dashboard-paths.ts';
import { dashboardResponses, sameOrigin, withFormToken, withRole, withSession } from './frame/guards.ts';
import { deleteSessionCookie } from './frame/session-cookie.ts';
import { uploadLimit } from './imports/import-routes.tsx';
import { movedRoutes } from './moved-routes.ts';

/** The operator's own account and signing out, allowed for every role. */
const OWN = /^\/operator\/(?:account(?:\/|$)|sign-out$)/;

/**
 * `/operator` and everything below. The order is the protection: only the sign-in page comes before the
 * session, and every area is behind session, role and form token. The token is in the body, which is read
 * last.
 */
export function dashboardRoutes(ctx: WebContext): Hono<RequestVariables> {
  const areas = AREAS.flatMap(({ path, name }) => (name === null ? [] : [{ path, name }]));
  const protectedRoutes = new Hono<DashboardVariables>()
    .use('/operator/*', withSession(ctx, areas))
    .use(
      '/operator/*',
      withRole((path) => OWN.test(path)),
    )
    .use(IMPORTS_PATH, uploadLimit)
    .use('/operator/*', withFormToken(ctx.env, isBullBoard))
    .post('/operator/sign-out', async (c) => {
      const { id: only, operatorId, name } = c.get('dashboard').session;
      await endSessions(ctx, { operatorId, name, by: name, verb: 'logout', only });
      deleteSessionCookie(c, ctx.env);
      return c.redirect('/operator/sign-in?signed-out', 303);
    })
    .route('/', movedRoutes());
  for (const { path, routes } of AREAS) protectedRoutes.route(path, routes(ctx));
  return new Hono<RequestVariables>()
    .use('/operator/*', dashboardResponses(ctx), sameOrigin(ctx.env))
    .route('/', signInRoutes(ctx))
    .route('/', protectedRoutes);
}

/** bull-board builds its own requests, without the form token. */
function isBullBoard(path: string): boolean {
  return path.startsWith('/operator/queues/');
}
