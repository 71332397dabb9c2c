import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { type Preference, preferenceSchema } from '../preferences/preference.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** What is asked for: the digest, or only the link to one's preferences. */
export type SignUpRequestKind = 'subscribe' | 'link';

/** What somebody asked for at an address (kept form), before anybody has looked whether it is known. */
export interface SignUpRequest {
  id: string;
  kind: SignUpRequestKind;
  address: string;
  source: string;
  preference: Preference | null;
}

/** Writes down what somebody asked for. */
export async function insertSignUpRequest(db: Db, ask: SignUpRequest, now: Date): Promise<void> {
  const { preference, ...rest } = ask;
  await db
    .insertInto('asks')
    .values({ ...rest, preference: preference && JSON.stringify(preference), asked_at: now })
    .execute();
}

/** What was asked, or undefined when it has been answered. */
export async function readSignUpRequest(db: Db, id: string): Promise<SignUpRequest | undefined> {
  const row = await db
    .selectFrom('asks')
    .select(['id', 'kind', 'address', 'source', 'preference'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const preference = preferenceSchema.safeParse(row.preference);
  return {
    ...row,
    kind: row.kind as SignUpRequestKind,
    preference: preference.success ? preference.data : null,
  };
}

/** Forgets what was asked: it is answered. */
export async function deleteSignUpRequest(db: Db, id: string): Promise<void> {
  await db.deleteFrom('asks').where('id', '=', id).execute();
}

/** What has waited since before that moment: its job was lost, or never added. */
export async function readPendingSignUpRequests(db: Db, askedBefore: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('asks')
    .select('id')
    .where('asked_at', '<', askedBefore)
    .orderBy('asked_at')
    .limit(1_000)
    .execute();
  return rows.map((row) => row.id);
}
