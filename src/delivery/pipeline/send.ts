import { setImmediate as ioTurn } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { compositionSchema } from '../../editions/composition.ts';
import { readEditionState } from '../../editions/edition-queries.ts';
import type { Pool, PoolCache } from '../../editions/pool-cache.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import { quarantinePapers } from '../../papers/quarantine.ts';
import { findWithdrawn } from '../../papers/withdrawn-queries.ts';
import type { Mailer, Provider } from '../../ports.ts';
import { composeDigestEmail } from '../digest/digest-email.ts';
import { circuitReadiness } from '../providers/circuit-breaker.ts';
import { readCircuits } from '../providers/circuit-breaker-queries.ts';
import { findProvider } from '../providers/provider.ts';
import { callProvider, waitForRateLimit } from '../providers/provider-call.ts';
import {
  type DeliveryOutcome,
  failDeliveries,
  lockClaim,
  releaseAttempt,
  removeFromAttempt,
  startAttempt,
} from './attempt-queries.ts';
import { type ClaimedAttempt, findIneligible } from './claim.ts';
import {
  type Delivery,
  readAttemptDeliveries,
  resetComposition,
  skipDeliveries,
} from './delivery-queries.ts';
import type { DeliveryRun } from './delivery-run.ts';
import { findBreakingPapers } from './find-breaking-papers.ts';
import { LEASE_MS } from './lease.ts';
import { deliveryOutcome, emptyReport, type PreparedEmail, type SendReport, settleCall } from './settle.ts';

export type SendContext = Pick<
  Context,
  'db' | 'clock' | 'log' | 'providers' | 'limits' | 'env' | 'keys' | 'taxonomy' | 'tracing'
>;

/**
 * Sends a claimed attempt: renders its emails, waits for the rate limit, checks consent, suppression, the
 * edition and the circuit breaker again, stores the payload hash beside the key, calls the provider and
 * records every outcome. A crash before the hash is stored means nothing was sent; a crash after it leaves a
 * started attempt for the sweep.
 */
export async function sendAttempt(
  ctx: SendContext,
  pools: PoolCache,
  attempt: ClaimedAttempt,
  run: DeliveryRun,
): Promise<SendReport> {
  const provider = findProvider(ctx, attempt.provider);
  if (!provider)
    throw new Error(`Attempt ${attempt.id} belongs to ${attempt.provider}, which is not configured.`);
  const rendered = await renderAttempt(ctx, pools, provider.mailer, attempt);
  // Waiting precedes the final check, so that the check is the last thing before the call.
  const waitMs = await waitForRateLimit(ctx, provider, 'edition', rendered.emails.length);
  if (waitMs > 0) {
    await releaseAttempt(
      ctx.db,
      attempt.id,
      `the rate limit of ${provider.name} allowed no call in time`,
      ctx.clock.now(),
    );
    return { ...emptyReport(), released: rendered.emails.length };
  }
  return run.started.run(async () => {
    if (run.signal?.aborted) await releaseAttempt(ctx.db, attempt.id, 'the run was stopped', ctx.clock.now());
    run.signal?.throwIfAborted();
    return sendRendered(ctx, provider, attempt, rendered, run);
  });
}

async function sendRendered(
  ctx: SendContext,
  provider: Provider,
  attempt: ClaimedAttempt,
  rendered: RenderedAttempt,
  run: DeliveryRun,
): Promise<SendReport> {
  const started = await startRendered(ctx, provider.mailer, attempt, rendered);
  const before = { ...emptyReport(), excluded: started.excluded, failed: started.failed };
  if (started.emails.length === 0) return before;
  const emails = started.emails.map(({ email }) => email);
  const results = await callProvider(ctx, provider, emails, attempt.idempotencyKey, run.connections);
  // Settling sets the lease of an attempt that will be replayed.
  run.attempts.delete(attempt.id);
  const report = await settleCall(ctx, provider, attempt.id, {
    emails: started.emails,
    results,
    answers: results,
    replays: 0,
  });
  return { ...report, excluded: before.excluded, failed: report.failed + before.failed };
}

/** Columns of an attempt that its emails and the call depend on. */
export interface AttemptInput {
  id: string;
  idempotencyKey: string;
  emailDate: Date;
}

/** Emails of an attempt, and deliveries without one because rendering failed. */
export interface RenderedAttempt {
  emails: PreparedEmail[];
  failed: DeliveryOutcome[];
  /**
   * Ids of deliveries to compose again because one of their papers broke rendering and is now in quarantine.
   */
  recompose: string[];
}

/**
 * Renders the emails of an attempt from stored data. An email that can't be rendered is set aside and does
 * not hold up its batch. Database errors are thrown instead of failing an email: the sweep retries later.
 */
export async function renderAttempt(
  ctx: SendContext,
  pools: PoolCache,
  mailer: Mailer,
  attempt: AttemptInput,
): Promise<RenderedAttempt> {
  const rendered: RenderedAttempt = { emails: [], failed: [], recompose: [] };
  for (const delivery of await readAttemptDeliveries(ctx.db, attempt.id)) {
    // The consent check that follows skips erased subscribers.
    if (delivery.address === null) continue;
    // Rendering takes a millisecond or two; replies to the emails of the batch before are read in between.
    await ioTurn();
    const pool = await readDeliveryPool(ctx, pools, delivery);
    try {
      if (!pool) throw poolDeleted(delivery);
      const email = await composeDigestEmail(
        ctx,
        pool,
        { ...delivery, address: delivery.address },
        attempt.emailDate,
      );
      // Throws for an unsafe email: header injection or an invalid address.
      mailer.payloadHash([email]);
      rendered.emails.push({ delivery, email });
    } catch (error) {
      ctx.log.error({ delivery: delivery.id, reason: reasonOf(error) }, 'could not render a digest');
      const breaking = pool ? await findBreakingPapers(ctx, mailer, pool, delivery, attempt.emailDate) : [];
      if (breaking.length > 0) {
        await quarantinePapers(ctx, 'rendering', breaking);
        rendered.recompose.push(delivery.id);
        continue;
      }
      rendered.failed.push(deliveryOutcome(delivery.id, 'failed', 'unrenderable', reasonOf(error)));
    }
  }
  return rendered;
}

