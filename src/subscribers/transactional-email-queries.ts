import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/**
 * Puts a transactional mail on the list of what is to be sent and returns its id, or null when the same one
 * (by its key) is there already. The delivery step sends it; the job that starts it carries only this id.
 */
export async function insertTransactionalEmail(
  db: Db,
  notification: { id: string; subscriberId: string; kind: string; dedupeKey: string; now: Date },
): Promise<string | null> {
  const inserted = await db
    .insertInto('notifications')
    .values({
      id: notification.id,
      subscriber_id: notification.subscriberId,
      language: sql<string>`coalesce(
        (select language from preferences where subscriber_id = ${notification.subscriberId}::uuid), 'en')`,
      kind: notification.kind,
      dedupe_key: notification.dedupeKey,
      state: 'planned',
      reason: null,
      provider: null,
      provider_id: null,
      payload_hash: null,
      created_at: notification.now,
      started_at: null,
      settled_at: null,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id ?? null;
}
