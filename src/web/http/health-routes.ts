import { Hono } from 'hono';
import { pendingMigrations } from '../../db/migrate.ts';
import { pingDatabase } from '../../db/ping.ts';
import { reasonOf } from '../../errors.ts';
import type { WebContext } from './web-context.ts';

const CHECK_TIMEOUT_MS = 2_000;

type CheckResult = 'ok' | 'old' | 'failed' | 'no answer in 2 s';

/**
 * `/healthz` answers while this process runs. `/readyz` checks the database, queue and schema that it needs
 * to serve; its answer names no cause, because strangers can read it. Causes are in the log.
 */
export function healthRoutes(ctx: WebContext): Hono {
  const checks = {
    database: async (): Promise<CheckResult> => {
      await pingDatabase(ctx.db);
      return 'ok';
    },
    queue: async (): Promise<CheckResult> => {
      await ctx.queue.ping();
      return 'ok';
    },
    schema: async (): Promise<CheckResult> => ((await pendingMigrations(ctx.db)).length === 0 ? 'ok' : 'old'),
  };
  const run = async (name: string, check: () => Promise<CheckResult>): Promise<CheckResult> => {
    try {
      return await withTimeout(CHECK_TIMEOUT_MS, check());
    } catch (error) {
      ctx.log.warn({ check: name, reason: reasonOf(error) }, 'not ready');
      return 'failed';
    }
  };
  return new Hono()
    .get('/healthz', (c) => c.text('ok'))
    .get('/readyz', async (c) => {
      const results = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await run(name, check)] as const),
      );
      const ready = results.every(([, result]) => result === 'ok');
      c.header('Cache-Control', 'no-store');
      return c.json({ ready, checks: Object.fromEntries(results) }, ready ? 200 : 503);
    });
}

/** Uses the machine's timer, not the context's clock: it bounds a caller's wait, not a time of the domain. */
async function withTimeout(milliseconds: number, check: Promise<CheckResult>): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(resolve, milliseconds, 'no answer in 2 s');
  });
  try {
    return await Promise.race([check, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
