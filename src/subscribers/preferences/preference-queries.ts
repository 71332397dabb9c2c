import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { TOPIC_RENAMES, TOPIC_SLUGS } from '../../../config/topics/taxonomy.ts';
import type { Database } from '../../db/schema.ts';
import { DIRECTIONS, type Mark, topicWeights } from './mark.ts';
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
      // Parsed leniently: a topic that was renamed since must not break an edition.
      preferenceSchema.parse({
        interests: parseStoredInterests(row.interests),
        cadence: row.cadence,
        weeklyDay: row.weekly_day,
        size: row.size,
        sendHour: row.send_hour,
        timeZone: timeZoneOrUtc(row.time_zone),
        skipQuietDays: row.skip_quiet_days,
        language: languageOrDefault(row.language),
        ...(row.marks === null ? {} : { weights: topicWeights(parseStoredMarks(row.marks)) }),
      }),
    ]),
  );
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

/** Stored marks under the current names of their topics; a mark on a removed topic is dropped. */
function parseStoredMarks(value: unknown): Pick<Mark, 'topic' | 'direction'>[] {
  return storedMarks.parse(value).flatMap(({ topic, direction }) => {
    const slug = TOPIC_RENAMES[topic] ?? topic;
    return TOPIC_SLUGS.has(slug) ? [{ topic: slug, direction }] : [];
  });
}

/** Stored interests that are still valid; a renamed topic appears under its new name. */
export function parseStoredInterests(value: unknown): Interest[] {
  return storedInterests.parse(value).flatMap((stored) => {
    const renamed = stored.kind === 'topic' ? TOPIC_RENAMES[stored.value] : undefined;
    const parsed = interestSchema.safeParse({ ...stored, value: renamed ?? stored.value });
    return parsed.success ? [parsed.data] : [];
  });
}
