import { createPoolCache, type PoolCache } from '../../editions/pool-cache.ts';
import type { Attributes, Tracing } from '../../tracing.ts';
import { claimBatch } from './claim.ts';
import { finishEditions } from './delivery-queries.ts';
import { type SendContext, sendAttempt } from './send.ts';
import type { SendReport } from './settle.ts';

export interface DeliverInput {
  /** Only the editions of this day, YYYY-MM-DD; all open ones when absent. */
  day?: string;
  /** Checked between batches: a batch that has begun is let finish. */
  signal?: AbortSignal;
}

export interface DeliverReport extends Omit<SendReport, 'halted'> {
  batches: number;
  finished: string[];
}

/**
 * Sends every delivery that is due, batch by batch, and closes the editions that are done. Any number of workers may
 * do this at once; a repeat finds nothing to do. While every provider rests nothing is claimed. What a provider defers goes back to planned with a later
 * time and is not waited for here: the next send slot takes it up.
 */
export async function deliver(
  ctx: SendContext,
  input: DeliverInput,
  pools: PoolCache = createPoolCache(),
): Promise<DeliverReport> {
  const report: DeliverReport = {
    batches: 0,
    accepted: 0,
    failed: 0,
    deferred: 0,
    uncertain: 0,
    excluded: 0,
    pending: 0,
    released: 0,
    finished: [],
  };
  // Whatever the provider puts off during this run is due later than its start, and left to the next slot.
  const dueBy = ctx.clock.now();
  for (;;) {
    input.signal?.throwIfAborted();
    const claim = await claimBatch(ctx, pools, { day: input.day, dueBy });
    if (!claim) break;
    report.excluded += claim.excluded;
    if (claim.attemptId === null) continue;
    const attempt = { ...claim, id: claim.attemptId };
    const sent = await traceBatch(ctx.tracing, { ...claim, attemptId: attempt.id }, () =>
      sendAttempt(ctx, pools, attempt),
    );
    report.batches += 1;
    for (const key of [
      'accepted',
      'failed',
      'deferred',
      'uncertain',
      'excluded',
      'pending',
      'released',
    ] as const) {
      report[key] += sent[key];
    }
    ctx.log.info({ edition: claim.editionId, attempt: claim.attemptId, ...sent }, 'batch sent');
    // The provider's rate is used up for longer than a worker waits: the next slot goes on.
    if (sent.released > 0) break;
  }
  report.finished = await finishEditions(ctx.db, ctx.clock.now());
  return report;
}

/** Runs the sending of a claimed batch in a span that ends with its counts. */
function traceBatch(
  tracing: Tracing,
  batch: { editionId: string; attemptId: string; provider: string },
  send: () => Promise<SendReport>,
): Promise<SendReport> {
  const attributes = {
    'paperboy.edition': batch.editionId,
    'paperboy.attempt': batch.attemptId,
    'paperboy.provider': batch.provider,
  };
  return tracing.span({ name: 'send batch', kind: 'internal', attributes }, async (span) => {
    const { halted, ...counts } = await send();
    const named = Object.entries(counts).map(([what, count]) => [`paperboy.${what}`, count]);
    span.setAttributes(Object.fromEntries(named) as Attributes);
    if (halted !== null) span.markFailed('halted');
    return { ...counts, halted };
  });
}
