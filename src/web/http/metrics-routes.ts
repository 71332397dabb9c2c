import { Hono, type MiddlewareHandler } from 'hono';
import type { ProcessMetrics } from '../../monitoring/process-metrics.ts';
import { metricsGuard } from './metrics-guard.ts';
import type { WebContext } from './web-context.ts';

/** Metrics of this process, and those of the installation where this process reports them. */
export interface Metrics {
  process: ProcessMetrics;
  installation: (() => Promise<string>) | null;
}

/** `/metrics` for Prometheus: measurements of this process, and figures from the database and the queues. */
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
