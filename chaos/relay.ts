import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A door in front of a server: processes go through it, so that it can be shut without touching the server. */
export interface Relay {
  port: number;
  /** Nothing passes in either direction and nobody is let in, but no connection ends, until what it returns is called. */
  hush(): () => void;
  /** The same for that long. */
  stall(milliseconds: number): Promise<void>;
  /** Breaks off every connection with a reset. */
  cut(): void;
  close(): Promise<void>;
}

/** Opens a relay on a free port of 127.0.0.1 to that port of it. */
export async function startRelay(target: number): Promise<Relay> {
  const pairs = new Set<[Socket, Socket]>();
  let stalled: Promise<void> | null = null;
  let hushed = false;

  const server = createServer((inner) => {
    const outer = connect({ port: target, host: '127.0.0.1' });
    const pair: [Socket, Socket] = [inner, outer];
    pairs.add(pair);
    for (const [from, to] of [pair, [outer, inner] as const]) {
      from.setNoDelay(true);
      from.on('error', () => undefined);
      from.on('data', (chunk) => {
        // A slow reader is not our subject: what it has not taken yet waits in memory.
        to.write(chunk);
      });
      from.on('end', () => to.end());
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
    }
    if (hushed) pause(pair);
  });
  const pause = (pair: [Socket, Socket]) => {
    for (const socket of pair) socket.pause();
  };
  const hush = () => {
    hushed = true;
    for (const pair of pairs) pause(pair);
    return () => {
      hushed = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    };
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hush,
    async stall(milliseconds) {
      stalled ??= (async () => {
        const speak = hush();
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
