import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/**
 * Stores a transactional email to be sent and returns its id, or null when one with this key already exists.
 * The job that sends it carries only the id.
 */
export async function insertTransactionalEmail(
  db: Db,
  email: { id: string; subscriberId: string; kind: string; dedupeKey: string; now: Date },
): Promise<string | null> {
  const inserted = await db
    .insertInto('notifications')
    .values({
      id: email.id,
      subscriber_id: email.subscriberId,
      language: sql<string>`coalesce(
        (select language from preferences where subscriber_id = ${email.subscriberId}::uuid), 'en')`,
      kind: email.kind,
      dedupe_key: email.dedupeKey,
      state: 'planned',
      reason: null,
      provider: null,
      provider_id: null,
      payload_hash: null,
      created_at: email.now,
      started_at: null,
      settled_at: null,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id ?? null;
}
