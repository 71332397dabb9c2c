import { readEditionState } from '../../editions/edition-queries.ts';
import { createPoolCache, type PoolCache } from '../../editions/pool-cache.ts';
import { reasonOf } from '../../errors.ts';
import type { Mailer } from '../../ports.ts';
import { circuitReadiness } from '../providers/circuit-breaker.ts';
import { readCircuits } from '../providers/circuit-breaker-queries.ts';
import { findProvider } from '../providers/provider.ts';
import { callProvider, waitForRateLimit } from '../providers/provider-call.ts';
import {
  type Attempt,
  claimForReplay,
  extendLease,
  readAbandonedAttempts,
  releaseAttempt,
  settleAttempt,
} from './attempt-queries.ts';
import { findIneligible } from './claim.ts';
import { finishEditions, readAttemptDeliveries } from './delivery-queries.ts';
import { LEASE_MS, withLease } from './lease.ts';
import { renderAttempt, type SendContext } from './send.ts';
import { settleCall } from './settle.ts';

/** Delay before an attempt is checked again while its provider's circuit breaker is open. */
const OPEN_CIRCUIT_RECHECK_MS = 2 * 60_000;

export interface SweepReport {
  /** Claims released because their worker died before it called the provider. */
  released: number;
  /** Attempts sent again with their old key, which the provider deduplicates. */
  replayed: number;
  /** Attempts left uncertain: their deliveries wait for a webhook or an operator. */
  uncertain: number;
}

/**
 * Settles attempts that a crash left behind (rule 3). A claim without a call returns to planned. A started
 * attempt is replayed with the same key if the provider deduplicates, its window is open, the same bytes can
 * be rendered and all its recipients are still eligible; otherwise its deliveries become uncertain.
 */
export async function sweep(
  ctx: SendContext,
  pools: PoolCache = createPoolCache(ctx.taxonomy),
): Promise<SweepReport> {
  const report: SweepReport = { released: 0, replayed: 0, uncertain: 0 };
  for (const attempt of await readAbandonedAttempts(ctx.db, ctx.clock.now())) {
    try {
      await sweepAttempt(ctx, pools, attempt, report);
    } catch (error) {
      // One attempt that can't be settled must not block the others or the day's deliveries.
      ctx.log.error(
        { attempt: attempt.id, reason: reasonOf(error) },
        'could not settle an abandoned attempt',
      );
    }
  }
  await finishEditions(ctx.db, ctx.clock.now());
  if (report.released + report.replayed + report.uncertain > 0)
    ctx.log.warn(report, 'swept abandoned attempts');
  return report;
}

async function sweepAttempt(
  ctx: SendContext,
  pools: PoolCache,
  attempt: Attempt,
  report: SweepReport,
): Promise<void> {
  if (attempt.state === 'claimed') {
    const reason = 'its worker was lost before it called the provider';
    if (await releaseAttempt(ctx.db, attempt.id, reason, ctx.clock.now())) report.released += 1;
    return;
  }
  const outcome = await replayAttempt(ctx, pools, attempt);
  if (outcome === 'replayed') report.replayed += 1;
  if (outcome === 'uncertain') report.uncertain += 1;
}

