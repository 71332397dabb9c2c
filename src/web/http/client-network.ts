import type { Context } from 'hono';
import { z } from 'zod';
import { networkOf } from '../../subscribers/sign-up/network.ts';

/** The connection, as the Node server passes it on; absent where a test calls the app directly. */
const connection = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });

/**
 * Network of the client (network.ts), or null where it is unknown. `hops` is the number of our own proxies:
 * each appends the address that it saw to X-Forwarded-For, and everything before those entries is the
 * client's own claim. With 0 the header is ignored.
 */
export function clientNetwork(c: Context, hops: number): string | null {
  const reading = connection.safeParse(c.env);
  const peer = reading.success ? reading.data.incoming.socket.remoteAddress : '';
  if (hops === 0) return networkOf(peer);
  const forwarded = (c.req.header('X-Forwarded-For') ?? '').split(',').map((address) => address.trim());
  return networkOf(withoutPort(forwarded.at(-hops) ?? '')) ?? networkOf(peer);
}

/** Some proxies write `192.0.2.1:443` or `[2001:db8::1]:443`. */
function withoutPort(address: string): string {
  return /^\[([^\]]*)\]/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
}
