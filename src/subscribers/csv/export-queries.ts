import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { type Preference, preferenceSchema } from '../preferences/preference.ts';
import { readPreferences } from '../preferences/preference-queries.ts';
import { SUBSCRIBER_COLUMNS, type Subscriber, subscriberFromRow } from '../subscriber-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Yields all subscribers except erased ones with their preferences, oldest first, read in batches. */
export async function* readAllSubscribers(
  db: Db,
  batch = 500,
): AsyncGenerator<{ subscriber: Subscriber; preference: Preference }> {
  let after = { createdAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const rows = await db
      .selectFrom('subscribers')
      .select(SUBSCRIBER_COLUMNS)
      .where('state', '<>', 'erased')
      .where(sql<boolean>`(created_at, id) > (${after.createdAt}, ${after.id}::uuid)`)
      .orderBy('created_at')
      .orderBy('id')
      .limit(batch)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    after = { createdAt: last.created_at, id: last.id };
    const preferences = await readPreferences(
      db,
      rows.map((row) => row.id),
    );
    for (const row of rows) {
      yield {
        subscriber: subscriberFromRow(row),
        preference: preferences.get(row.id) ?? preferenceSchema.parse({}),
      };
    }
  }
}
