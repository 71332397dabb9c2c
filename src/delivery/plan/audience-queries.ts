import { type Kysely, sql, type Transaction } from 'kysely';
import { addDays } from '../../day.ts';
import type { Database } from '../../db/schema.ts';
import type { Edition } from '../../editions/edition.ts';
import { releasePapers } from '../pipeline/delivery-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Subscribers of one cadence with the same send time. */
export interface AudienceGroup {
  timeZone: string;
  sendHour: number;
  weeklyDay: number;
}

/** A group with the send time of one edition. */
export interface DueGroup extends AudienceGroup {
  sendAt: Date;
  /** YYYY-MM-DD. */
  localDay: string;
}

/**
 * Distinct time zones, hours and days of the subscribers with that cadence who are active, or whose pause ends
 * by the last local day of the edition: few, however many subscribers there are. Only that of one subscriber
 * if an id is given.
 */
export async function readAudienceGroups(
  db: Db,
  edition: Pick<Edition, 'cadence' | 'day'>,
  subscriberId?: string,
): Promise<AudienceGroup[]> {
  const rows = await db
    .selectFrom('preferences')
    .innerJoin('subscribers', 'subscribers.id', 'preferences.subscriber_id')
    .select(['time_zone', 'send_hour', 'weekly_day'])
    .distinct()
    .where('cadence', '=', edition.cadence)
    .where(receivesOn(addDays(edition.day, 1)))
    .$if(subscriberId !== undefined, (query) => query.where('subscribers.id', '=', subscriberId ?? ''))
    .orderBy('time_zone')
    .orderBy('send_hour')
    .orderBy('weekly_day')
    .execute();
  return rows.map((row) => ({ timeZone: row.time_zone, sendHour: row.send_hour, weeklyDay: row.weekly_day }));
}

/**
 * Inserts the missing deliveries of these groups and adds their number to the edition's audience. The id is
 * derived from edition and subscriber, so links, Message-ID and bytes are the same however often planning
 * runs. A subscriber with a digest of another edition on that local day is left out, and one who chose the
 * send time after it had passed. Only deliveries of one subscriber if an id is given.
 */
export async function insertDeliveries(
  trx: Transaction<Database>,
  edition: Edition,
  groups: readonly DueGroup[],
  now: Date,
  subscriberId?: string,
): Promise<number> {
  let planned = 0;
  for (const group of groups) {
    const result = await sql`
      insert into deliveries (id, edition_id, subscriber_id, state, send_at, due_at, local_day, created_at)
      select md5(${edition.id} || ' ' || subscribers.id)::uuid, ${edition.id}, subscribers.id, 'planned',
        ${group.sendAt}, ${group.sendAt}, ${group.localDay}, ${now}
      ${fromAudience(edition, group, now, subscriberId)}
      on conflict (edition_id, subscriber_id) do nothing`.execute(trx);
    planned += Number(result.numAffectedRows ?? 0);
  }
  await trx
    .updateTable('editions')
    .set((eb) => ({ audience: eb('audience', '+', planned), planned_at: now }))
    .where('id', '=', edition.id)
    .execute();
  return planned;
}

/**
 * Plans one delivery for an active subscriber, unless they already have one of that edition or on that local
 * day, and adds it to the edition's audience. Returns whether a delivery of that edition is scheduled for
 * them, by this or an earlier call. The caller locks the edition's row.
 */
