import type { Context } from '../context.ts';
import type { Pool, Pools } from '../editions/pools.ts';
import { PaperboyError, reasonOf } from '../errors.ts';
import type { MailResult, OutgoingMail } from '../ports.ts';
import { insertSuppression } from '../suppression/queries.ts';
import {
  extendLease,
  leaveOut,
  type Outcome,
  readEditionState,
  releaseAttempt,
  settleAttempt,
  startAttempt,
} from './attempt-queries.ts';
import { findIneligible, LEASE_MS } from './claim.ts';
import { type Delivery, excludeDeliveries, readAttemptDeliveries } from './claim-queries.ts';
import { digestMail } from './mail.ts';
import { moveEdition } from './queries.ts';

export type SendContext = Pick<Context, 'db' | 'clock' | 'log' | 'mailer' | 'env' | 'keys'>;

/** What became of a batch. `pending`: nobody knows yet, and the sweep will ask again. */
export interface SendReport {
  accepted: number;
  failed: number;
  deferred: number;
  uncertain: number;
  excluded: number;
  pending: number;
  /** Set when the account is at fault: the edition was paused. */
  halted: string | null;
}

/** A provider that keeps asking us to wait does so this often for one delivery; then it has failed. */
const MOST_ATTEMPTS = 12;
/** An attempt whose outcome stays unknown is replayed so often, where that is safe. */
export const MOST_REPLAYS = 5;
const REPLAY_PAUSE_MS = 30_000;
const HEARTBEAT_MS = 60_000;

interface Prepared {
  delivery: Delivery;
  mail: OutgoingMail;
}

/**
 * Sends a claimed attempt: renders its mails, looks at consent, suppression and the edition a last time, writes the
 * payload's hash beside the key, calls the provider, records every outcome. A crash before the hash is written
 * means that nothing was sent; a crash after it leaves a started attempt for the sweep.
 */
export async function sendAttempt(
  ctx: SendContext,
  pools: Pools,
  attempt: { id: string; mailDate: Date },
): Promise<SendReport> {
  const prepared = await prepare(ctx, pools, attempt);
  const started = await start(ctx, attempt.id, prepared);
  if (started.mails.length === 0) return { ...nothing(), excluded: started.excluded };
  const results = await callProvider(ctx, attempt.id, started.mails);
  const report = await settle(ctx, attempt.id, started.mails, results, 0);
  return { ...report, excluded: report.excluded + started.excluded };
}

/** The mails of an attempt, made from what is stored. One that cannot be made fails alone. */
export async function prepare(
  ctx: SendContext,
  pools: Pools,
  attempt: { id: string; mailDate: Date },
): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  const broken: Outcome[] = [];
  for (const delivery of await readAttemptDeliveries(ctx.db, attempt.id)) {
    try {
      const pool = await poolFor(ctx, pools, delivery);
      // An erased person is sorted out by the check of consent that follows; here there is just no address.
      const address = delivery.address ?? 'erased@invalid';
      const mail = await digestMail(ctx, pool, { ...delivery, address }, attempt.mailDate);
      // A mail that the mailer cannot put into bytes must not hold up its whole batch, again and again.
      ctx.mailer.payloadHash([mail]);
      prepared.push({ delivery, mail });
    } catch (error) {
      if (error instanceof PaperboyError && error.retry !== 'never') throw error;
      ctx.log.error({ delivery: delivery.id, reason: reasonOf(error) }, 'digest could not be rendered');
      broken.push(outcomeOf(delivery.id, 'failed', 'unrenderable', reasonOf(error)));
    }
  }
  if (broken.length > 0) {
    const now = ctx.clock.now();
    await ctx.db.transaction().execute((trx) => settleAttempt(trx, attempt.id, broken, now, 'partly'));
  }
  return prepared;
}

async function poolFor(ctx: SendContext, pools: Pools, delivery: Delivery): Promise<Pool> {
  const { poolId, poolRevision } = delivery;
  const pool =
    poolId === null || poolRevision === null ? null : await pools.exactly(ctx.db, poolId, poolRevision);
  if (pool) return pool;
  throw new PaperboyError({
    code: 'POOL_GONE',
    message: `The pool ${poolId ?? '(none)'} revision ${poolRevision ?? '(none)'} of this delivery is gone.`,
    remedy: 'It was older than KEEP.usedPoolsDays; the digest cannot be made again.',
  });
}

/** The last look before the provider is called, and the note that it is. Returns the mails that may go. */
async function start(
  ctx: SendContext,
  attemptId: string,
  prepared: readonly Prepared[],
): Promise<{ mails: Prepared[]; excluded: number }> {
  const now = ctx.clock.now();
  const decided = await ctx.db.transaction().execute(async (trx) => {
    const current = await readAttemptDeliveries(trx, attemptId, true);
    const [first] = current;
    if (!first) return 'release' as const;
    if ((await readEditionState(trx, first.editionId)) !== 'open') return 'release' as const;
    const gone = new Set<string>();
    for (const [reason, ids] of await findIneligible(trx, current)) {
      await excludeDeliveries(trx, ids, reason, now);
      await leaveOut(trx, attemptId, ids, reason);
      for (const id of ids) gone.add(id);
    }
    const mails = prepared.filter(
      ({ delivery }) => !gone.has(delivery.id) && current.some((each) => each.id === delivery.id),
    );
    if (mails.length === 0) return { mails: [], excluded: gone.size, empty: true };
    const hash = ctx.mailer.payloadHash(mails.map(({ mail }) => mail));
    const mine = await startAttempt(trx, attemptId, hash, new Date(now.getTime() + LEASE_MS), now);
    // The sweep took the claim back while we were rendering: these deliveries are somebody else's now.
    return mine ? { mails, excluded: gone.size, empty: false } : ('lost' as const);
  });
  if (decided === 'lost') return { mails: [], excluded: 0 };
  if (decided === 'release' || decided.empty) {
    await releaseAttempt(ctx.db, attemptId, 'nothing to send');
    return { mails: [], excluded: decided === 'release' ? 0 : decided.excluded };
  }
  return decided;
}

