import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { EDITION } from '../../../config/schedule.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { poolOfEdition } from '../../editions/edition.ts';
import { type PoolCache, withoutPapers } from '../../editions/pool-cache.ts';
import { quarantinePapers } from '../../papers/quarantine.ts';
import { readQuarantined } from '../../papers/quarantine-queries.ts';
import { findSuppressed } from '../../suppression/check-suppression.ts';
import { chooseBatchProvider, recordProbe } from '../providers/choose-provider.ts';
import { type Circuit, latenessStart } from '../providers/circuit-breaker.ts';
import { readCircuits } from '../providers/circuit-breaker-queries.ts';
import { assembleWithoutQuarantined } from './assemble-without-quarantined.ts';
import { insertClaim } from './attempt-queries.ts';
import { lockDueDeliveries, postponeDeliveries, storeDigests } from './claim-queries.ts';
import { skipReasonFor } from './delivery.ts';
import { type Delivery, skipDeliveries } from './delivery-queries.ts';
import { LEASE_MS } from './lease.ts';

/** Deliveries whose pool is not ranked yet look again after this. */
const WAIT_FOR_POOL_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

export interface ClaimInput {
  /** Only this day's editions; all open ones when absent. */
  day?: string | undefined;
  /** Only what was due by then; by now when absent. */
  dueBy?: Date | undefined;
}

/** What a claim found: the attempt to send, and how many were left out on the way. */
export interface Claim {
  attemptId: string | null;
  /** Whom it goes to, and nobody else as long as it may have been taken. */
  provider: string;
  /** The provider recognises the attempt by it. */
  idempotencyKey: string;
  /** The Date header of its emails. */
  emailDate: Date;
  editionId: string;
  claimed: number;
  excluded: number;
  postponed: number;
}

/**
 * Takes the next batch of due deliveries of one edition into this worker's hands: looks at consent and lateness,
 * composes those that have no digest yet, and writes down the attempt. Everything in one transaction, so
 * a crash leaves either nothing or a claim that the sweep gives back. Null when nothing is due, or no provider takes anything now: then
 * what is due stays as it is.
 */
export async function claimBatch(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'providers'>,
  pools: PoolCache,
  input: ClaimInput,
): Promise<Claim | null> {
  const now = ctx.clock.now();
  const attemptId = randomUUID();
  return ctx.db.transaction().execute(async (trx) => {
    const choice = await chooseBatchProvider(trx, ctx, attemptId, now);
    if (!choice) return null;
    const { limit, provider } = choice;
    const due = await lockDueDeliveries(trx, { now: input.dueBy ?? now, limit, day: input.day });
    const [first] = due;
    if (!first) return null;
    const claim: Claim = {
      attemptId: null,
      provider: provider.name,
      idempotencyKey: '',
      emailDate: now,
      editionId: first.editionId,
      claimed: 0,
      excluded: 0,
      postponed: 0,
    };
    const eligible = await skipIneligible(trx, due, now, claim);
    const ready = await composeMissing(ctx, trx, pools, eligible, now, claim);
    if (ready.length === 0) return claim;
    claim.attemptId = attemptId;
    claim.idempotencyKey = `paperboy-${attemptId}`;
    claim.claimed = ready.length;
    await recordProbe(trx, choice, now);
    await insertClaim(
      trx,
      {
        id: attemptId,
        editionId: first.editionId,
        provider: provider.name,
        idempotencyKey: claim.idempotencyKey,
        leasedUntil: new Date(now.getTime() + LEASE_MS),
        now,
      },
      ready.map((delivery) => delivery.id),
    );
    return claim;
  });
}

/** Splits off, by reason, whom nothing may be sent to; shared by the claim and by the moment of sending. */
export async function findIneligible(
  trx: Transaction<Database>,
  deliveries: readonly Delivery[],
): Promise<Map<string, string[]>> {
  const addresses = deliveries.flatMap((delivery) => delivery.address ?? []);
  const suppressed = await findSuppressed(trx, addresses);
  const byReason = new Map<string, string[]>();
  for (const delivery of deliveries) {
    const reason =
      skipReasonFor(delivery.subscriberState) ??
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
  const gone = new Set([...byReason.values()].flat());
  const circuits = [...(await readCircuits(trx)).values()];
  const late = due.filter((delivery) => !gone.has(delivery.id) && isLate(delivery, circuits, now));
  if (late.length > 0)
    byReason.set(
      'too-late',
      late.map((delivery) => delivery.id),
    );
  for (const [reason, ids] of byReason) {
    await skipDeliveries(trx, ids, reason, now);
    for (const id of ids) gone.add(id);
  }
  claim.excluded += gone.size;
  return due.filter((delivery) => !gone.has(delivery.id));
}

/**
 * Whether the morning has passed. A digest that is composed was on its way when the provider asked to wait: it counts from when it may
 * go. What had to wait because enough was sent that day counts from the end of that, but for a day at most.
 */
function isLate(delivery: Delivery, circuits: readonly Circuit[], now: Date): boolean {
  const since = delivery.digest === null ? delivery.lateFrom : delivery.dueAt;
  const from = latenessStart(since, circuits, EDITION.lateAfterHours * HOUR_MS);
  const hoursSince = (moment: Date) => (now.getTime() - moment.getTime()) / HOUR_MS;
  return (
    hoursSince(from) > EDITION.lateAfterHours || hoursSince(delivery.lateFrom) > EDITION.expiresAfterHours
  );
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
  const pool = withoutPapers(newest, quarantined);
  const unreadable = newest.unreadable.filter((paperId) => !quarantined.has(paperId));
  const error = new Error('its card in the pool cannot be read');
  await quarantinePapers(
    ctx,
    'composing',
    unreadable.map((paperId) => ({ paperId, error })),
    trx,
  );
  const recipients = missing.map(({ id, subscriberId }) => ({ deliveryId: id, subscriberId }));
  const composed = await assembleWithoutQuarantined(ctx, trx, pool, recipients);
  const made = missing.flatMap((delivery) => {
    const composition = composed.get(delivery.id) ?? null;
    return composition === null ? [] : [{ deliveryId: delivery.id, composition }];
  });
  await storeDigests(trx, pool, made);
  const composedIds = new Set(made.map((each) => each.deliveryId));
  ready.push(...missing.filter((delivery) => composedIds.has(delivery.id)));
  const empty = missing.filter((delivery) => !composedIds.has(delivery.id)).map((delivery) => delivery.id);
  await skipDeliveries(trx, empty, 'nothing-new', now);
  claim.excluded += empty.length;
  return ready;
}
