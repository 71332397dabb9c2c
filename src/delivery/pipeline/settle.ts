import type { Transaction } from 'kysely';
import { MASS_REFUSAL } from '../../../config/providers.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { moveEdition, readEditionState } from '../../editions/edition-queries.ts';
import { reasonOf } from '../../errors.ts';
import type { OutgoingEmail, Provider, SendResult } from '../../ports.ts';
import { describeResult } from '../providers/describe-result.ts';
import { applyVerdict, countRefusedAttempts, readVerdict } from '../providers/mass-refusal-queries.ts';
import { type Availability, recordOutcome } from '../providers/record-outcome.ts';
import { type DeliveryOutcome, extendLease, readAttemptStart, settleAttempt } from './attempt-queries.ts';
import { type Delivery, skipDeliveries } from './delivery-queries.ts';
import { raisePausedAlert } from './paused-alert.ts';

/** Counts of a batch by outcome. `pending`: outcome unknown, the sweep will replay the attempt. */
export interface SendReport {
  accepted: number;
  failed: number;
  deferred: number;
  uncertain: number;
  excluded: number;
  pending: number;
  /** Released unsent because the rate limit allowed no call in time. */
  released: number;
  /**
   * Set if the provider refused our account. Its circuit breaker opens; if no other provider is left, the
   * edition is paused.
   */
  halted: string | null;
}

/** Attempts that count for one delivery before a deferral becomes a failure. */
const MAX_ATTEMPTS = 12;
/** Delay before the first replay of an unknown outcome, where that is safe. Doubles up to the maximum. */
const REPLAY_PAUSE_MS = 30_000;
const MAX_REPLAY_PAUSE_MS = 15 * 60_000;

/** A delivery with its rendered email. */
export interface PreparedEmail {
  delivery: Delivery;
  email: OutgoingEmail;
}

/** Result of one provider call. */
export interface CallResult {
  emails: readonly PreparedEmail[];
  /** One per email, as it will be stored. */
  results: readonly SendResult[];
  /**
   * The provider's answers to this call; after a replay they can differ from the outcome of the first call.
   */
  answers: readonly SendResult[];
  /** Number of replays so far, this call included; 0 for the first call. */
  replays: number;
}

/**
 * Records the results of a call. If an unknown outcome can be replayed, the attempt stays open for the sweep.
 */
export async function settleCall(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'providers'>,
  provider: Provider,
  attemptId: string,
  answered: CallResult,
): Promise<SendReport> {
  const now = ctx.clock.now();
  const call = withoutContradictedAnswers(answered);
  const { emails, results, answers, replays } = call;
  if (canReplay(provider, results)) {
    await ctx.db.transaction().execute((trx) => recordOutcome(ctx, trx, provider, answers));
    const pauseMs = Math.min(REPLAY_PAUSE_MS * 2 ** replays, MAX_REPLAY_PAUSE_MS);
    await extendLease(ctx.db, attemptId, new Date(now.getTime() + pauseMs));
    ctx.log.warn({ attempt: attemptId, replays }, 'outcome unknown, will be replayed');
    return { ...emptyReport(), pending: emails.length };
  }
  const settled = await withRetry(ctx, (trx) => settleWithin(ctx, trx, provider, attemptId, call));
  if (settled === null) {
    // Our lease ran out and another worker replayed the attempt: its outcome counts.
    ctx.log.warn({ attempt: attemptId }, 'outcome arrived after another worker replayed the attempt');
    return { ...emptyReport(), pending: emails.length };
  }
  const report: SendReport = { ...emptyReport(), halted: settled.halted };
  if (settled.paused !== null) {
    ctx.log.error(
      { edition: settled.paused, reason: report.halted },
      'edition paused: every provider rejects our account',
    );
  }
  for (const outcome of settled.outcomes)
    report[outcome.state === 'planned' ? 'deferred' : outcome.state] += 1;
  return report;
}

/** Result of a settled call. `paused` is the edition that it paused, if any. */
interface SettledCall {
  outcomes: DeliveryOutcome[];
  halted: string | null;
  paused: string | null;
}

