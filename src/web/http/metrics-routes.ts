import { Hono, type MiddlewareHandler } from 'hono';
import type { ProcessMetrics } from '../../monitoring/process-metrics.ts';
import { metricsGuard } from './metrics-guard.ts';
import type { WebContext } from './web-context.ts';

/** What there is to read: of this process, and of the installation where this process tells it. */
export interface Metrics {
  process: ProcessMetrics;
  installation: (() => Promise<string>) | null;
}

/** `/metrics` for Prometheus: what this process measures, and what stands in the database and the queues. */
export function metricsRoutes(
  ctx: Pick<WebContext, 'env'>,
  metrics: Metrics,
  guard: MiddlewareHandler = metricsGuard(ctx.env),
): Hono {
  return new Hono().get('/metrics', guard, async (c) => {
    c.header('Content-Type', metrics.process.registry.contentType);
    c.header('Cache-Control', 'no-store');
    const parts = [await metrics.process.registry.metrics(), await metrics.installation?.()];
    return c.body(parts.filter(Boolean).join('\n'));
  });
}