/** Calls the provider and keeps the lease alive meanwhile; a slow SMTP server may take minutes for a batch. */
export async function callProvider(
  ctx: SendContext,
  attemptId: string,
  mails: readonly Prepared[],
): Promise<MailResult[]> {
  const heartbeat = setInterval(() => {
    extendLease(ctx.db, attemptId, new Date(ctx.clock.now().getTime() + LEASE_MS)).catch(() => {
      // A database that is away now is noticed when the outcome is written.
    });
  }, HEARTBEAT_MS);
  try {
    // No abort signal: a batch that has begun is let finish, because stopping it would make its outcome unknown.
    return await ctx.mailer.send(
      mails.map(({ mail }) => mail),
      { idempotencyKey: `paperboy-${attemptId}` },
    );
  } finally {
    clearInterval(heartbeat);
  }
}

/** Writes down what the provider said. Where it is unknown and a replay is safe, the attempt stays open for the sweep. */
export async function settle(
  ctx: SendContext,
  attemptId: string,
  mails: readonly Prepared[],
  results: readonly MailResult[],
  replays: number,
): Promise<SendReport> {
  const now = ctx.clock.now();
  const report = nothing();
  const unknown = results.some((result) => result.outcome === 'uncertain');
  if (unknown && ctx.mailer.replayWindowMs > 0 && replays < MOST_REPLAYS) {
    await extendLease(ctx.db, attemptId, new Date(now.getTime() + REPLAY_PAUSE_MS * 2 ** replays));
    ctx.log.warn({ attempt: attemptId, replays }, 'outcome unknown, will be asked again');
    return { ...report, pending: mails.length };
  }
  const outcomes = mails.map(({ delivery }, index) =>
    toOutcome(
      delivery,
      results[index] ?? { outcome: 'uncertain', reason: 'the provider gave no result for it' },
      now,
    ),
  );
  for (const result of results)
    if (result.outcome === 'halted') report.halted ??= `${result.code}: ${result.reason}`;
  const editionId = mails[0]?.delivery.editionId;
  await ctx.db.transaction().execute(async (trx) => {
    await settleAttempt(trx, attemptId, outcomes, now);
    if (report.halted !== null && editionId !== undefined) {
      await moveEdition(trx, editionId, ['open'], 'paused', report.halted);
    }
    for (const [index, { delivery }] of mails.entries()) {
      const result = results[index];
      if (result?.outcome !== 'refused' || result.about !== 'address' || delivery.address === null) continue;
      const source = `${ctx.mailer.name} ${result.code}`;
      await insertSuppression(trx, { address: delivery.address, reason: 'address-refused', source, now });
    }
  });
  if (report.halted !== null) {
    ctx.log.error(
      { edition: editionId, reason: report.halted },
      'edition paused: the provider account is at fault',
    );
  }
  for (const outcome of outcomes) report[outcome.state === 'planned' ? 'deferred' : outcome.state] += 1;
  return report;
}

function toOutcome(delivery: Delivery, result: MailResult, now: Date): Outcome {
  switch (result.outcome) {
    case 'accepted':
      return { ...outcomeOf(delivery.id, 'accepted', 'accepted', null), providerId: result.providerId };
    case 'refused':
      return outcomeOf(delivery.id, 'failed', 'refused', `${result.code}: ${result.reason}`);
    case 'deferred': {
      const reason = `${result.code}: ${result.reason}`;
      if (delivery.attempts >= MOST_ATTEMPTS) return outcomeOf(delivery.id, 'failed', 'deferred', reason);
      const dueAt = new Date(now.getTime() + Math.max(result.retryAfterMs, 1_000));
      return { ...outcomeOf(delivery.id, 'planned', 'deferred', reason), dueAt };
    }
    case 'halted':
      return outcomeOf(delivery.id, 'planned', 'halted', `${result.code}: ${result.reason}`);
    case 'uncertain':
      return outcomeOf(delivery.id, 'uncertain', 'uncertain', result.reason);
  }
}

function outcomeOf(
  deliveryId: string,
  state: Outcome['state'],
  outcome: string,
  reason: string | null,
): Outcome {
  return { deliveryId, state, outcome, reason: reason?.slice(0, 500) ?? null, providerId: null, dueAt: null };
}

function nothing(): SendReport {
  return { accepted: 0, failed: 0, deferred: 0, uncertain: 0, excluded: 0, pending: 0, halted: null };
}
