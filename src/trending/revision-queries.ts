import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { PoolRevision } from './pool.ts';
import type { PoolPlace } from './pool-difference.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** How the papers of a revision stand, best first; empty where there is no such revision. */
export async function readPlaces(db: Db, poolId: string, revision: number): Promise<PoolPlace[]> {
  const { rows } = await sql<PoolPlace>`
    select paper_id as "paperId", card ->> 'title' as title,
      coalesce((select (standing ->> 'rank')::integer from jsonb_array_elements(scores -> 'topics') as standing
        where standing ->> 'topic' = ''), 0) as rank,
      scores ->> 'pinned' as pinned, coalesce((card ->> 'edited')::boolean, false) as edited
    from pool_papers where pool_id = ${poolId} and revision = ${revision}
    order by rank, paper_id`.execute(db);
  return rows;
}

/** The revisions of a pool, newest first, with how many deliveries were composed from each. */
export async function readRevisions(
  db: Db,
  poolId: string,
): Promise<(PoolRevision & { asOf: Date; composed: number })[]> {
  const { rows } = await sql<PoolRevision & { asOf: Date; composed: number }>`
    select pool_id as "poolId", revision, papers, created_at as "createdAt", as_of as "asOf",
      (select count(*) from deliveries
        where deliveries.pool_id = pool.pool_id and pool_revision = revision and digest is not null
          and state <> 'excluded') as composed
    from pool_revisions as pool where pool_id = ${poolId} order by revision desc`.execute(db);
  return rows;
}

/** The revision of a pool that was the newest at that moment, or undefined. */
export async function revisionAt(db: Db, poolId: string, moment: Date): Promise<number | undefined> {
  const row = await db
    .selectFrom('pool_revisions')
    .select('revision')
    .where('pool_id', '=', poolId)
    .where('created_at', '<=', moment)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.revision;
}
