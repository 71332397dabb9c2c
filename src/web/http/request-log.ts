import type { Context, MiddlewareHandler } from 'hono';
import type { RequestIdVariables } from 'hono/request-id';
import { matchedRoutes } from 'hono/route';
import { type Log, withLogFields } from '../../log.ts';

/**
 * One line a request: method, route, status, milliseconds. Of the address only the matched route is logged, with `…` for
 * what varies (`/leave/…`), never what was asked: it may hold a token, and a mangled link holds it anywhere.
 */
export function requestLog(log: Log): MiddlewareHandler<{ Variables: RequestIdVariables }> {
  return async (c, next) => {
    const started = performance.now();
    await withLogFields({ requestId: c.get('requestId') }, next);
    const path = routeOf(c);
    const line = {
      requestId: c.get('requestId'),
      method: c.req.method,
      path,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
    };
    // Probes ask every few seconds.
    log[path === '/healthz' || path === '/readyz' ? 'debug' : 'info'](line, 'request');
  };
}

/** The route that answered. Middleware matches everything under `/*`; when nothing else did, there was no such page. */
export function routeOf(c: Context): string {
  const pattern = matchedRoutes(c).at(-1)?.path ?? '';
  return pattern.endsWith('*') ? '(none)' : pattern.replace(/:[^/]+/g, '…');
}
