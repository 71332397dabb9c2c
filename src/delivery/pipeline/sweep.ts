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

/** An attempt whose provider rests is looked at again after this. */
const OPEN_CIRCUIT_RECHECK_MS = 2 * 60_000;

export interface SweepReport {
  /** Claims given back: their worker died before it called the provider. */
  released: number;
  /** Attempts sent again under their old key, because the provider makes that safe. */
  replayed: number;
  /** Attempts whose deliveries now wait for a webhook or the operator. */
  uncertain: number;
}

/**
 * Settles what a crash left behind (rule 3). A claim without a call goes back to planned. A started attempt is
 * replayed with the same key where the provider deduplicates, the window is open, the bytes can be made again
 * exactly, and everybody in it may still be mailed; otherwise its deliveries become uncertain.
 */
export async function sweep(ctx: SendContext, pools: PoolCache = createPoolCache()): Promise<SweepReport> {
  const report: SweepReport = { released: 0, replayed: 0, uncertain: 0 };
  for (const attempt of await readAbandonedAttempts(ctx.db, ctx.clock.now())) {
    try {
      await sweepAttempt(ctx, pools, attempt, report);
    } catch (error) {
      // One attempt that cannot be settled now must not keep the others, or the day's deliveries, waiting.
      ctx.log.error(
        { attempt: attempt.id, reason: reasonOf(error) },
        'abandoned attempt could not be settled',
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
  // While an edition is paused nothing of it is sent, not even again.
  if (edition === 'paused') return 'left';
  if (await waitForProvider(ctx, attempt, now)) return 'left';
  if (!(await claimForReplay(ctx.db, attempt, new Date(now.getTime() + LEASE_MS), now))) return 'left';
  // Only whoever got it may be asked again: anybody else would send it a second time.
  const provider = findProvider(ctx, attempt.provider);
  if (!provider)
    return markUncertain(ctx, attempt, `it went to ${attempt.provider}, which is not in use now`);
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
      'the same bytes cannot be made again (a release or a change came in between)',
    );
  }
  if ((await waitForRateLimit(ctx, provider, 'edition', emails.length)) > 0) return 'left';
  // Again, so that nothing happens between the last look and the call: making the emails and the turn took their time, and
  // where the first call was lost on its way, this one is the one that emails people.
  const last = await checkReplay(ctx, provider.mailer, attempt);
  if (last !== 'clear') return last === 'held' ? 'left' : markUncertain(ctx, attempt, last.obstacle);
  const answers = await withLease(ctx, attempt.id, () =>
    callProvider(ctx, provider, emails, attempt.idempotencyKey),
  );
  // "Later" and "halted" answer this second call; what became of the first one is as unknown as before.
  const results = answers.map((result) =>
    result.outcome === 'deferred' || result.outcome === 'halted'
      ? { outcome: 'uncertain' as const, reason: `asked again: ${result.code}` }
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
 * Whether its provider is left alone at this moment, while there is time: each replay that comes to nothing would use one up. It is
 * looked at again soon, for an operator may end the rest.
 */
async function waitForProvider(ctx: SendContext, attempt: Attempt, now: Date): Promise<boolean> {
  const circuit = (await readCircuits(ctx.db)).get(attempt.provider);
  const provider = findProvider(ctx, attempt.provider);
  if (!provider || circuitReadiness(circuit, now) !== 'resting') return false;
  const until = now.getTime() + OPEN_CIRCUIT_RECHECK_MS;
  const windowEnds = (attempt.startedAt?.getTime() ?? 0) + provider.mailer.replayWindowMs;
  if (until >= windowEnds) return false;
  await extendLease(ctx.db, attempt.id, new Date(until));
  return true;
}

/** Whether the attempt may be replayed at this moment: `held` while its edition is paused, or the reason why it must never be. */
async function checkReplay(
  ctx: SendContext,
  mailer: Mailer,
  attempt: Attempt,
): Promise<'clear' | 'held' | { obstacle: string }> {
  // How often it was asked does not matter: an outage of hours, or workers that die, must cost nobody their email while asking is safe.
  const age = ctx.clock.now().getTime() - (attempt.startedAt?.getTime() ?? 0);
  if (age >= mailer.replayWindowMs)
    return { obstacle: `${attempt.provider} does not recognise it as the same any more` };
  return ctx.db.transaction().execute(async (trx) => {
    const edition = await readEditionState(trx, attempt.editionId);
    if (edition === 'paused') return 'held';
    if (edition === 'cancelled') return { obstacle: 'its edition was cancelled' };
    const ineligible = await findIneligible(trx, await readAttemptDeliveries(trx, attempt.id));
    return ineligible.size > 0 ? { obstacle: 'somebody in its batch may not be mailed any more' } : 'clear';
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
