import type { Context } from '../../context.ts';
import { readEditionState } from '../../editions/edition-queries.ts';
import type { Pool, PoolCache } from '../../editions/pool-cache.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import { quarantinePapers } from '../../papers/quarantine.ts';
import type { Mailer } from '../../ports.ts';
import { digestEmail } from '../digest/digest-email.ts';
import { providerOf } from '../providers/provider.ts';
import { callProvider, waitForTurn } from '../providers/provider-call.ts';
import {
  failDeliveries,
  lockClaim,
  type Outcome,
  quarantine,
  releaseAttempt,
  startAttempt,
} from './attempt-queries.ts';
import { findIneligible } from './claim.ts';
import { composeAnew, type Delivery, excludeDeliveries, readAttemptDeliveries } from './delivery-queries.ts';
import { findBreakingPapers } from './find-breaking-papers.ts';
import { LEASE_MS, whileLeased } from './lease.ts';
import { nothing, outcomeOf, type Prepared, type SendReport, settle } from './settle.ts';

export type SendContext = Pick<
  Context,
  'db' | 'clock' | 'log' | 'providers' | 'limits' | 'env' | 'keys' | 'tracing'
>;

/**
 * Sends a claimed attempt: renders its mails, waits for its turn, looks at consent, suppression and the edition a last time, writes the
 * payload's hash beside the key, calls the provider, records every outcome. A crash before the hash is written
 * means that nothing was sent; a crash after it leaves a started attempt for the sweep.
 */
export async function sendAttempt(
  ctx: SendContext,
  pools: PoolCache,
  attempt: StoredAttempt & { provider: string },
): Promise<SendReport> {
  const provider = providerOf(ctx, attempt.provider);
  if (!provider)
    throw new Error(`The attempt ${attempt.id} is for ${attempt.provider}, which is not in use.`);
  const rendered = await prepare(ctx, pools, provider.mailer, attempt);
  // Before the last look, so that nothing happens between that look and the call.
  const waitMs = await waitForTurn(ctx, provider, 'edition', rendered.mails.length);
  if (waitMs > 0) {
    await releaseAttempt(ctx.db, attempt.id, `the turn at ${provider.name} did not come`, ctx.clock.now());
    return { ...nothing(), released: rendered.mails.length };
  }
  const started = await start(ctx, provider.mailer, attempt.id, rendered);
  const before = { ...nothing(), excluded: started.excluded, failed: started.failed };
  if (started.mails.length === 0) return before;
  const mails = started.mails.map(({ mail }) => mail);
  const results = await whileLeased(ctx, attempt.id, () =>
    callProvider(ctx, provider, mails, attempt.idempotencyKey),
  );
  const report = await settle(ctx, provider, attempt.id, {
    mails: started.mails,
    results,
    answers: results,
    replays: 0,
  });
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
  /** Deliveries to be composed anew, because a paper of theirs broke rendering and is left out now. */
  spoilt: string[];
}

/**
 * Makes the mails of an attempt from what is stored; writes nothing. One that cannot be made is set aside and does not hold up
 * its batch. A database that is away is no reason to give a mail up: that error is thrown, and the sweep comes back to it.
 */
export async function prepare(
  ctx: SendContext,
  pools: PoolCache,
  mailer: Mailer,
  attempt: StoredAttempt,
): Promise<Rendered> {
  const rendered: Rendered = { mails: [], broken: [], spoilt: [] };
  for (const delivery of await readAttemptDeliveries(ctx.db, attempt.id)) {
    // An erased person is sorted out by the check of consent that follows.
    if (delivery.address === null) continue;
    const pool = await poolFor(ctx, pools, delivery);
    try {
      if (!pool) throw poolGone(delivery);
      const mail = await digestEmail(ctx, pool, { ...delivery, address: delivery.address }, attempt.mailDate);
      // Throws for a mail that must not leave: a header that would break out, an address that is none.
      mailer.payloadHash([mail]);
      rendered.mails.push({ delivery, mail });
    } catch (error) {
      ctx.log.error({ delivery: delivery.id, reason: reasonOf(error) }, 'digest could not be rendered');
      const culprits = pool ? await findBreakingPapers(ctx, mailer, pool, delivery, attempt.mailDate) : [];
      if (culprits.length > 0) {
        await quarantinePapers(ctx, 'rendering', culprits);
        rendered.spoilt.push(delivery.id);
        continue;
      }
      rendered.broken.push(outcomeOf(delivery.id, 'failed', 'unrenderable', reasonOf(error)));
    }
  }
  return rendered;
}

async function poolFor(ctx: SendContext, pools: PoolCache, delivery: Delivery): Promise<Pool | null> {
  const { poolId, poolRevision } = delivery;
  return poolId === null || poolRevision === null ? null : pools.atRevision(ctx.db, poolId, poolRevision);
}

function poolGone({ poolId, poolRevision }: Delivery): PaperboyError {
  return new PaperboyError({
    code: 'POOL_GONE',
    message: `The pool ${poolId ?? '(none)'} revision ${poolRevision ?? '(none)'} of this delivery is gone.`,
    remedy: 'It was older than KEEP.usedPoolsDays; the digest cannot be made again.',
  });
}

function hasMoved(rendered: Rendered, current: readonly Delivery[]): boolean {
  const addresses = new Map(current.map(({ id, address }) => [id, address]));
  return rendered.mails.some(({ delivery }) => {
    const address = addresses.get(delivery.id);
    return typeof address === 'string' && address !== delivery.address;
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
    // Somebody moved to another address since it was rendered: given back, and made anew for the new one.
    if (hasMoved(rendered, current)) return [];
    for (const [reason, ids] of await findIneligible(trx, current)) {
      await excludeDeliveries(trx, ids, reason, now);
      await quarantine(trx, attemptId, ids, reason);
      for (const id of ids) gone.add(id);
    }
    await failDeliveries(
      trx,
      attemptId,
      rendered.broken.filter((each) => !gone.has(each.deliveryId)),
      now,
    );
    const spoilt = rendered.spoilt.filter((id) => !gone.has(id));
    await composeAnew(trx, spoilt);
    await quarantine(trx, attemptId, spoilt, 'a paper of it is left out');
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
