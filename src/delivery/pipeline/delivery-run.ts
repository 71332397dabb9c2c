import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import { reasonOf } from '../../errors.ts';
import type { ConnectionScope } from '../../ports.ts';
import { createSemaphore, type Semaphore } from '../../semaphore.ts';
import { extendConnections, freeConnections } from '../providers/connection-queries.ts';
import { extendLeases } from './attempt-queries.ts';
import { withLease } from './lease.ts';

/** Attempts started at once, each half a window: one is in flight while the other is settled or started. */
const STARTED_ATTEMPTS = 2;

/** One run of `deliver`, with the attempts and connections that it leases. */
export interface DeliveryRun {
  id: string;
  /** Ids of its attempts that are claimed or being sent. */
  attempts: Set<string>;
  /** Its connections to providers, which stay open until the run ends. */
  connections: ConnectionScope;
  /** Attempts between their start and their outcome: what a crash leaves uncertain. */
  started: Semaphore;
  /** No attempt is started after it aborts; those that are started get their outcome. */
  signal: AbortSignal | undefined;
}

/**
 * Runs `action` as one run: renews the leases of its attempts and connections, and at the end closes the
 * connections and frees them for other processes.
 */
export async function withDeliveryRun<Result>(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  signal: AbortSignal | undefined,
  action: (run: DeliveryRun) => Promise<Result>,
): Promise<Result> {
  const open: (() => void)[] = [];
  const run: DeliveryRun = {
    id: randomUUID(),
    attempts: new Set(),
    connections: { onClose: (close) => void open.push(close) },
    started: createSemaphore(STARTED_ATTEMPTS),
    signal,
  };
  const extend = async (leasedUntil: Date) => {
    await extendLeases(ctx.db, [...run.attempts], leasedUntil);
    await extendConnections(ctx.db, run.id, leasedUntil);
  };
  try {
    return await withLease(ctx, extend, () => action(run));
  } finally {
    for (const close of open) close();
    await freeConnections(ctx.db, run.id).catch((error: unknown) =>
      // Their lease ends by itself.
      ctx.log.warn({ run: run.id, reason: reasonOf(error) }, 'could not free the connections of a run'),
    );
  }
}
