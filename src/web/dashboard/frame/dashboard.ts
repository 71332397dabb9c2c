import type { Context, Hono } from 'hono';
import type { Taxonomy } from '../../../../config/topics/taxonomy.ts';
import type { ActiveSession } from '../../../accounts/session.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { RequestVariables } from '../../site/frame/site.ts';

/** Request data that every dashboard page needs for its frame and forms. */
export interface Dashboard {
  taxonomy: Taxonomy;
  session: ActiveSession;
  /** Form token bound to the session; `DashboardForm` includes it. */
  csrf: string;
  /** Areas in the navigation. */
  areas: readonly { path: string; name: string }[];
  /** Result of the form that redirected here; shown once. */
  notice: Notice | null;
}

/** Result of a form, shown at the top of the next page. */
export interface Notice {
  text: string;
  isError: boolean;
}

/** Variables that middleware sets for handlers behind the session. */
export interface DashboardVariables {
  Variables: RequestVariables['Variables'] & { dashboard: Dashboard };
}

export type DashboardRequest = Context<DashboardVariables>;

/** One area of the dashboard: its path, its name in the navigation, its routes. `areas.ts` lists them. */
export interface DashboardArea {
  /** `/operator` or below, for example `/operator/editions`. The routes' own paths are appended to it. */
  path: string;
  /** Name in the navigation; null when not listed there. */
  name: string | null;
  routes(ctx: WebContext): Hono<DashboardVariables>;
}
