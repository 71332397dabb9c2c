import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Edition } from '../../editions/edition.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Subscribers of one cadence with the same send time. */
export interface AudienceGroup {
  timeZone: string;
  sendHour: number;
  weeklyDay: number;
}

/**
 * Distinct time zones, hours and days of the active subscribers with that cadence: few, however many
 * subscribers there are.
 */
export async function readAudienceGroups(db: Db, cadence: string): Promise<AudienceGroup[]> {
  const rows = await db
    .selectFrom('preferences')
    .innerJoin('subscribers', 'subscribers.id', 'preferences.subscriber_id')
    .select(['time_zone', 'send_hour', 'weekly_day'])
    .distinct()
    .where('cadence', '=', cadence)
    .where('subscribers.state', '=', 'active')
    .orderBy('time_zone')
    .orderBy('send_hour')
    .orderBy('weekly_day')
    .execute();
  return rows.map((row) => ({ timeZone: row.time_zone, sendHour: row.send_hour, weeklyDay: row.weekly_day }));
}

/**
 * Inserts the missing deliveries of these groups and adds their number to the edition's audience. The id is
 * derived from edition and subscriber, so links, Message-ID and bytes are the same however often planning
 * runs. A subscriber with a digest of another edition on that local day is left out.
 */
export async function insertDeliveries(
  trx: Transaction<Database>,
  edition: Edition,
  groups: readonly (AudienceGroup & { sendAt: Date; localDay: string })[],
  now: Date,
): Promise<number> {
  let planned = 0;
  for (const group of groups) {
    const result = await sql`
      insert into deliveries (id, edition_id, subscriber_id, state, send_at, due_at, local_day, created_at)
      select md5(${edition.id} || ' ' || subscribers.id)::uuid, ${edition.id}, subscribers.id, 'planned',
        ${group.sendAt}, ${group.sendAt}, ${group.localDay}, ${now}
      ${fromAudience(edition, group)}
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

/** Counts the rows that planning would insert for these groups now. */
export async function countMissingDeliveries(
  db: Db,
  edition: Edition,
  groups: readonly (AudienceGroup & { localDay: string })[],
): Promise<number> {
  let missing = 0;
  for (const group of groups) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count ${fromAudience(edition, group)} and not exists (
        select from deliveries where edition_id = ${edition.id} and subscriber_id = subscribers.id)`.execute(
      db,
    );
    missing += rows[0]?.count ?? 0;
  }
  return missing;
}

/** `from` and `where` clause for the subscribers of a group that an edition is for. */
function fromAudience(edition: Edition, group: AudienceGroup & { localDay: string }) {
  return sql`
    from subscribers join preferences on preferences.subscriber_id = subscribers.id
    where subscribers.state = 'active' and preferences.cadence = ${edition.cadence}
      and preferences.time_zone = ${group.timeZone} and preferences.send_hour = ${group.sendHour}
      and preferences.weekly_day = ${group.weeklyDay}
      -- A subscriber who changes cadence, hour or zone during the day may already have that day's digest.
      and not exists (
        select from deliveries as other
        where other.subscriber_id = subscribers.id and other.local_day = ${group.localDay}
          and other.edition_id <> ${edition.id} and other.state <> 'excluded'
      )`;
}
