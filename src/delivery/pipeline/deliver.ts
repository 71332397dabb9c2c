import { createPoolCache, type PoolCache } from '../../editions/pool-cache.ts';
import { reasonOf } from '../../errors.ts';
import type { Attributes, Tracing } from '../../tracing.ts';
import { hasOverlap } from '../providers/provider.ts';
import { releaseAttempt } from './attempt-queries.ts';
import { sendAttempts } from './attempt-queue.ts';
import { type ClaimedAttempt, claimBatches } from './claim.ts';
import { finishEditions } from './delivery-queries.ts';
import { withDeliveryRun } from './delivery-run.ts';
import { type SendContext, sendAttempt } from './send.ts';
import { emptyReport, type SendReport } from './settle.ts';

export interface DeliverInput {
  /** Only the editions of this day, YYYY-MM-DD; all open ones if absent. */
  day?: string;
  /** Checked between batches: a batch that has begun is always finished. */
  signal?: AbortSignal;
  /** Claims no more after so many deliveries; all that are due if absent. */
  limit?: number;
}

export interface DeliverReport extends Omit<SendReport, 'halted'> {
  batches: number;
  finished: string[];
  /** True if it stopped at its limit, so that more may be due. */
  reachedLimit: boolean;
}

/**
 * Sends every due delivery, batch by batch, and finishes the editions that are done. Any number of workers
 * may run it at once; a repeat finds nothing to do. Nothing is claimed while the circuit breaker of every
 * provider is open. Deferred deliveries return to planned with a later due time and are left to a later send
 * slot. Connections to a provider stay open until the end; its batches overlap, so that they are never idle.
 */
export async function deliver(
  ctx: SendContext,
  input: DeliverInput,
  pools: PoolCache = createPoolCache(ctx.taxonomy),
): Promise<DeliverReport> {
  const report: DeliverReport = { ...countsOf(emptyReport()), batches: 0, finished: [], reachedLimit: false };
  // Deliveries deferred during this run are due after its start, so a later slot sends them.
  const dueBy = ctx.clock.now();
  let handled = 0;
  let exhausted = false;
  await withDeliveryRun(ctx, input.signal, (run) =>
    sendAttempts(
      {
        async claim(ahead) {
          input.signal?.throwIfAborted();
          if (input.limit !== undefined && handled >= input.limit) {
            report.reachedLimit = true;
            return null;
          }
          const claim = await claimBatches(ctx, pools, { day: input.day, dueBy, runId: run.id, ahead });
          report.excluded += claim?.excluded ?? 0;
          handled += (claim?.claimed ?? 0) + (claim?.excluded ?? 0) + (claim?.postponed ?? 0);
          for (const { id } of claim?.attempts ?? []) run.attempts.add(id);
          return claim;
        },
        overlaps: (name) => ctx.providers.some((each) => each.name === name && hasOverlap(each)),
        async send(attempt) {
          const sent = await traceBatch(ctx.tracing, attempt, () => sendAttempt(ctx, pools, attempt, run));
          run.attempts.delete(attempt.id);
          addCounts(report, sent);
          ctx.log.info({ edition: attempt.editionId, attempt: attempt.id, ...sent }, 'batch sent');
          // The provider's rate limit is exhausted for longer than a worker waits; the next slot continues.
          if (sent.released > 0) exhausted = true;
          return sent.released === 0;
        },
      },
      (attempts) => releaseUnsent(ctx, attempts),
    ),
  );
  report.reachedLimit &&= !exhausted;
  report.finished = await finishEditions(ctx.db, ctx.clock.now());
  return report;
}

/** Releases attempts that the run ends before; a failure leaves them to the sweep. */
async function releaseUnsent(ctx: SendContext, attempts: readonly ClaimedAttempt[]): Promise<void> {
  for (const { id } of attempts) {
    const released = releaseAttempt(ctx.db, id, 'the run ended before its turn', ctx.clock.now());
    await released.catch((error: unknown) =>
      ctx.log.warn({ attempt: id, reason: reasonOf(error) }, 'could not release an attempt'),
    );
  }
}

function countsOf({ halted: _, ...counts }: SendReport): Omit<SendReport, 'halted'> {
  return counts;
}

function addCounts(report: DeliverReport, sent: SendReport): void {
  report.batches += 1;
  report.accepted += sent.accepted;
  report.failed += sent.failed;
  report.deferred += sent.deferred;
  report.uncertain += sent.uncertain;
  report.excluded += sent.excluded;
  report.pending += sent.pending;
  report.released += sent.released;
}

/** Sends a claimed batch in a span that ends with its counts. */
function traceBatch(
  tracing: Tracing,
  batch: ClaimedAttempt,
  send: () => Promise<SendReport>,
): Promise<SendReport> {
  const attributes = {
    'paperboy.edition': batch.editionId,
    'paperboy.attempt': batch.id,
    'paperboy.provider': batch.provider,
  };
  return tracing.span({ name: 'send batch', kind: 'internal', attributes }, async (span) => {
    const sent = await send();
    const named = Object.entries(countsOf(sent)).map(([outcome, count]) => [`paperboy.${outcome}`, count]);
    span.setAttributes(Object.fromEntries(named) as Attributes);
    if (sent.halted !== null) span.markFailed('halted');
    return sent;
  });
}
