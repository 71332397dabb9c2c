import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** TCP proxy in front of a server, so that connections can be disturbed without touching the server. */
export interface TcpProxy {
  port: number;
  /**
   * Stops all data in both directions, and new connections, without closing any. Call the returned function
   * to resume.
   */
  freeze(): () => void;
  /** Freezes for that many milliseconds. */
  stall(milliseconds: number): Promise<void>;
  /** Resets every connection. */
  cut(): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1 to the target port of 127.0.0.1. */
export async function startProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<[Socket, Socket]>();
  let stalled: Promise<void> | null = null;
  let frozen = false;

  const server = createServer((inner) => {
    const outer = connect({ port: target, host: '127.0.0.1' });
    const pair: [Socket, Socket] = [inner, outer];
    pairs.add(pair);
    for (const [from, to] of [pair, [outer, inner] as const]) {
      from.setNoDelay(true);
      from.on('error', () => undefined);
      from.on('data', (chunk) => {
        // Without back-pressure: what a slow reader has not read yet waits in memory.
        to.write(chunk);
      });
      from.on('end', () => to.end());
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
    }
    if (frozen) pause(pair);
  });
  const pause = (pair: [Socket, Socket]) => {
    for (const socket of pair) socket.pause();
  };
  const freeze = () => {
    frozen = true;
    for (const pair of pairs) pause(pair);
    return () => {
      frozen = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    };
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    freeze,
    async stall(milliseconds) {
      stalled ??= (async () => {
        const speak = freeze();
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        stalled = null;
        speak();
      })();
      await stalled;
    },
    cut() {
      for (const [inner, outer] of pairs) {
        inner.resetAndDestroy();
        outer.resetAndDestroy();
      }
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      await closed;
    },
  };
}
