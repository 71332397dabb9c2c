import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { latenessOf, poolOfEdition } from '../../editions/edition.ts';
import { type PoolCache, withdrawnOf, withoutPapers } from '../../editions/pool-cache.ts';
import { quarantinePapers } from '../../papers/quarantine.ts';
import { readQuarantined } from '../../papers/quarantine-queries.ts';
import { findSuppressed } from '../../suppression/check-suppression.ts';
import { chooseBatchProvider, type ProviderChoice, recordProbe } from '../providers/choose-provider.ts';
import { type Circuit, latenessStart } from '../providers/circuit-breaker.ts';
import { readCircuits } from '../providers/circuit-breaker-queries.ts';
import { holdConnections } from '../providers/connection-queries.ts';
import { insertClaim } from './attempt-queries.ts';
import { lockDueDeliveries, postponeDeliveries, storeDigests } from './claim-queries.ts';
import { composeWithoutQuarantined } from './compose-without-quarantined.ts';
import { skipReasonFor } from './delivery.ts';
import { type Delivery, skipDeliveries } from './delivery-queries.ts';
import { LEASE_MS } from './lease.ts';

/** Delay before the next look for a pool that is not ranked yet. */
const WAIT_FOR_POOL_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

export interface ClaimInput {
  /** Only editions of this day; all open ones if absent. */
  day?: string | undefined;
  /** Only deliveries due by then; due by now if absent. */
  dueBy?: Date | undefined;
  /** Run that holds the provider's connections; a run of its own if absent. */
  runId?: string | undefined;
  /**
   * Claims several windows where batches overlap, while others are being sent. Otherwise, connections would
   * wait until a hundred digests are composed.
   */
  ahead?: boolean;
}

/** Attempt of a claim: one batch, to be sent by one call. */
export interface ClaimedAttempt {
  id: string;
  editionId: string;
  /** Provider of the attempt; no other one is called while this one may have accepted it. */
  provider: string;
  /** Key by which the provider recognizes the attempt. */
  idempotencyKey: string;
  /** Date header of its emails. */
  emailDate: Date;
  /** Probes a provider after a back-off, so it may start although the circuit is not closed. */
  isProbe: boolean;
}

/** Result of a claim: the attempts to send, and how many deliveries were skipped or postponed. */
export interface Claim {
  attempts: ClaimedAttempt[];
  claimed: number;
  excluded: number;
  postponed: number;
}

/**
 * Claims the next due deliveries of one edition: checks consent, suppression and lateness, composes digests
 * that are missing, and stores an attempt per batch. It is one transaction, so a crash leaves either nothing
 * or a claim that the sweep releases. Returns null, changing nothing, if nothing is due or no provider is
 * available.
 */
export async function claimBatches(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'providers'>,
  pools: PoolCache,
  input: ClaimInput,
): Promise<Claim | null> {
  const now = ctx.clock.now();
  const runId = input.runId ?? randomUUID();
  return ctx.db.transaction().execute(async (trx) => {
    const choice = await chooseBatchProvider(
      trx,
      ctx,
      { key: randomUUID(), runId, ahead: input.ahead ?? false },
      now,
    );
    if (!choice) return null;
    const due = await lockDueDeliveries(trx, {
      now: input.dueBy ?? now,
      limit: choice.limit,
      day: input.day,
    });
    const [first] = due;
    if (!first) return null;
    const claim: Claim = { attempts: [], claimed: 0, excluded: 0, postponed: 0 };
    const eligible = await skipIneligible(trx, due, now, claim);
    const ready = await composeMissing(ctx, trx, pools, eligible, now, claim);
    if (ready.length === 0) return claim;
    await recordProbe(trx, choice, now);
    claim.claimed = ready.length;
    claim.attempts = await storeAttempts(trx, choice, ready, runId, now);
    return claim;
  });
}

/** Stores the attempts of a claim, one per batch, and the connections that they will use. */
async function storeAttempts(
  trx: Transaction<Database>,
  { provider, batchSize, probed }: ProviderChoice,
  deliveries: readonly Delivery[],
  runId: string,
  now: Date,
): Promise<ClaimedAttempt[]> {
  const editionId = deliveries[0]?.editionId ?? '';
  const leasedUntil = new Date(now.getTime() + LEASE_MS);
  const batches = Array.from({ length: Math.ceil(deliveries.length / batchSize) }, (_, place) => {
    const id = randomUUID();
    const batch = deliveries.slice(place * batchSize, (place + 1) * batchSize);
    return { id, idempotencyKey: `paperboy-${id}`, deliveryIds: batch.map((delivery) => delivery.id) };
  });
  await insertClaim(trx, { editionId, provider: provider.name, leasedUntil, now }, batches);
  const connections = provider.limits.connections?.perRun;
  if (connections !== undefined)
    await holdConnections(trx, { runId, provider: provider.name, connections, leasedUntil }, now);
  return batches.map(({ id, idempotencyKey }) => ({
    id,
    idempotencyKey,
    editionId,
    provider: provider.name,
    emailDate: now,
    isProbe: probed !== null,
  }));
}