async function readDeliveryPool(
  ctx: SendContext,
  pools: PoolCache,
  delivery: Delivery,
): Promise<Pool | null> {
  const { poolId, poolRevision } = delivery;
  return poolId === null || poolRevision === null ? null : pools.atRevision(ctx.db, poolId, poolRevision);
}

function poolDeleted({ poolId, poolRevision }: Delivery): PaperboyError {
  return new PaperboyError({
    code: 'POOL_GONE',
    message: `Pool ${poolId ?? '(none)'} revision ${poolRevision ?? '(none)'} of this delivery was deleted.`,
    remedy: 'Pools are deleted after RETENTION_PERIODS.usedPoolsDays; this digest cannot be rendered again.',
  });
}

function hasChangedAddress(rendered: RenderedAttempt, current: readonly Delivery[]): boolean {
  const addresses = new Map(current.map(({ id, address }) => [id, address]));
  return rendered.emails.some(({ delivery }) => {
    const address = addresses.get(delivery.id);
    return typeof address === 'string' && address !== delivery.address;
  });
}

/**
 * Returns deliveries to scheduled without a digest; the next claim composes them from the rest of the pool.
 */
async function composeAgain(
  trx: Transaction<Database>,
  attemptId: string,
  ids: readonly string[],
  without: 'quarantined' | 'withdrawn',
): Promise<void> {
  await resetComposition(trx, ids, without);
  await removeFromAttempt(trx, attemptId, ids, `one of its papers is ${without}`);
}

/** Ids of the deliveries with a paper that was withdrawn after composing. */
async function findWithWithdrawn(
  trx: Transaction<Database>,
  deliveries: readonly Delivery[],
): Promise<string[]> {
  const papersOf = ({ digest }: Delivery) => {
    const { picks = [], trending = [] } = compositionSchema.safeParse(digest).data ?? {};
    return [...picks, ...trending].map(({ paperId }) => paperId);
  };
  const withdrawn = await findWithdrawn(trx, [...new Set(deliveries.flatMap(papersOf))]);
  return deliveries.filter((each) => papersOf(each).some((id) => withdrawn.has(id))).map(({ id }) => id);
}

/** Runs the final checks and stores the attempt as started. Returns the emails that may be sent. */
async function startRendered(
  ctx: SendContext,
  mailer: Mailer,
  { id: attemptId, provider, isProbe }: ClaimedAttempt,
  rendered: RenderedAttempt,
): Promise<{ emails: PreparedEmail[]; excluded: number; failed: number }> {
  const now = ctx.clock.now();
  const skipped = new Set<string>();
  const emails = await ctx.db.transaction().execute(async (trx) => {
    // The sweep may have released the claim during rendering; its deliveries then belong to another attempt.
    const editionId = await lockClaim(trx, attemptId);
    if (editionId === null) return null;
    if ((await readEditionState(trx, editionId)) !== 'open') return [];
    // The circuit breaker may have opened since the claim, by another batch of it.
    const circuit = (await readCircuits(trx)).get(provider);
    if (!isProbe && circuitReadiness(circuit, now) === 'blocked') return [];
    const current = await readAttemptDeliveries(trx, attemptId, true);
    // An address that changed since rendering releases the attempt, so that the email is rendered again for
    // the new one.
    if (hasChangedAddress(rendered, current)) return [];
    for (const [reason, ids] of await findIneligible(trx, current)) {
      await skipDeliveries(trx, ids, reason, now);
      await removeFromAttempt(trx, attemptId, ids, reason);
      for (const id of ids) skipped.add(id);
    }
    await failDeliveries(
      trx,
      attemptId,
      rendered.failed.filter((each) => !skipped.has(each.deliveryId)),
      now,
    );
    const recompose = rendered.recompose.filter((id) => !skipped.has(id));
    await composeAgain(trx, attemptId, recompose, 'quarantined');
    const outdated = (await findWithWithdrawn(trx, current)).filter(
      (id) => !skipped.has(id) && !rendered.recompose.includes(id),
    );
    await composeAgain(trx, attemptId, outdated, 'withdrawn');
    const allowed = rendered.emails.filter(
      ({ delivery }) => !skipped.has(delivery.id) && !outdated.includes(delivery.id),
    );
    if (allowed.length === 0) return [];
    const hash = mailer.payloadHash(allowed.map(({ email }) => email));
    await startAttempt(trx, attemptId, hash, new Date(now.getTime() + LEASE_MS), now);
    return allowed;
  });
  if (emails === null) return { emails: [], excluded: 0, failed: 0 };
  if (emails.length === 0) await releaseAttempt(ctx.db, attemptId, 'nothing to send', now);
  const failed = rendered.failed.filter((each) => !skipped.has(each.deliveryId)).length;
  return { emails, excluded: skipped.size, failed };
}
