import type { MiddlewareHandler } from 'hono';
import type { RequestIdVariables } from 'hono/request-id';
import type { Tracing } from '../../tracing.ts';
import { routeOf } from './request-log.ts';

/**
 * A span for each request, named by its route and never by its address, which may hold a link's key. A trace that a stranger's header
 * names is not gone on with.
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
