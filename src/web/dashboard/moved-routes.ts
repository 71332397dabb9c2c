import { Hono } from 'hono';
import type { DashboardRequest, DashboardVariables } from './frame/dashboard.ts';
import { SUBSCRIBERS_PATH } from './frame/dashboard-paths.ts';

/** Redirects page paths of earlier releases permanently (301), with their query. */
export function movedRoutes(): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/operator/people/*', (c) => {
      const path = c.req.path.replace('/operator/people', SUBSCRIBERS_PATH);
      return movedTo(c, path.replace(/\/bad-lines$/, '/invalid-lines'));
    })
    .get('/operator/runs/foresee', (c) => movedTo(c, '/operator/runs/dry-run'))
    .get('/operator/editions/:edition/act/:verb', (c) => {
      const { edition, verb } = c.req.param();
      return movedTo(c, `/operator/editions/${edition}/operations/${OPERATIONS_MOVED[verb] ?? verb}`);
    });
}

const OPERATIONS_MOVED: Readonly<Record<string, string>> = { arrived: 'mark-accepted', again: 'send-again' };

function movedTo(c: DashboardRequest, path: string): Response {
  return c.redirect(`${path}${new URL(c.req.url).search}`, 301);
}
