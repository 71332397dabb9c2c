import type { Context } from '../context.ts';
import type { Pool, Pools } from '../editions/pools.ts';
import { PaperboyError, reasonOf } from '../errors.ts';
import type { Mailer, MailResult, OutgoingMail } from '../ports.ts';
import { insertSuppression } from '../suppression/queries.ts';
import {
  extendLease,
  failDeliveries,
  leaveOut,
  lockClaim,
  type Outcome,
  readEditionState,
  releaseAttempt,
  settleAttempt,
  startAttempt,
} from './attempt-queries.ts';
import { findIneligible, LEASE_MS } from './claim.ts';
import { type Delivery, excludeDeliveries, readAttemptDeliveries } from './claim-queries.ts';
import { digestMail } from './mail.ts';
import { providerOf } from './provider.ts';
import { moveEdition } from './queries.ts';

export type SendContext = Pick<Context, 'db' | 'clock' | 'log' | 'providers' | 'env' | 'keys'>;

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

/** A delivery with its mail. */
export interface Prepared {
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
  attempt: StoredAttempt & { provider: string },
): Promise<SendReport> {
  const provider = providerOf(ctx, attempt.provider);
  if (!provider)
    throw new Error(`The attempt ${attempt.id} is for ${attempt.provider}, which is not in use.`);
  const rendered = await prepare(ctx, pools, provider.mailer, attempt);
  const started = await start(ctx, provider.mailer, attempt.id, rendered);
  const before = { ...nothing(), excluded: started.excluded, failed: started.failed };
  if (started.mails.length === 0) return before;
  const results = await callProvider(ctx, provider.mailer, attempt, started.mails);
  const report = await settle(ctx, provider.mailer, attempt.id, started.mails, results, 0);
  return { ...report, excluded: before.excluded, failed: report.failed + before.failed };
}

/** What of an attempt's row its mails and the call depend on. */
export interface StoredAttempt {
  id: string;
  idempotencyKey: string;
  mailDate: Date;
}

/** The mails of an attempt, and those that can never be made. */
export interface Rendered {
  mails: Prepared[];
  broken: Outcome[];
}

/**
 * Makes the mails of an attempt from what is stored; writes nothing. One that cannot be made is set aside and does not hold up
 * its batch. A database that is away is no reason to give a mail up: that error is thrown, and the sweep comes back to it.
 */
export async function prepare(
  ctx: SendContext,
  pools: Pools,
  mailer: Mailer,
  attempt: StoredAttempt,
): Promise<Rendered> {
  const rendered: Rendered = { mails: [], broken: [] };
  for (const delivery of await readAttemptDeliveries(ctx.db, attempt.id)) {
    // An erased person is sorted out by the check of consent that follows.
    if (delivery.address === null) continue;
    const pool = await poolFor(ctx, pools, delivery);
    try {
      if (!pool) throw poolGone(delivery);
      const mail = await digestMail(ctx, pool, { ...delivery, address: delivery.address }, attempt.mailDate);
      // Throws for a mail that must not leave: a header that would break out, an address that is none.
      mailer.payloadHash([mail]);
      rendered.mails.push({ delivery, mail });
    } catch (error) {
      ctx.log.error({ delivery: delivery.id, reason: reasonOf(error) }, 'digest could not be rendered');
      rendered.broken.push(outcomeOf(delivery.id, 'failed', 'unrenderable', reasonOf(error)));
    }
  }
  return rendered;
}

async function poolFor(ctx: SendContext, pools: Pools, delivery: Delivery): Promise<Pool | null> {
  const { poolId, poolRevision } = delivery;
  return poolId === null || poolRevision === null ? null : pools.exactly(ctx.db, poolId, poolRevision);
}

function poolGone({ poolId, poolRevision }: Delivery): PaperboyError {
  return new PaperboyError({
    code: 'POOL_GONE',
    message: `The pool ${poolId ?? '(none)'} revision ${poolRevision ?? '(none)'} of this delivery is gone.`,
    remedy: 'It was older than KEEP.usedPoolsDays; the digest cannot be made again.',
  });
}

