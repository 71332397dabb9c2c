import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../db/schema.ts';
import { DIRECTIONS, topicWeights } from './mark.ts';
import {
  type Interest,
  interestSchema,
  languageOrDefault,
  type Preference,
  pickingKey,
  preferenceSchema,
  timeZoneOrUtc,
} from './preference.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Replaces a subscriber's preference, interests included. */
export async function storePreference(
  db: Db,
  subscriberId: string,
  preference: Preference,
  now: Date,
): Promise<void> {
  await storePreferences(db, [{ subscriberId, preference }], now);
}

/** Interests per statement: PostgreSQL allows 65,535 values, and an interest takes four. */
const INTERESTS_PER_STATEMENT = 10_000;

/** Replaces the preferences of up to a few hundred subscribers, each named once. */
export async function storePreferences(
  db: Db,
  stored: readonly { subscriberId: string; preference: Preference }[],
  now: Date,
): Promise<void> {
  if (stored.length === 0) return;
  const rows = stored.map(({ subscriberId, preference }) => ({
    row: { subscriber_id: subscriberId, ...preferenceValues(preference, now) },
    interests: uniqueInterests(preference).map((interest) => ({ subscriber_id: subscriberId, ...interest })),
  }));
  await db
    .insertInto('preferences')
    .values(rows.map(({ row }) => row))
    .onConflict((conflict) =>
      conflict.column('subscriber_id').doUpdateSet((eb) => ({
        cadence: eb.ref('excluded.cadence'),
        weekly_day: eb.ref('excluded.weekly_day'),
        size: eb.ref('excluded.size'),
        send_hour: eb.ref('excluded.send_hour'),
        time_zone: eb.ref('excluded.time_zone'),
        skip_quiet_days: eb.ref('excluded.skip_quiet_days'),
        language: eb.ref('excluded.language'),
        picking_key: eb.ref('excluded.picking_key'),
        updated_at: eb.ref('excluded.updated_at'),
        schedule_since: sql<Date>`case
          when (preferences.cadence, preferences.weekly_day, preferences.send_hour, preferences.time_zone)
            is distinct from (excluded.cadence, excluded.weekly_day, excluded.send_hour, excluded.time_zone)
          then excluded.schedule_since else preferences.schedule_since end`,
      })),
    )
    .execute();
  const ids = stored.map(({ subscriberId }) => subscriberId);
  await db.deleteFrom('interests').where('subscriber_id', 'in', ids).execute();
  const interests = rows.flatMap((each) => each.interests);
  for (let from = 0; from < interests.length; from += INTERESTS_PER_STATEMENT)
    await db
      .insertInto('interests')
      .values(interests.slice(from, from + INTERESTS_PER_STATEMENT))
      .execute();
}

/**
 * Interests without duplicates. When the same one is both followed and muted the later line wins, as a person
 * would expect.
 */
function uniqueInterests({ interests }: Preference): Interest[] {
  return [...new Map(interests.map((each) => [`${each.kind} ${each.value}`, each])).values()];
}

function preferenceValues(preference: Preference, now: Date) {
  return {
    cadence: preference.cadence,
    weekly_day: preference.weeklyDay,
    size: preference.size,
    send_hour: preference.sendHour,
    time_zone: preference.timeZone,
    skip_quiet_days: preference.skipQuietDays,
    language: preference.language,
    picking_key: pickingKey({ size: preference.size, interests: uniqueInterests(preference) }),
    updated_at: now,
    schedule_since: now,
  };
}

/** Reads preferences by subscriber id. A subscriber without one is absent. */
export async function readPreferences(db: Db, ids: readonly string[]): Promise<Map<string, Preference>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('preferences')
    .selectAll()
    .select([
      sql<unknown>`coalesce((
        select jsonb_agg(jsonb_build_object('kind', kind, 'mode', mode, 'value', value) order by kind, value)
        from interests where interests.subscriber_id = preferences.subscriber_id
      ), '[]')`.as('interests'),
      sql<unknown>`(
        select jsonb_agg(jsonb_build_object('topic', topic, 'direction', direction))
        from marks where marks.subscriber_id = preferences.subscriber_id
      )`.as('marks'),
    ])
    .where('subscriber_id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [
      row.subscriber_id,
      // Parsed leniently: what another release wrote must not break an edition.
      preferenceSchema.parse({
        interests: parseStoredInterests(row.interests),
        cadence: row.cadence,
        weeklyDay: row.weekly_day,
        size: row.size,
        sendHour: row.send_hour,
        timeZone: timeZoneOrUtc(row.time_zone),
        skipQuietDays: row.skip_quiet_days,
        language: languageOrDefault(row.language),
        ...(row.marks === null ? {} : { weights: topicWeights(storedMarks.parse(row.marks)) }),
      }),
    ]),
  );
}

/** Locks the next subscribers who follow or mute this topic, in order of their ids, and returns these. */
export async function lockFollowers(
  trx: Transaction<Database>,
  topic: string,
  limit: number,
): Promise<string[]> {
  const rows = await trx
    .selectFrom('preferences')
    .select('subscriber_id')
    .where('subscriber_id', 'in', (eb) =>
      eb
        .selectFrom('interests')
        .select('subscriber_id')
        .where('kind', '=', 'topic')
        .where('value', '=', topic),
    )
    .orderBy('subscriber_id')
    .limit(limit)
    .forUpdate()
    .execute();
  return rows.map((row) => row.subscriber_id);
}

/** Renames a topic in the interests of these subscribers. An interest under the new name stays as it is. */
export async function renameInterests(
  trx: Transaction<Database>,
  ids: readonly string[],
  { from, to }: { from: string; to: string },
): Promise<void> {
  if (ids.length === 0) return;
  const has = (topic: string) =>
    sql<boolean>`exists (select from interests as other where other.subscriber_id = interests.subscriber_id
      and other.kind = 'topic' and other.value = ${topic})`;
  const old = trx
    .deleteFrom('interests')
    .where('subscriber_id', 'in', ids)
    .where('kind', '=', 'topic')
    .where('value', '=', from);
  await old.where(has(to)).execute();
  await trx
    .updateTable('interests')
    .set({ value: to })
    .where('subscriber_id', 'in', ids)
    .where('kind', '=', 'topic')
    .where('value', '=', from)
    .execute();
  for (const [id, preference] of await readPreferences(trx, ids))
    await trx
      .updateTable('preferences')
      .set({ picking_key: pickingKey({ size: preference.size, interests: preference.interests }) })
      .where('subscriber_id', '=', id)
      .execute();
}

/** Number of active subscribers with a weekly digest. */
export async function countWeeklySubscribers(db: Db): Promise<number> {
  const row = await db
    .selectFrom('preferences')
    .innerJoin('subscribers', 'subscribers.id', 'preferences.subscriber_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('cadence', '=', 'weekly')
    .where('subscribers.state', '=', 'active')
    .executeTakeFirstOrThrow();
  return row.count;
}

const storedInterests = z.array(z.object({ kind: z.string(), mode: z.string(), value: z.string() }));

const storedMarks = z.array(z.object({ topic: z.string(), direction: z.enum(DIRECTIONS) }));

/** Stored interests that are valid, topics that are no longer offered included. */
export function parseStoredInterests(value: unknown): Interest[] {
  return storedInterests.parse(value).flatMap((stored) => {
    const parsed = interestSchema.safeParse(stored);
    return parsed.success ? [parsed.data] : [];
  });
}
