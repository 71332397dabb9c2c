import type { Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { moveEdition, readEditionState } from '../../editions/edition-queries.ts';
import { reasonOf } from '../../errors.ts';
import type { OutgoingEmail, Provider, SendResult } from '../../ports.ts';
import { insertSuppression } from '../../suppression/suppression-queries.ts';
import { describeResult } from '../providers/describe-result.ts';
import { type Availability, recordOutcome } from '../providers/record-outcome.ts';
import { type DeliveryOutcome, extendLease, settleAttempt } from './attempt-queries.ts';
import { type Delivery, skipDeliveries } from './delivery-queries.ts';
import { raisePausedAlert } from './paused-alert.ts';

/** What became of a batch. `pending`: nobody knows yet, and the sweep will ask again. */
export interface SendReport {
  accepted: number;
  failed: number;
  deferred: number;
  uncertain: number;
  excluded: number;
  pending: number;
  /** Given back unsent, because its turn within the provider's rate did not come. */
  released: number;
  /** Set when the account is at fault: the provider rests, and with no other one left the edition was paused. */
  halted: string | null;
}

/** A provider that keeps asking us to wait does so this often for one delivery; then it has failed. */
const MAX_ATTEMPTS = 12;
/** Before an attempt whose outcome is unknown is asked for again, where that is safe; doubled each time up to the longest. */
const REPLAY_PAUSE_MS = 30_000;
const MAX_REPLAY_PAUSE_MS = 15 * 60_000;

/** A delivery with its email. */
export interface PreparedEmail {
  delivery: Delivery;
  email: OutgoingEmail;
}

/** What a call brought. */
export interface CallResult {
  emails: readonly PreparedEmail[];
  /** One an email, as it is to be written down. */
  results: readonly SendResult[];
  /** What the provider said now; on a replay that may be another thing than what became of the first call. */
  answers: readonly SendResult[];
  /** How often it had been asked again. */
  replays: number;
}

/** Writes down what the provider said. Where it is unknown and a replay is safe, the attempt stays open for the sweep. */
export async function settleCall(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'providers'>,
  provider: Provider,
  attemptId: string,
  call: CallResult,
): Promise<SendReport> {
  const now = ctx.clock.now();
  const { emails, results, answers, replays } = call;
  if (canReplay(provider, results)) {
    await ctx.db.transaction().execute((trx) => recordOutcome(ctx, trx, provider, answers));
    const pauseMs = Math.min(REPLAY_PAUSE_MS * 2 ** replays, MAX_REPLAY_PAUSE_MS);
    await extendLease(ctx.db, attemptId, new Date(now.getTime() + pauseMs));
    ctx.log.warn({ attempt: attemptId, replays }, 'outcome unknown, will be asked again');
    return { ...emptyReport(), pending: emails.length };
  }
  const report = emptyReport();
  for (const result of results) if (result.outcome === 'halted') report.halted ??= describeResult(result);
  const settled = await withRetry(ctx, async (trx) => {
    const editionId = emails[0]?.delivery.editionId ?? '';
    // The edition before the provider, and that before the deliveries: the order in which an operator's verbs lock them.
    const mayReschedule = results.some(({ outcome }) => outcome === 'deferred' || outcome === 'halted');
    const edition = mayReschedule ? await readEditionState(trx, editionId, report.halted !== null) : 'open';
    const availability = await recordOutcome(ctx, trx, provider, answers);
    const outcomes = emails.map(({ delivery }, index) =>
      toOutcome(delivery, results[index] ?? NO_RESULT, {
        availability,
        batchSize: emails.length,
        now,
      }),
    );
    if (!(await settleAttempt(trx, attemptId, replays, outcomes, now))) return null;
    const rescheduled = outcomes
      .filter(({ state }) => state === 'planned')
      .map(({ deliveryId }) => deliveryId);
    if (edition === 'cancelled') await skipDeliveries(trx, rescheduled, 'cancelled', now);
    const paused = report.halted !== null && availability.noneLeft;
    if (paused && (await moveEdition(trx, editionId, ['open'], 'paused', report.halted)))
      await raisePausedAlert(ctx, trx, editionId, report.halted ?? '');
    await suppressRefused(trx, provider, emails, results, now);
    return { outcomes, paused: paused ? editionId : null };
  });
  if (settled === null) {
    // We were given up for dead, and somebody else has asked again: their answer counts.
    ctx.log.warn({ attempt: attemptId }, 'outcome came too late');
    return { ...emptyReport(), pending: emails.length };
  }
  if (settled.paused !== null) {
    ctx.log.error(
      { edition: settled.paused, reason: report.halted },
      'edition paused: no provider takes our mail',
    );
  }
  for (const outcome of settled.outcomes)
    report[outcome.state === 'planned' ? 'deferred' : outcome.state] += 1;
  return report;
}

/** A database that restarts is away for seconds; a circle of waiting ends with one who gives way. */
const WRITE_PAUSES_MS = [200, 1_000, 3_000, 10_000] as const;

/**
 * What a provider said is known to this process alone until it is written down, and over SMTP nobody can be asked again: so one
 * transaction that fails is no reason to forget it. Safe to repeat, because only the holder of the attempt may settle it.
 */
async function withRetry<T>(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  work: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  for (const pauseMs of WRITE_PAUSES_MS) {
    try {
      return await ctx.db.transaction().execute(work);
    } catch (error) {
      ctx.log.warn({ reason: reasonOf(error), pauseMs }, 'outcome could not be written down, trying again');
      await ctx.clock.sleep(pauseMs);
    }
  }
  return ctx.db.transaction().execute(work);
}

const NO_RESULT: SendResult = { outcome: 'uncertain', reason: 'the provider gave no result for it' };

/** Only where the provider deduplicates, and not where it holds other bytes under this key. The sweep knows when the time is over. */
function canReplay({ mailer }: Provider, results: readonly SendResult[]): boolean {
  const unknown = results.filter((result) => result.outcome === 'uncertain');
  if (unknown.length === 0 || mailer.replayWindowMs === 0) return false;
  return unknown.every((result) => result.about !== 'key');
}

async function suppressRefused(
  trx: Transaction<Database>,
  provider: Provider,
  emails: readonly PreparedEmail[],
  results: readonly SendResult[],
  now: Date,
): Promise<void> {
  for (const [index, { delivery }] of emails.entries()) {
    const result = results[index];
    if (result?.outcome !== 'refused' || result.about !== 'address' || delivery.address === null) continue;
    const source = `${provider.name} ${result.code}`;
    await insertSuppression(trx, { address: delivery.address, reason: 'address-refused', source, now });
  }
}

/** What an outcome depends on beside what the provider said. */
interface SettleContext {
  availability: Availability;
  /** Emails in the batch. */
  batchSize: number;
  now: Date;
}

function toOutcome(delivery: Delivery, result: SendResult, around: SettleContext): DeliveryOutcome {
  switch (result.outcome) {
    case 'accepted':
      return { ...deliveryOutcome(delivery.id, 'accepted', 'accepted', null), providerId: result.providerId };
    case 'refused':
      return deliveryOutcome(delivery.id, 'failed', 'refused', describeResult(result));
    case 'deferred':
      return deferredOutcome(delivery, result, around);
    case 'halted': {
      const reason = describeResult(result);
      return { ...deliveryOutcome(delivery.id, 'planned', 'halted', reason), countsAsAttempt: false };
    }
    case 'uncertain':
      return deliveryOutcome(delivery.id, 'uncertain', 'uncertain', result.reason);
  }
}

function deferredOutcome(
  delivery: Delivery,
  result: Extract<SendResult, { outcome: 'deferred' }>,
  { availability, batchSize, now }: SettleContext,
): DeliveryOutcome {
  const reason = describeResult(result);
  if (result.about === 'batch') {
    const halved = { countsAsAttempt: false, maxBatchSize: Math.max(1, Math.floor(batchSize / 2)) };
    return { ...deliveryOutcome(delivery.id, 'planned', 'deferred', reason), ...halved };
  }
  // An email at which a server breaks off, while it takes the others, is at fault itself.
  const counted = (result.about ?? 'mail') === 'mail' || (result.about === 'service' && availability.served);
  if (counted && delivery.attempts >= MAX_ATTEMPTS)
    return deliveryOutcome(delivery.id, 'failed', 'deferred', reason);
  const later = new Date(now.getTime() + Math.max(result.retryAfterMs, 1_000));
  // What this provider cannot take now another one may take at once.
  const dueAt = !counted && availability.elsewhere ? null : later;
  return { ...deliveryOutcome(delivery.id, 'planned', 'deferred', reason), dueAt, countsAsAttempt: counted };
}

/** An outcome that counts as a try. */
export function deliveryOutcome(
  deliveryId: string,
  state: DeliveryOutcome['state'],
  outcome: string,
  reason: string | null,
): DeliveryOutcome {
  return {
    deliveryId,
    state,
    outcome,
    reason: reason?.slice(0, 500) ?? null,
    providerId: null,
    dueAt: null,
    countsAsAttempt: true,
    maxBatchSize: null,
  };
}

/** A report of nothing yet. */
export function emptyReport(): SendReport {
  return {
    accepted: 0,
    failed: 0,
    deferred: 0,
    uncertain: 0,
    excluded: 0,
    pending: 0,
    released: 0,
    halted: null,
  };
}