/** The last look before the provider is called, and the note that it is. Returns the mails that may go. */
async function start(
  ctx: SendContext,
  mailer: Mailer,
  attemptId: string,
  rendered: Rendered,
): Promise<{ mails: Prepared[]; excluded: number; failed: number }> {
  const now = ctx.clock.now();
  const gone = new Set<string>();
  const mails = await ctx.db.transaction().execute(async (trx) => {
    // The sweep may have taken the claim back while we were rendering: then these deliveries are somebody else's.
    const editionId = await lockClaim(trx, attemptId);
    if (editionId === null) return null;
    if ((await readEditionState(trx, editionId)) !== 'open') return [];
    const current = await readAttemptDeliveries(trx, attemptId, true);
    for (const [reason, ids] of await findIneligible(trx, current)) {
      await excludeDeliveries(trx, ids, reason, now);
      await leaveOut(trx, attemptId, ids, reason);
      for (const id of ids) gone.add(id);
    }
    await failDeliveries(
      trx,
      attemptId,
      rendered.broken.filter((each) => !gone.has(each.deliveryId)),
      now,
    );
    const allowed = rendered.mails.filter(({ delivery }) => !gone.has(delivery.id));
    if (allowed.length === 0) return [];
    const hash = mailer.payloadHash(allowed.map(({ mail }) => mail));
    await startAttempt(trx, attemptId, hash, new Date(now.getTime() + LEASE_MS), now);
    return allowed;
  });
  if (mails === null) return { mails: [], excluded: 0, failed: 0 };
  if (mails.length === 0) await releaseAttempt(ctx.db, attemptId, 'nothing to send', now);
  const failed = rendered.broken.filter((each) => !gone.has(each.deliveryId)).length;
  return { mails, excluded: gone.size, failed };
}

/** Calls the provider and keeps the lease alive meanwhile; a slow SMTP server may take minutes for a batch. */
export async function callProvider(
  ctx: SendContext,
  mailer: Mailer,
  attempt: StoredAttempt,
  mails: readonly Prepared[],
): Promise<MailResult[]> {
  const heartbeat = setInterval(() => {
    extendLease(ctx.db, attempt.id, new Date(ctx.clock.now().getTime() + LEASE_MS)).catch(() => {
      // A database that is away now is noticed when the outcome is written.
    });
  }, HEARTBEAT_MS);
  try {
    // No abort signal: a batch that has begun is let finish, because stopping it would make its outcome unknown.
    return await mailer.send(
      mails.map(({ mail }) => mail),
      { idempotencyKey: attempt.idempotencyKey },
    );
  } finally {
    clearInterval(heartbeat);
  }
}

/** Writes down what the provider said. Where it is unknown and a replay is safe, the attempt stays open for the sweep. */
export async function settle(
  ctx: SendContext,
  mailer: Mailer,
  attemptId: string,
  mails: readonly Prepared[],
  results: readonly MailResult[],
  replays: number,
): Promise<SendReport> {
  const now = ctx.clock.now();
  const report = nothing();
  const unknown = results.some((result) => result.outcome === 'uncertain');
  if (unknown && mailer.replayWindowMs > 0 && replays < MOST_REPLAYS) {
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
  const back = outcomes.filter((outcome) => outcome.state === 'planned').map(({ deliveryId }) => deliveryId);
  let mine = false;
  await ctx.db.transaction().execute(async (trx) => {
    const edition =
      back.length > 0 && editionId !== undefined
        ? await readEditionState(trx, editionId, report.halted !== null)
        : 'open';
    mine = await settleAttempt(trx, attemptId, replays, outcomes, now);
    if (!mine) return;
    if (edition === 'cancelled') await excludeDeliveries(trx, back, 'cancelled', now);
    if (report.halted !== null && editionId !== undefined) {
      await moveEdition(trx, editionId, ['open'], 'paused', report.halted);
    }
    for (const [index, { delivery }] of mails.entries()) {
      const result = results[index];
      if (result?.outcome !== 'refused' || result.about !== 'address' || delivery.address === null) continue;
      const source = `${mailer.name} ${result.code}`;
      await insertSuppression(trx, { address: delivery.address, reason: 'address-refused', source, now });
    }
  });
  if (!mine) {
    // We were given up for dead, and somebody else has asked again: their answer counts.
    ctx.log.warn({ attempt: attemptId }, 'outcome came too late');
    return { ...nothing(), pending: mails.length };
  }
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
