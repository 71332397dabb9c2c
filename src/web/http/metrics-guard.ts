import type { Context, MiddlewareHandler } from 'hono';
import { z } from 'zod';
import type { Env } from '../../../config/env.ts';
import { constantTimeEquals } from '../../accounts/session.ts';

type GuardEnv = Pick<Env, 'METRICS_TOKEN' | 'NODE_ENV' | 'TRUST_PROXY'>;

/**
 * Guards METRICS_PORT, which is bound to this machine unless there is a token: with METRICS_TOKEN it asks for
 * it.
 */
export function tokenGuard(token: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    const received = /^Bearer (\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? '';
    if (token === undefined || constantTimeEquals(received, token)) return next();
    c.header('WWW-Authenticate', 'Bearer');
    return c.text('Send METRICS_TOKEN as a bearer token.', 401);
  };
}

/** The connection, as the Node server passes it on; absent where a test calls the app directly. */
const connection = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });

/**
 * Guards `/metrics` on the port of the pages. With METRICS_TOKEN it asks for it. Without one it answers 404
 * in production, because behind a proxy every client comes from this machine, and elsewhere to all but direct
 * requests from this machine.
 */
export function metricsGuard(env: GuardEnv): MiddlewareHandler {
  if (env.METRICS_TOKEN !== undefined) return tokenGuard(env.METRICS_TOKEN);
  const open = env.NODE_ENV !== 'production' && env.TRUST_PROXY === 0;
  return async (c, next) => (open && isLocal(c) ? next() : c.notFound());
}

function isLocal(c: Context): boolean {
  const forwarded = ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'Via'].some(
    (name) => c.req.header(name) !== undefined,
  );
  const reading = connection.safeParse(c.env);
  const peer = reading.success ? reading.data.incoming.socket.remoteAddress : '';
  return !forwarded && /^(?:::ffff:)?127\.|^::1$/.test(peer);
}
