import { readEditionState } from '../../editions/edition-queries.ts';
import { createPoolCache, type PoolCache } from '../../editions/pool-cache.ts';
import { reasonOf } from '../../errors.ts';
import type { Mailer } from '../../ports.ts';
import { readinessOf } from '../providers/circuit-breaker.ts';
import { readCircuits } from '../providers/circuit-breaker-queries.ts';
import { providerOf } from '../providers/provider.ts';
import { callProvider, waitForTurn } from '../providers/provider-call.ts';
import {
  type Attempt,
  extendLease,
  readAbandoned,
  releaseAttempt,
  settleAttempt,
  takeForReplay,
} from './attempt-queries.ts';
import { findIneligible } from './claim.ts';
import { finishEditions, readAttemptDeliveries } from './delivery-queries.ts';
import { LEASE_MS, whileLeased } from './lease.ts';
import { prepare, type SendContext } from './send.ts';
import { settle } from './settle.ts';

/** An attempt whose provider rests is looked at again after this. */
const REST_LOOK_MS = 2 * 60_000;

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
  for (const attempt of await readAbandoned(ctx.db, ctx.clock.now())) {
    try {
      await settleAbandoned(ctx, pools, attempt, report);
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

async function settleAbandoned(
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
  const outcome = await replay(ctx, pools, attempt);
  if (outcome === 'replayed') report.replayed += 1;
  if (outcome === 'uncertain') report.uncertain += 1;
}

async function replay(
  ctx: SendContext,
  pools: PoolCache,
  attempt: Attempt,
): Promise<'replayed' | 'uncertain' | 'left'> {
  const now = ctx.clock.now();
  const edition = await ctx.db.transaction().execute((trx) => readEditionState(trx, attempt.editionId));
  // While an edition is paused nothing of it is sent, not even again.
  if (edition === 'paused') return 'left';
  if (await rests(ctx, attempt, now)) return 'left';
  if (!(await takeForReplay(ctx.db, attempt, new Date(now.getTime() + LEASE_MS), now))) return 'left';
  // Only whoever got it may be asked again: anybody else would send it a second time.
  const provider = providerOf(ctx, attempt.provider);
  if (!provider) return giveUp(ctx, attempt, `it went to ${attempt.provider}, which is not in use now`);
  const before = await look(ctx, provider.mailer, attempt);
  if (before !== 'clear') return before === 'held' ? 'left' : giveUp(ctx, attempt, before.obstacle);
  const prepared = await prepare(ctx, pools, provider.mailer, attempt);
  const mails = prepared.mails.map(({ mail }) => mail);
  if (
    prepared.broken.length + prepared.spoilt.length > 0 ||
    provider.mailer.payloadHash(mails) !== attempt.payloadHash
  ) {
    return giveUp(
      ctx,
      attempt,
      'the same bytes cannot be made again (a release or a change came in between)',
    );
  }
  if ((await waitForTurn(ctx, provider, 'edition', mails.length)) > 0) return 'left';
  // Again, so that nothing happens between the last look and the call: making the mails and the turn took their time, and
  // where the first call was lost on its way, this one is the one that mails people.
  const last = await look(ctx, provider.mailer, attempt);
  if (last !== 'clear') return last === 'held' ? 'left' : giveUp(ctx, attempt, last.obstacle);
  const answers = await whileLeased(ctx, attempt.id, () =>
    callProvider(ctx, provider, mails, attempt.idempotencyKey),
  );
  // "Later" and "halted" answer this second call; what became of the first one is as unknown as before.
  const results = answers.map((result) =>
    result.outcome === 'deferred' || result.outcome === 'halted'
      ? { outcome: 'uncertain' as const, reason: `asked again: ${result.code}` }
      : result,
  );
  const report = await settle(ctx, provider, attempt.id, {
    mails: prepared.mails,
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
async function rests(ctx: SendContext, attempt: Attempt, now: Date): Promise<boolean> {
  const circuit = (await readCircuits(ctx.db)).get(attempt.provider);
  const provider = providerOf(ctx, attempt.provider);
  if (!provider || readinessOf(circuit, now) !== 'resting') return false;
  const until = now.getTime() + REST_LOOK_MS;
  const windowEnds = (attempt.startedAt?.getTime() ?? 0) + provider.mailer.replayWindowMs;
  if (until >= windowEnds) return false;
  await extendLease(ctx.db, attempt.id, new Date(until));
  return true;
}

/** Whether the attempt may be replayed at this moment: `held` while its edition is paused, or the reason why it must never be. */
async function look(
  ctx: SendContext,
  mailer: Mailer,
  attempt: Attempt,
): Promise<'clear' | 'held' | { obstacle: string }> {
  // How often it was asked does not matter: an outage of hours, or workers that die, must cost nobody their mail while asking is safe.
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

async function giveUp(ctx: SendContext, attempt: Attempt, reason: string): Promise<'uncertain'> {
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
      counted: true,
      mostTogether: null,
    }));
    await settleAttempt(trx, attempt.id, attempt.replays + 1, outcomes, now);
  });
  ctx.log.error({ attempt: attempt.id, reason }, 'attempt is uncertain');
  return 'uncertain';
}
