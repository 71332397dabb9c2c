import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { type Preference, preferenceSchema } from '../preferences/preference.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** `subscribe` asks for the digest, `link` for the link to one's preferences. */
export type SignUpRequestKind = 'subscribe' | 'link';

/** A request from a form, stored before anything looks up the address (normalized). */
export interface SignUpRequest {
  id: string;
  kind: SignUpRequestKind;
  address: string;
  source: string;
  preference: Preference | null;
}

/** Stores a request. */
export async function insertSignUpRequest(db: Db, request: SignUpRequest, now: Date): Promise<void> {
  const { preference, ...rest } = request;
  await db
    .insertInto('asks')
    .values({ ...rest, preference: preference && JSON.stringify(preference), asked_at: now })
    .execute();
}

/** Reads a request; undefined once it has been answered. */
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

/** Deletes a request that has been answered. */
export async function deleteSignUpRequest(db: Db, id: string): Promise<void> {
  await db.deleteFrom('asks').where('id', '=', id).execute();
}

/** Ids of requests older than `requestedBefore`: their job was lost, or never added. */
export async function readPendingSignUpRequests(db: Db, requestedBefore: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('asks')
    .select('id')
    .where('asked_at', '<', requestedBefore)
    .orderBy('asked_at')
    .limit(1_000)
    .execute();
  return rows.map((row) => row.id);
}