/** Groups the ids of ineligible deliveries by reason. Used when claiming and again just before sending. */
export async function findIneligible(
  trx: Transaction<Database>,
  deliveries: readonly Delivery[],
): Promise<Map<string, string[]>> {
  const addresses = deliveries.flatMap((delivery) => delivery.address ?? []);
  const suppressed = await findSuppressed(trx, addresses);
  const byReason = new Map<string, string[]>();
  for (const delivery of deliveries) {
    const reason =
      skipReasonFor(delivery.subscriberState, delivery) ??
      (delivery.address === null ? 'erased' : suppressed.has(delivery.address) ? 'suppressed' : null);
    if (reason !== null) byReason.set(reason, [...(byReason.get(reason) ?? []), delivery.id]);
  }
  return byReason;
}

async function skipIneligible(
  trx: Transaction<Database>,
  due: readonly Delivery[],
  now: Date,
  claim: Claim,
): Promise<Delivery[]> {
  const byReason = await findIneligible(trx, due);
  const skipped = new Set([...byReason.values()].flat());
  const circuits = [...(await readCircuits(trx)).values()];
  const late = due.filter((delivery) => !skipped.has(delivery.id) && isLate(delivery, circuits, now));
  if (late.length > 0)
    byReason.set(
      'too-late',
      late.map((delivery) => delivery.id),
    );
  for (const [reason, ids] of byReason) {
    await skipDeliveries(trx, ids, reason, now);
    for (const id of ids) skipped.add(id);
  }
  claim.excluded += skipped.size;
  return due.filter((delivery) => !skipped.has(delivery.id));
}

/**
 * Applies the lateness limits of the cadence. A delivery that already has a digest was deferred by a provider, so its
 * lateness counts from the new due time. Time held back by a daily quota or a warm-up does not count, up to
 * `expiresAfterHours` after the send hour.
 */
function isLate(delivery: Delivery, circuits: readonly Circuit[], now: Date): boolean {
  const since = delivery.digest === null ? delivery.lateFrom : delivery.dueAt;
  const { lateAfterHours, expiresAfterHours } = latenessOf(delivery.cadence);
  const from = latenessStart(since, circuits, lateAfterHours * HOUR_MS);
  const hoursSince = (moment: Date) => (now.getTime() - moment.getTime()) / HOUR_MS;
  return hoursSince(from) > lateAfterHours || hoursSince(delivery.lateFrom) > expiresAfterHours;
}

async function composeMissing(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  trx: Transaction<Database>,
  pools: PoolCache,
  deliveries: readonly Delivery[],
  now: Date,
  claim: Claim,
): Promise<Delivery[]> {
  const missing = deliveries.filter((delivery) => delivery.digest === null);
  const ready = deliveries.filter((delivery) => delivery.digest !== null);
  const [first] = missing;
  if (!first) return ready;
  const newest = await pools.newest(trx, poolOfEdition(first).id);
  if (newest === null) {
    const until = new Date(now.getTime() + WAIT_FOR_POOL_MS);
    await postponeDeliveries(
      trx,
      missing.map((delivery) => delivery.id),
      until,
      'waiting for the ranking',
    );
    claim.postponed += missing.length;
    return ready;
  }
  const quarantined = new Set((await readQuarantined(trx, now)).map(({ paperId }) => paperId));
  const pool = withoutPapers(newest, new Set([...quarantined, ...(await withdrawnOf(trx, newest))]));
  const unreadable = newest.unreadable.filter((paperId) => !quarantined.has(paperId));
  const error = new Error('its card in the pool cannot be parsed');
  await quarantinePapers(
    ctx,
    'composing',
    unreadable.map((paperId) => ({ paperId, error })),
    trx,
  );
  const recipients = missing.map(({ id, subscriberId }) => ({ deliveryId: id, subscriberId }));
  const composed = await composeWithoutQuarantined(ctx, trx, pool, recipients);
  const compositions = missing.flatMap((delivery) => {
    const composition = composed.get(delivery.id) ?? null;
    return composition === null ? [] : [{ deliveryId: delivery.id, composition }];
  });
  await storeDigests(trx, pool, compositions);
  const composedIds = new Set(compositions.map(({ deliveryId }) => deliveryId));
  ready.push(...missing.filter((delivery) => composedIds.has(delivery.id)));
  const empty = missing.filter((delivery) => !composedIds.has(delivery.id)).map((delivery) => delivery.id);
  await skipDeliveries(trx, empty, 'nothing-new', now);
  claim.excluded += empty.length;
  return ready;
}
