import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { latenessOfEdition } from '../../editions/edition.ts';
import type { DeliveryState } from '../pipeline/delivery.ts';
import { skippedUnlessAccepted } from '../pipeline/delivery-queries.ts';
import { INELIGIBLE_REASON } from '../status/ineligible-queries.ts';

type Trx = Transaction<Database>;

/** Counts the deliveries of an edition by state; states without any are absent. */
export async function countDeliveriesByState(
  trx: Trx,
  edition: string,
): Promise<Partial<Record<DeliveryState, number>>> {
  const rows = await trx
    .selectFrom('deliveries')
    .select('state')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('edition_id', '=', edition)
    .groupBy('state')
    .orderBy('state')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

/** Counts the scheduled deliveries that are due now, and those that are too late to be sent. */
export async function countDueAndTooLate(
  trx: Trx,
  edition: string,
  now: Date,
): Promise<{ due: number; tooLate: number }> {
  const { lateAfterHours, expiresAfterHours } = latenessOfEdition(edition);
  const hoursAgo = (hours: number) => sql`${new Date(now.getTime() - hours * 3_600_000)}::timestamptz`;
  const lateAfter = sql`make_interval(hours => ${lateAfterHours}::int)`;
  // The claim decides (isLate in claim.ts, latenessStart in circuit-breaker.ts); this is the same rule for
  // all rows at once.
  const { rows } = await sql<{ due: number; tooLate: number }>`
    select count(*) filter (where due_at <= ${now}::timestamptz) as due, count(*) filter (
      where late_from < ${hoursAgo(expiresAfterHours)} or greatest(since, (
        select max(held_until) from provider_states where held_from <= since + ${lateAfter}
      )) < ${hoursAgo(lateAfterHours)}) as "tooLate"
    from (
      select due_at, coalesce(asked_again_at, send_at) as late_from,
        case when digest is null then coalesce(asked_again_at, send_at) else due_at end as since
      from deliveries where edition_id = ${edition} and state = 'planned'
    ) as waiting`.execute(trx);
  return rows[0] ?? { due: 0, tooLate: 0 };
}

/** planned → excluded for all scheduled deliveries; returns their number and releases their papers. */
export async function skipScheduled(trx: Trx, edition: string, reason: string, now: Date): Promise<number> {
  const { rows } = await sql<{ state: string }>`
    update deliveries set ${skippedUnlessAccepted(reason, now)}
    where edition_id = ${edition} and state = 'planned' returning state`.execute(trx);
  await sql`
    delete from sent_papers using deliveries
    where deliveries.id = delivery_id and edition_id = ${edition} and state = 'excluded' and not exists (
      select from attempt_deliveries as attempt
      where attempt.delivery_id = sent_papers.delivery_id and outcome in ('accepted', 'uncertain')
    )`.execute(trx);
  return rows.filter((row) => row.state === 'excluded').length;
}

/**
 * Reschedules the deliveries in these states, of one subscriber or all, as due now; returns their number. A
 * composition is kept if its papers are still reserved, because it may have arrived; otherwise the digest is
 * composed again, because its papers may have gone to another one since (rule 1). Attempts and lateness count
 * from now.
 */
export async function rescheduleDeliveries(
  trx: Trx,
  which: {
    edition: string;
    states: readonly DeliveryState[];
    subscriberId?: string | undefined;
    /** Skips subscribers who are not eligible. */
    eligibleOnly?: boolean;
  },
  reason: string,
  now: Date,
): Promise<number> {
  const eligible = which.eligibleOnly ? sql`and ${INELIGIBLE_REASON} is null` : sql``;
  const bySubscriber =
    which.subscriberId === undefined ? sql`` : sql`and subscriber_id = ${which.subscriberId}`;
  const result = await sql`
    update deliveries set state = 'planned', due_at = ${now}, asked_again_at = ${now}, attempts = 0,
      settled_at = null, most_together = null, reason = ${reason},
      digest = case when exists (select from sent_papers where delivery_id = deliveries.id) then digest end
    where edition_id = ${which.edition} and state = any(${which.states}) ${bySubscriber} ${eligible}`.execute(
    trx,
  );
  return Number(result.numAffectedRows ?? 0);
}

/** uncertain → accepted because an operator confirmed it, for one subscriber or all; returns their number. */
export async function acceptUncertain(
  trx: Trx,
  which: { edition: string; subscriberId?: string | undefined },
  reason: string,
  now: Date,
): Promise<number> {
  const bySubscriber =
    which.subscriberId === undefined ? sql`` : sql`and subscriber_id = ${which.subscriberId}`;
  const { rows } = await sql<{ id: string }>`
    update deliveries set state = 'accepted', reason = ${reason}, settled_at = ${now}
    where edition_id = ${which.edition} and state = 'uncertain' ${bySubscriber} returning id`.execute(trx);
  await sql`
    update attempt_deliveries set outcome = 'accepted', reason = ${reason}
    where outcome = 'uncertain' and delivery_id = any(${rows.map((row) => row.id)}::uuid[])`.execute(trx);
  return rows.length;
}

/** One subscriber's delivery in an edition. `rebuildable` is false once its pool revision was deleted. */
export async function readSubscriberDelivery(
  trx: Trx,
  edition: string,
  subscriberId: string,
): Promise<{ id: string; state: DeliveryState; rebuildable: boolean } | undefined> {
  const row = await trx
    .selectFrom('deliveries')
    .leftJoin('pool_revisions', (join) =>
      join
        .onRef('pool_revisions.pool_id', '=', 'deliveries.pool_id')
        .onRef('pool_revisions.revision', '=', 'deliveries.pool_revision'),
    )
    .select(['deliveries.id', 'state', 'pool_revisions.pool_id as pool'])
    .where('edition_id', '=', edition)
    .where('subscriber_id', '=', subscriberId)
    .executeTakeFirst();
  return row && { id: row.id, state: row.state as DeliveryState, rebuildable: row.pool !== null };
}

/**
 * uncertain → accepted, in the delivery and its newest uncertain attempt, because the provider reported on
 * it: a provider that reports on an email has accepted it. Deliveries in other states do not change, so
 * reports may arrive twice and late. The next send slot finishes the edition.
 */
export async function acceptReported(
  trx: Trx,
  reported: { deliveryId: string; providerId: string | null },
  now: Date,
): Promise<boolean> {
  const { deliveryId, providerId } = reported;
  const moved = await trx
    .updateTable('deliveries')
    .set((eb) => ({
      state: 'accepted',
      reason: null,
      settled_at: now,
      provider_id: eb.fn.coalesce(eb.val(providerId), 'provider_id'),
    }))
    .where('id', '=', deliveryId)
    .where('state', '=', 'uncertain')
    .returning('id')
    .executeTakeFirst();
  if (!moved) return false;
  await sql`
    update attempt_deliveries
    set outcome = 'accepted', reason = null, provider_id = coalesce(${providerId}, provider_id)
    where outcome = 'uncertain' and delivery_id = ${deliveryId} and attempt_id = (
      select attempt_id from attempt_deliveries join delivery_attempts on delivery_attempts.id = attempt_id
      where delivery_id = ${deliveryId} and outcome = 'uncertain' order by claimed_at desc, attempt_id limit 1
    )`.execute(trx);
  return true;
}
