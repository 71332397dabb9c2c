import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { PaperboyError } from '../../errors.ts';
import { createApp } from './app.ts';
import type { Metrics } from './metrics-routes.ts';
import type { WebContext } from './web-context.ts';

/** How long a running request may take to finish once the process is told to stop. */
const FINISH_MS = 5_000;
const SWEEP_MS = 50;

/**
 * Serves the pages on env.PORT (0 lets the system choose) of every interface. `close` takes no new connection, lets
 * running requests finish within 5 s and cuts the rest. Throws PaperboyError `PORT_UNAVAILABLE`.
 */
export async function serveWeb(
  ctx: WebContext,
  metrics?: Metrics,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: createApp(ctx, undefined, metrics).fetch }) as Server;
  const silent = silentConnections(server);
  await listen(server, ctx.env.PORT);
  server.on('error', (error) => ctx.log.error({ reason: error.message }, 'web server error'));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, close: () => closeGently(server, silent) };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (cause: Error) =>
      reject(
        new PaperboyError({
          code: 'PORT_UNAVAILABLE',
          message: `Port ${port} cannot be listened on.`,
          remedy: 'Stop what uses it, or set PORT to another one (0 lets the system choose).',
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
 * Connections on which nothing was ever asked. Browsers open such ones ahead of need, and Node does not count them as
 * idle: with one of them, closing would take the whole five seconds.
 */
function silentConnections(server: Server): ReadonlySet<Socket> {
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return silent;
}

/** A browser keeps its connection open between requests; such idle ones are closed at once and as they become idle. */
async function closeGently(server: Server, silent: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    for (const socket of silent) socket.destroy();
  }, SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), FINISH_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