async function replayAttempt(
  ctx: SendContext,
  pools: PoolCache,
  attempt: Attempt,
): Promise<'replayed' | 'uncertain' | 'left'> {
  const now = ctx.clock.now();
  const edition = await ctx.db.transaction().execute((trx) => readEditionState(trx, attempt.editionId));
  // Nothing of a paused edition is sent, replays included.
  if (edition === 'paused') return 'left';
  if (await waitForProvider(ctx, attempt, now)) return 'left';
  if (!(await claimForReplay(ctx.db, attempt, new Date(now.getTime() + LEASE_MS), now))) return 'left';
  // Only the provider that got the attempt deduplicates it; any other one would send it a second time.
  const provider = findProvider(ctx, attempt.provider);
  if (!provider)
    return markUncertain(
      ctx,
      attempt,
      `it was sent through ${attempt.provider}, which is no longer configured`,
    );
  const before = await checkReplay(ctx, provider.mailer, attempt);
  if (before !== 'clear') return before === 'held' ? 'left' : markUncertain(ctx, attempt, before.obstacle);
  const prepared = await renderAttempt(ctx, pools, provider.mailer, attempt);
  const emails = prepared.emails.map(({ email }) => email);
  if (
    prepared.failed.length + prepared.recompose.length > 0 ||
    provider.mailer.payloadHash(emails) !== attempt.payloadHash
  ) {
    return markUncertain(
      ctx,
      attempt,
      'the same bytes cannot be rendered again (after a release or a change of data)',
    );
  }
  if ((await waitForRateLimit(ctx, provider, 'edition', emails.length)) > 0) return 'left';
  // Checked again, so that the check is the last thing before the call: rendering and the rate limit took
  // time, and if the first call was lost on its way, this call is the one that sends the emails.
  const last = await checkReplay(ctx, provider.mailer, attempt);
  if (last !== 'clear') return last === 'held' ? 'left' : markUncertain(ctx, attempt, last.obstacle);
  const answers = await withLease(
    ctx,
    (until) => extendLease(ctx.db, attempt.id, until),
    () => callProvider(ctx, provider, emails, attempt.idempotencyKey),
  );
  // "Deferred" and "halted" describe this second call; the outcome of the first one is still unknown.
  const results = answers.map((result) =>
    result.outcome === 'deferred' || result.outcome === 'halted'
      ? { outcome: 'uncertain' as const, reason: `replayed: ${result.code}` }
      : result,
  );
  const report = await settleCall(ctx, provider, attempt.id, {
    emails: prepared.emails,
    results,
    answers,
    replays: attempt.replays + 1,
  });
  ctx.log.warn({ attempt: attempt.id, ...report }, 'attempt replayed');
  return 'replayed';
}

/**
 * Returns true, and extends the lease, while the provider's circuit breaker is open and the replay window
 * leaves time: a replay now would fail and double the next pause. The delay is short because an operator may
 * close the circuit.
 */
async function waitForProvider(ctx: SendContext, attempt: Attempt, now: Date): Promise<boolean> {
  const circuit = (await readCircuits(ctx.db)).get(attempt.provider);
  const provider = findProvider(ctx, attempt.provider);
  if (!provider || circuitReadiness(circuit, now) !== 'blocked') return false;
  const until = now.getTime() + OPEN_CIRCUIT_RECHECK_MS;
  const windowEnds = (attempt.startedAt?.getTime() ?? 0) + provider.mailer.replayWindowMs;
  if (until >= windowEnds) return false;
  await extendLease(ctx.db, attempt.id, new Date(until));
  return true;
}

/**
 * Checks that the attempt may be replayed now: `held` while its edition is paused, or the obstacle that rules
 * it out for good.
 */
async function checkReplay(
  ctx: SendContext,
  mailer: Mailer,
  attempt: Attempt,
): Promise<'clear' | 'held' | { obstacle: string }> {
  // The number of replays is not limited: an outage of hours, or dying workers, must not cost a subscriber
  // the email while a replay is safe.
  const age = ctx.clock.now().getTime() - (attempt.startedAt?.getTime() ?? 0);
  if (age >= mailer.replayWindowMs) return { obstacle: `the replay window of ${attempt.provider} is over` };
  return ctx.db.transaction().execute(async (trx) => {
    const edition = await readEditionState(trx, attempt.editionId);
    if (edition === 'paused') return 'held';
    if (edition === 'cancelled') return { obstacle: 'its edition was canceled' };
    const ineligible = await findIneligible(trx, await readAttemptDeliveries(trx, attempt.id));
    return ineligible.size > 0 ? { obstacle: 'a recipient in its batch is no longer eligible' } : 'clear';
  });
}

async function markUncertain(ctx: SendContext, attempt: Attempt, reason: string): Promise<'uncertain'> {
  const now = ctx.clock.now();
  await ctx.db.transaction().execute(async (trx) => {
    const deliveries = await readAttemptDeliveries(trx, attempt.id);
    const outcomes = deliveries.map(({ id }) => ({
      deliveryId: id,
      state: 'uncertain' as const,
      outcome: 'uncertain',
      reason,
      providerId: null,
      dueAt: null,
      countsAsAttempt: true,
      maxBatchSize: null,
    }));
    await settleAttempt(trx, attempt.id, attempt.replays + 1, outcomes, now);
  });
  ctx.log.error({ attempt: attempt.id, reason }, 'attempt is uncertain');
  return 'uncertain';
}