async function settleWithin(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'providers'>,
  trx: Transaction<Database>,
  provider: Provider,
  attemptId: string,
  call: CallResult,
): Promise<SettledCall | null> {
  const now = ctx.clock.now();
  const { emails } = call;
  const editionId = emails[0]?.delivery.editionId ?? '';
  // Lock order: edition, provider, deliveries, the same as in an operator's operations.
  const has = (...outcomes: SendResult['outcome'][]) =>
    call.results.some(({ outcome }) => outcomes.includes(outcome));
  const edition = has('deferred', 'halted', 'refused')
    ? await readEditionState(trx, editionId, has('halted', 'refused'))
    : 'open';
  const verdict = await readVerdict(trx, {
    provider: provider.name,
    kind: 'digest',
    emails: emails.map(({ delivery }) => ({ id: delivery.id, address: delivery.address })),
    results: call.results,
    calledAt: await readAttemptStart(trx, attemptId),
    now,
  });
  const { results } = verdict;
  const answers = call.answers.map((answer, index) =>
    results[index] === call.results[index] ? answer : (results[index] ?? answer),
  );
  const halted = results.find((result) => result.outcome === 'halted');
  const reason = halted ? describeResult(halted) : null;
  const availability = await recordOutcome(ctx, trx, provider, answers);
  const isHaltedRefusal = (index: number) =>
    results[index]?.outcome === 'halted' && call.results[index]?.outcome === 'refused';
  const refusedBefore = await countRefusedAttempts(
    trx,
    emails.filter((_, index) => isHaltedRefusal(index)).map(({ delivery }) => delivery.id),
  );
  const outcomes = emails.map(({ delivery }, index) => {
    const result = results[index] ?? NO_RESULT;
    const outcome = toOutcome(delivery, result, { availability, batchSize: emails.length, now });
    if (!isHaltedRefusal(index)) return outcome;
    const refusals = (refusedBefore.get(delivery.id) ?? 0) + 1;
    const state = refusals >= MASS_REFUSAL.digestRefusals ? ('failed' as const) : outcome.state;
    // Due again now, so that a probe takes the recipients that wait longer: these may really not exist.
    return { ...outcome, state, outcome: 'refused', dueAt: now };
  });
  if (!(await settleAttempt(trx, attemptId, call.replays, outcomes, now))) return null;
  const rescheduled = outcomes.filter(({ state }) => state === 'planned').map(({ deliveryId }) => deliveryId);
  if (edition === 'cancelled') await skipDeliveries(trx, rescheduled, 'cancelled', now);
  await applyVerdict(trx, provider.name, verdict, now);
  const paused = reason !== null && availability.noneLeft;
  if (paused && (await moveEdition(trx, editionId, ['open'], 'paused', reason)))
    await raisePausedAlert(ctx, trx, editionId, reason);
  return { outcomes, halted: reason, paused: paused ? editionId : null };
}

/** A database restart takes seconds; a deadlock ends when PostgreSQL aborts one of its transactions. */
const WRITE_PAUSES_MS = [200, 1_000, 3_000, 10_000] as const;

/**
 * Retries a transaction. Until it is stored, the provider's answer is known to this process alone, and over
 * SMTP it can't be asked for again, so one failed transaction must not lose it. Repeating is safe, because
 * only the holder of the attempt may settle it.
 */
async function withRetry<T>(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  work: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  for (const pauseMs of WRITE_PAUSES_MS) {
    try {
      return await ctx.db.transaction().execute(work);
    } catch (error) {
      ctx.log.warn({ reason: reasonOf(error), pauseMs }, 'could not store an outcome, retrying');
      await ctx.clock.sleep(pauseMs);
    }
  }
  return ctx.db.transaction().execute(work);
}

const NO_RESULT: SendResult = { outcome: 'uncertain', reason: 'the provider returned no result for it' };

/**
 * Other bytes under the key concern the whole call: it was not the one of before, so a refusal beside that
 * answer does not prove that an earlier call with an unknown outcome was refused, too.
 */
function withoutContradictedAnswers(call: CallResult): CallResult {
  const conflict = call.results.find((result) => result.outcome === 'uncertain' && result.about === 'key');
  if (!conflict) return call;
  const results = call.results.map((result) => (result.outcome === 'accepted' ? result : conflict));
  const answers = call.answers.map((answer, index) =>
    results[index] === call.results[index] ? answer : conflict,
  );
  return { ...call, results, answers };
}

/**
 * Only if the provider deduplicates and does not hold other bytes under this key. The sweep checks the replay
 * window.
 */
function canReplay({ mailer }: Provider, results: readonly SendResult[]): boolean {
  const unknown = results.filter((result) => result.outcome === 'uncertain');
  if (unknown.length === 0 || mailer.replayWindowMs === 0) return false;
  return unknown.every((result) => result.about !== 'key');
}

/** Inputs of an outcome besides the provider's answer. */
interface SettleContext {
  availability: Availability;
  /** Number of emails in the batch. */
  batchSize: number;
  now: Date;
}

function toOutcome(delivery: Delivery, result: SendResult, context: SettleContext): DeliveryOutcome {
  switch (result.outcome) {
    case 'accepted':
      return { ...deliveryOutcome(delivery.id, 'accepted', 'accepted', null), providerId: result.providerId };
    case 'refused':
      return deliveryOutcome(delivery.id, 'failed', 'refused', describeResult(result));
    case 'deferred':
      return deferredOutcome(delivery, result, context);
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
  // The provider served other emails of this call, so a dropped connection counts against this email.
  const counted = (result.about ?? 'mail') === 'mail' || (result.about === 'service' && availability.served);
  if (counted && delivery.attempts >= MAX_ATTEMPTS)
    return deliveryOutcome(delivery.id, 'failed', 'deferred', reason);
  const backOffMs = counted ? retryBackOffMs(delivery.attempts) : 0;
  const later = new Date(now.getTime() + Math.max(result.retryAfterMs, backOffMs, 1_000));
  // Another provider may take it at once.
  const dueAt = !counted && availability.elsewhere ? null : later;
  return { ...deliveryOutcome(delivery.id, 'planned', 'deferred', reason), dueAt, countsAsAttempt: counted };
}

/**
 * Back-off of an email that is deferred again and again: none for three attempts, because greylisting ends
 * within minutes, then from 10 minutes doubling to two hours. So twelve attempts take half a day: a server that
 * defers every email for an hour must not fail an edition.
 */
function retryBackOffMs(attempts: number): number {
  if (attempts <= 3) return 0;
  return Math.min(10 * 60_000 * 2 ** (attempts - 4), 2 * 3_600_000);
}

/** Builds an outcome that counts as an attempt. */
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

/** A report with zero counts. */
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
