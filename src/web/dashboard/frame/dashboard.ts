import type { Context, Hono } from 'hono';
import type { ActiveSession } from '../../../accounts/session.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { RequestVariables } from '../../site/frame/site.ts';

/** What a page of the desk knows of whoever looks at it. */
export interface Dashboard {
  session: ActiveSession;
  /** What every form sends along (`DeskForm` does), bound to the session. */
  csrf: string;
  /** Where the navigation leads. */
  areas: readonly { path: string; name: string }[];
  /** What was done by the form that led here, said once. */
  notice: Notice | null;
}

export interface Notice {
  text: string;
  bad: boolean;
}

/** What middleware leaves for the handlers under /operator that are reached by a session alone. */
export interface DashboardVariables {
  Variables: RequestVariables['Variables'] & { desk: Dashboard };
}

export type DashboardRequest = Context<DashboardVariables>;

/** A part of the desk: its place under /operator, its name in the navigation, its routes. `areas.ts` has them all. */
export interface DashboardArea {
  /** `/operator` or below, e.g. `/operator/editions`; the routes' own paths come behind it. */
  path: string;
  /** In the navigation; null for what is not in it. */
  name: string | null;
  routes(ctx: WebContext): Hono<DashboardVariables>;
}
