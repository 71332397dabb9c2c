import type { Context } from 'hono';
import { z } from 'zod';
import { networkOf } from '../../subscribers/sign-up/network.ts';

/** What the Node server leaves of the connection; a test that asks the app itself has none. */
const connection = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });

/**
 * The network that a request comes from (network.ts), or null where it cannot be known. `hops`: so many proxies of ours stand
 * before us, and each has added the address that it saw to the end of X-Forwarded-For; what stands before those was
 * written by whoever asks and means nothing. With 0 the header is not looked at.
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
