import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { PaperboyError } from '../../errors.ts';
import { tokenGuard } from './metrics-guard.ts';
import { type Metrics, metricsRoutes } from './metrics-routes.ts';
import type { WebContext } from './web-context.ts';

/**
 * Serves the metrics of this process on METRICS_HOST:METRICS_PORT, for processes without pages and for
 * scraping past the proxy; null where no port is set. Throws PaperboyError `PORT_UNAVAILABLE`.
 */
export async function serveMetrics(
  ctx: Pick<WebContext, 'env' | 'log'>,
  metrics: Metrics,
): Promise<{ close(): Promise<void> } | null> {
  const { METRICS_PORT: port, METRICS_HOST: host, METRICS_TOKEN: token } = ctx.env;
  if (port === undefined) return null;
  const routes = metricsRoutes(ctx, metrics, tokenGuard(token));
  const server = createAdaptorServer({ fetch: routes.fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new PaperboyError({
          code: 'PORT_UNAVAILABLE',
          message: `Port ${port} of ${host} is not available for metrics.`,
          remedy: 'Stop the process that uses it, or set METRICS_PORT to another port.',
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  server.on('error', (error) => ctx.log.error({ reason: error.message }, 'metrics server error'));
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
