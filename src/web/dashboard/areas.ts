import { accountRoutes } from './account/account-routes.tsx';
import { auditRoutes } from './audit/audit-routes.tsx';
import { coldModelRoutes } from './cold-model/cold-model-routes.tsx';
import { deliveriesRoutes } from './editions/deliveries-routes.tsx';
import { editionsRoutes } from './editions/editions-routes.tsx';
import type { DashboardArea } from './frame/dashboard.ts';
import { COLD_MODEL_PATH, IMPORTS_PATH, SUBSCRIBERS_PATH, UNDO_PATH } from './frame/dashboard-paths.ts';
import { scriptRoutes } from './frame/script-routes.ts';
import { importRoutes } from './imports/import-routes.tsx';
import { queuesRoutes } from './queues/queues-routes.ts';
import { runsRoutes } from './runs/runs-routes.tsx';
import { subscribersRoutes } from './subscribers/subscribers-routes.tsx';
import { undoRoutes } from './subscribers/undo-routes.tsx';
import { todayRoutes } from './today/today-routes.tsx';

/** Every area of the dashboard, in navigation order. All of them are behind session, role and form token. */
export const AREAS: readonly DashboardArea[] = [
  { path: '/operator', name: 'Today', routes: todayRoutes },
  { path: '/operator/editions', name: 'Editions', routes: editionsRoutes },
  { path: '/operator/runs', name: 'Re-runs', routes: runsRoutes },
  { path: '/operator/queues', name: 'Queues', routes: queuesRoutes },
  // Before the subscribers, which would take `imports` for an id.
  { path: IMPORTS_PATH, name: null, routes: importRoutes },
  { path: UNDO_PATH, name: null, routes: undoRoutes },
  { path: SUBSCRIBERS_PATH, name: 'Subscribers', routes: subscribersRoutes },
  { path: '/operator/audit', name: 'Audit log', routes: auditRoutes },
  { path: '/operator/editions/:edition/deliveries', name: null, routes: deliveriesRoutes },
  { path: COLD_MODEL_PATH, name: null, routes: coldModelRoutes },
  { path: '/operator/live.js', name: null, routes: () => scriptRoutes('live-page') },
  { path: '/operator/lookup.js', name: null, routes: () => scriptRoutes('subscriber-lookup') },
  { path: '/operator/account', name: null, routes: accountRoutes },
];
