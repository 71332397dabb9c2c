import type { MiddlewareHandler } from 'hono';
import type { RequestIdVariables } from 'hono/request-id';
import type { Tracing } from '../../tracing.ts';
import { routeOf } from './request-log.ts';

/**
 * A span per request, named by the route and never by the requested path, which may hold the key of a link.
 * Trace ids in request headers are ignored: they come from strangers.
 */
export function requestSpan(tracing: Tracing): MiddlewareHandler<{ Variables: RequestIdVariables }> {
  return (c, next) =>
    tracing.span({ name: c.req.method, kind: 'server' }, async (span) => {
      await next();
      const route = routeOf(c);
      span.rename(`${c.req.method} ${route}`);
      span.setAttributes({
        'http.request.method': c.req.method,
        'http.route': route,
        'http.response.status_code': c.res.status,
        'paperboy.request': c.get('requestId'),
      });
      if (c.res.status >= 500) span.markFailed(String(c.res.status));
    });
}
