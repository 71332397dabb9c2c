import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { PaperboyError } from '../../errors.ts';
import { createApp } from './app.ts';
import type { Metrics } from './metrics-routes.ts';
import type { WebContext } from './web-context.ts';

/** Time that running requests get to finish once the process is told to stop. */
const SHUTDOWN_MS = 5_000;
const SWEEP_MS = 50;

/**
 * Serves the pages on env.PORT (0 lets the system choose) of every interface. `close` accepts no new
 * connection, lets running requests finish within 5 s and cuts the rest. Throws PaperboyError
 * `PORT_UNAVAILABLE`.
 */
export async function serveWeb(
  ctx: WebContext,
  metrics?: Metrics,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: createApp(ctx, undefined, metrics).fetch }) as Server;
  const unused = unusedConnections(server);
  await listen(server, ctx.env.PORT);
  server.on('error', (error) => ctx.log.error({ reason: error.message }, 'web server error'));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, close: () => closeGracefully(server, unused) };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (cause: Error) =>
      reject(
        new PaperboyError({
          code: 'PORT_UNAVAILABLE',
          message: `Port ${port} is not available.`,
          remedy: 'Stop the process that uses it, or set PORT to another port (0 lets the system choose).',
          cause,
        }),
      );
    server.once('error', refused);
    server.listen(port, () => {
      server.off('error', refused);
      resolve();
    });
  });
}

/**
 * Connections without any request yet. Browsers open them in advance, and Node does not count them as idle:
 * one of them would make closing take the whole five seconds.
 */
function unusedConnections(server: Server): ReadonlySet<Socket> {
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  return unused;
}

/**
 * Browsers keep connections open between requests; those are closed at once, and others as they become idle.
 */
async function closeGracefully(server: Server, unused: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    for (const socket of unused) socket.destroy();
  }, SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
