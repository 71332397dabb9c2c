import { Hono } from 'hono';
import { endSessions } from '../../accounts/end-sessions.ts';
import type { WebContext } from '../http/web-context.ts';
import type { RequestVariables } from '../site/frame/site.ts';
import { signInRoutes } from './account/sign-in-routes.tsx';
import { AREAS } from './areas.ts';
import type { DashboardVariables } from './frame/dashboard.ts';
import { IMPORTS_PATH } from './frame/dashboard-paths.ts';
import { dashboardResponses, sameOrigin, withFormToken, withRole, withSession } from './frame/guards.ts';
import { dropSession } from './frame/session-cookie.ts';
import { uploadLimit } from './imports/import-routes.tsx';

/** Own account and way out: everybody's, whatever the role. */
const OWN = /^\/operator\/(?:account(?:\/|$)|logout$)/;

/**
 * `/operator` and everything under it. The order is the protection: only the login stands before the session, and every
 * area behind session, role and form token, so that an area cannot forget them. The token is in the body, which is read last.
 */
export function dashboardRoutes(ctx: WebContext): Hono<RequestVariables> {
  const areas = AREAS.flatMap(({ path, name }) => (name === null ? [] : [{ path, name }]));
  const inside = new Hono<DashboardVariables>()
    .use('/operator/*', withSession(ctx, areas))
    .use(
      '/operator/*',
      withRole((path) => OWN.test(path)),
    )
    .use(IMPORTS_PATH, uploadLimit)
    .use('/operator/*', withFormToken(ctx.env, isForeignProgram))
    .post('/operator/logout', async (c) => {
      const { id: only, operatorId, name } = c.get('desk').session;
      await endSessions(ctx, { operatorId, name, by: name, verb: 'logout', only });
      dropSession(c, ctx.env);
      return c.redirect('/operator/login?out', 303);
    });
  for (const { path, routes } of AREAS) inside.route(path, routes(ctx));
  return new Hono<RequestVariables>()
    .use('/operator/*', dashboardResponses(ctx.env), sameOrigin(ctx.env))
    .route('/', signInRoutes(ctx))
    .route('/', inside);
}

/** The queues' own dashboard has forms of its own making. */
function isForeignProgram(path: string): boolean {
  return path.startsWith('/operator/queues/');
}
