import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Edition, EditionState } from '../../editions/edition.ts';
import { type DeliveryTotals, totalsOf } from './delivery.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Subscribers of one cadence who get their mail at the same moment. */
export interface AudienceGroup {
  timeZone: string;
  sendHour: number;
  weeklyDay: number;
}

/** The distinct zones, hours and days of active subscribers with that cadence: few, however many people there are. */
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

/** Makes the edition's row if need be, and returns whether it is open. The row stays locked for the transaction. */
export async function openEdition(trx: Transaction<Database>, edition: Edition, now: Date): Promise<boolean> {
  await trx
    .insertInto('editions')
    .values({ ...edition, state: 'open', reason: null, opened_at: now, planned_at: null, finished_at: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const row = await trx
    .selectFrom('editions')
    .select('state')
    .where('id', '=', edition.id)
    // Not FOR UPDATE, for which every claim would wait: its attempt's row refers to the edition.
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return row.state === 'open';
}

/**
 * Writes the missing delivery rows of these groups and adds their number to the edition's audience. The id follows
 * from edition and subscriber, so that links, Message-ID and bytes are the same however often planning runs. Nobody gets two
 * mails on one day of theirs.
 */
export async function insertPlanned(
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
      ${wantedIn(edition, group)}
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

/** How many rows planning would write for these groups now. */
export async function countMissing(
  db: Db,
  edition: Edition,
  groups: readonly (AudienceGroup & { localDay: string })[],
): Promise<number> {
  let missing = 0;
  for (const group of groups) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count ${wantedIn(edition, group)} and not exists (
        select from deliveries where edition_id = ${edition.id} and subscriber_id = subscribers.id)`.execute(
      db,
    );
    missing += rows[0]?.count ?? 0;
  }
  return missing;
}

/** `from` and `where` of whoever of a group an edition is for. */
function wantedIn(edition: Edition, group: AudienceGroup & { localDay: string }) {
  return sql`
    from subscribers join preferences on preferences.subscriber_id = subscribers.id
    where subscribers.state = 'active' and preferences.cadence = ${edition.cadence}
      and preferences.time_zone = ${group.timeZone} and preferences.send_hour = ${group.sendHour}
      and preferences.weekly_day = ${group.weeklyDay}
      -- Whoever changes cadence, hour or zone after breakfast has had that day's mail.
      and not exists (
        select from deliveries as other
        where other.subscriber_id = subscribers.id and other.local_day = ${group.localDay}
          and other.edition_id <> ${edition.id} and other.state <> 'excluded'
      )`;
}

/**
 * Closes the books of every planned edition that has nothing planned, in work or uncertain and as many rows as were planned;
 * returns the ids of those that are finished by it. A cancelled one stays cancelled. The rows are locked first: one
 * that is being planned at this moment is passed over, and what counts is seen after the lock.
 */
export async function finishEditions(db: Kysely<Database>, now: Date): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    const candidates = await trx
      .selectFrom('editions')
      .select('id')
      .where('state', 'in', ['open', 'cancelled'])
      .where('planned_at', 'is not', null)
      .where('finished_at', 'is', null)
      .forNoKeyUpdate()
      .skipLocked()
      .execute();
    if (candidates.length === 0) return [];
    const { rows } = await sql<{ id: string; state: string }>`
      update editions set finished_at = ${now}, state = case state when 'open' then 'finished' else state end
      where id = any(${candidates.map((row) => row.id)})
        and not exists (
          select from deliveries where edition_id = editions.id and state in ('planned', 'sending', 'uncertain'))
        and audience = (select count(*) from deliveries where edition_id = editions.id)
      returning id, state`.execute(trx);
    return rows.filter((row) => row.state === 'finished').map((row) => row.id);
  });
}

/** Moves an edition to another state with a reason; false when it was not in one of `from`. */
export async function moveEdition(
  db: Db,
  id: string,
  from: readonly EditionState[],
  to: EditionState,
  reason: string | null,
): Promise<boolean> {
  const moved = await db
    .updateTable('editions')
    .set({ state: to, reason })
    .where('id', '=', id)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}

/** Records that an edition was never sent because its day had passed; nothing happens when it exists already. */
export async function insertSkipped(db: Db, edition: Edition, reason: string, now: Date): Promise<boolean> {
  const inserted = await db
    .insertInto('editions')
    .values({ ...edition, state: 'skipped', reason, opened_at: now, planned_at: null, finished_at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export interface EditionTotals extends DeliveryTotals {
  id: string;
  cadence: string;
  day: string;
  state: EditionState;
  reason: string | null;
}

/** The books of each edition of a day that exists, by cadence. */
export async function readTotals(db: Db, day: string): Promise<EditionTotals[]> {
  const editions = await db
    .selectFrom('editions')
    .selectAll()
    .where('day', '=', day)
    .orderBy('cadence')
    .execute();
  const counts = await db
    .selectFrom('deliveries')
    .innerJoin('editions', 'editions.id', 'deliveries.edition_id')
    .select(['edition_id', 'deliveries.state', 'deliveries.reason'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('editions.day', '=', day)
    .groupBy(['edition_id', 'deliveries.state', 'deliveries.reason'])
    .execute();
  return editions.map((edition) => ({
    id: edition.id,
    cadence: edition.cadence,
    day: edition.day,
    state: edition.state as EditionState,
    reason: edition.reason,
    ...totalsOf(
      edition.audience,
      counts.filter((row) => row.edition_id === edition.id),
    ),
  }));
}

/** The days of all editions that exist from `from` on, each once. */
export async function readEditionDays(db: Db, from: string): Promise<string[]> {
  const rows = await db
    .selectFrom('editions')
    .select('day')
    .distinct()
    .where('day', '>=', from)
    .orderBy('day')
    .execute();
  return rows.map((row) => row.day);
}

/** The day of the newest edition; null before there is one. */
export async function readNewestEditionDay(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('editions')
    .select('day')
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.day ?? null;
}

/** Whether any delivery of an open edition that is not composed yet falls due before that moment. */
export async function awaitsComposing(db: Db, day: string, before: Date): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .innerJoin('editions', 'editions.id', 'deliveries.edition_id')
    .select('deliveries.id')
    .where('editions.day', '=', day)
    .where('editions.state', '=', 'open')
    .where('deliveries.state', '=', 'planned')
    .where('deliveries.digest', 'is', null)
    .where('deliveries.due_at', '<', before)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
