import type { Context, MiddlewareHandler } from 'hono';
import type { RequestIdVariables } from 'hono/request-id';
import { matchedRoutes } from 'hono/route';
import { type Log, withLogFields } from '../../log.ts';

/**
 * Logs one line per request: method, route, status, milliseconds. The path is the matched route with `…` for
 * its parameters (`/leave/…`), never the requested one: that may hold a token, and in a mangled link it may
 * be anywhere.
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
    // Probes arrive every few seconds.
    log[path === '/healthz' || path === '/readyz' ? 'debug' : 'info'](line, 'request');
  };
}

/**
 * The route that answered. Middleware matches everything under `/*`; when nothing else did, there was no such
 * page.
 */
export function routeOf(c: Context): string {
  const pattern = matchedRoutes(c).at(-1)?.path ?? '';
  return pattern.endsWith('*') ? '(none)' : pattern.replace(/:\w+(?:\{(?:[^{}]|\{[^{}]*\})*\})?/g, '…');
}
