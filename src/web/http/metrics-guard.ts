import type { Context, MiddlewareHandler } from 'hono';
import { z } from 'zod';
import type { Env } from '../../../config/env.ts';
import { constantTimeEquals } from '../../accounts/session.ts';

type GuardEnv = Pick<Env, 'METRICS_TOKEN' | 'NODE_ENV' | 'TRUST_PROXY'>;

/** Who may read the numbers on METRICS_PORT, which is bound to this machine unless there is a token: whoever has it, or everybody. */
export function tokenGuard(token: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    const given = /^Bearer (\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? '';
    if (token === undefined || constantTimeEquals(given, token)) return next();
    c.header('WWW-Authenticate', 'Bearer');
    return c.text('METRICS_TOKEN is wanted as a bearer token.', 401);
  };
}

/** What the Node server leaves of the connection; a test that asks the app itself has none. */
const connection = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });

/**
 * Who may read the numbers on the port of the pages. With METRICS_TOKEN whoever has it. Without: nobody in production, because behind a
 * proxy everybody comes from this machine; elsewhere this machine, unless the request was handed on. To all others there is no such page.
 */
export function metricsGuard(env: GuardEnv): MiddlewareHandler {
  if (env.METRICS_TOKEN !== undefined) return tokenGuard(env.METRICS_TOKEN);
  const open = env.NODE_ENV !== 'production' && env.TRUST_PROXY === 0;
  return async (c, next) => (open && isLocal(c) ? next() : c.notFound());
}

function isLocal(c: Context): boolean {
  const handedOn = ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'Via'].some(
    (name) => c.req.header(name) !== undefined,
  );
  const reading = connection.safeParse(c.env);
  const peer = reading.success ? reading.data.incoming.socket.remoteAddress : '';
  return !handedOn && /^(?:::ffff:)?127\.|^::1$/.test(peer);
}