export async function insertFirstDelivery(
  trx: Transaction<Database>,
  edition: Edition,
  first: { subscriberId: string; sendAt: Date; localDay: string },
  now: Date,
): Promise<boolean> {
  const { subscriberId, sendAt, localDay } = first;
  const inserted = await sql`
    insert into deliveries (id, edition_id, subscriber_id, state, send_at, due_at, local_day, created_at)
    select md5(${edition.id} || ' ' || id)::uuid, ${edition.id}, id, 'planned',
      ${sendAt}, ${sendAt}, ${localDay}, ${now}
    from subscribers where id = ${subscriberId} and state = 'active' and not exists (
      select from deliveries
      where subscriber_id = ${subscriberId} and local_day = ${localDay} and state <> 'excluded'
    )
    on conflict (edition_id, subscriber_id) do nothing`.execute(trx);
  const added = Number(inserted.numAffectedRows ?? 0);
  if (added > 0) {
    await trx
      .updateTable('editions')
      .set((eb) => ({ audience: eb('audience', '+', added) }))
      .where('id', '=', edition.id)
      .execute();
  }
  const row = await trx
    .selectFrom('deliveries')
    .select('id')
    .where('edition_id', '=', edition.id)
    .where('subscriber_id', '=', subscriberId)
    // A settled delivery will not be sent: the subscriber left before it, or got it and then returned.
    .where((eb) => eb.or([eb('created_at', '=', now), eb('state', 'in', ['planned', 'sending'])]))
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Deletes deliveries whose subscriber has chosen another schedule since they were planned, and subtracts them
 * from the edition's audience; those already attempted, or due by now, keep their time. Returns their number.
 * Only deliveries of one subscriber if an id is given. The caller locks the edition's row.
 */
export async function deleteOutdated(
  trx: Transaction<Database>,
  editionId: string,
  now: Date,
  subscriberId: string | null = null,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select deliveries.id from preferences join deliveries using (subscriber_id)
    where edition_id = ${editionId} and deliveries.state = 'planned' and due_at > ${now}
      ${subscriberId === null ? sql`` : sql`and preferences.subscriber_id = ${subscriberId}::uuid`}
      -- A row is younger than its edition, and few subscribers changed their schedule since: uses the index.
      and schedule_since > (select opened_at from editions where id = ${editionId})
      and schedule_since > deliveries.created_at and asked_again_at is null
      and not exists (select from attempt_deliveries where delivery_id = deliveries.id)
    for update of deliveries skip locked`.execute(trx);
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  await releasePapers(trx, ids);
  await trx.deleteFrom('deliveries').where('id', 'in', ids).execute();
  await trx
    .updateTable('editions')
    .set((eb) => ({ audience: eb('audience', '-', ids.length) }))
    .where('id', '=', editionId)
    .execute();
  return ids.length;
}

/** Local days (YYYY-MM-DD) from `from` on with a scheduled digest of a subscriber, and with any. */
export async function readLocalDays(
  db: Db,
  subscriberId: string,
  from: string,
): Promise<{ scheduled: string[]; taken: Set<string> }> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['local_day', 'state'])
    .where('subscriber_id', '=', subscriberId)
    .where('local_day', '>=', from)
    .where('state', '<>', 'excluded')
    .execute();
  const scheduled = rows.filter(({ state }) => state === 'planned' || state === 'sending');
  return {
    scheduled: scheduled.map((row) => row.local_day),
    taken: new Set(rows.map((row) => row.local_day)),
  };
}

/** Counts the rows that planning would insert for these groups now. */
export async function countMissingDeliveries(
  db: Db,
  edition: Edition,
  groups: readonly DueGroup[],
  now: Date,
): Promise<number> {
  let missing = 0;
  for (const group of groups) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count ${fromAudience(edition, group, now)} and not exists (
        select from deliveries where edition_id = ${edition.id} and subscriber_id = subscribers.id)`.execute(
      db,
    );
    missing += rows[0]?.count ?? 0;
  }
  return missing;
}

/** Condition on `subscribers`: gets the digest of that local day, because no pause covers it. */
function receivesOn(localDay: string) {
  return sql<boolean>`(subscribers.state = 'active'
    or (subscribers.state = 'paused' and subscribers.paused_until <= ${localDay}))`;
}

/**
 * `from` and `where` clause for the subscribers of a group that an edition is for. A send time that has passed
 * counts for those who had chosen it before: then planning is late, else they are.
 */
function fromAudience(edition: Edition, group: DueGroup, now: Date, subscriberId: string | null = null) {
  return sql`
    from subscribers join preferences on preferences.subscriber_id = subscribers.id
    where ${receivesOn(group.localDay)} and preferences.cadence = ${edition.cadence}
      ${subscriberId === null ? sql`` : sql`and subscribers.id = ${subscriberId}::uuid`}
      and preferences.time_zone = ${group.timeZone} and preferences.send_hour = ${group.sendHour}
      and preferences.weekly_day = ${group.weeklyDay}
      and (${group.sendAt}::timestamptz >= ${now}::timestamptz or
        greatest(preferences.schedule_since, subscribers.state_changed_at) <= ${group.sendAt}::timestamptz)
      -- A subscriber who changes cadence, hour or zone during the day may already have that day's digest.
      and not exists (
        select from deliveries as other
        where other.subscriber_id = subscribers.id and other.local_day = ${group.localDay}
          and other.edition_id <> ${edition.id} and other.state <> 'excluded'
      )`;
}
