import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { SUBMITTER } from './cold/past-list-queries.ts';
import type { PoolPlace } from './pool-difference.ts';
import type { ScoredPaper } from './score.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Places of a revision's papers, best first; empty if there is no such revision. */
export async function readPoolPlaces(db: Db, poolId: string, revision: number): Promise<PoolPlace[]> {
  const { rows } = await sql<PoolPlace>`
    select paper_id as "paperId", card ->> 'title' as title,
      coalesce((
        select (standing ->> 'rank')::integer from jsonb_array_elements(scores -> 'topics') as standing
        where standing ->> 'topic' = ''), 0) as rank,
      scores ->> 'pinned' as pinned, coalesce((card ->> 'edited')::boolean, false) as edited
    from pool_papers where pool_id = ${poolId} and revision = ${revision}
    order by rank, paper_id`.execute(db);
  return rows;
}

/** A paper of a revision as the dashboard shows it, with its scores. */
export interface PoolPaperRow {
  paperId: string;
  title: string;
  abstract: string | null;
  summary: string | null;
  edited: boolean;
  /** True if the summary is a language model's. */
  generated: boolean;
  scores: ScoredPaper;
}

/** One page of a revision's papers, best first. `search` matches part of a title or an id. */
export async function readPoolPapers(
  db: Db,
  which: { poolId: string; revision: number; search?: string; limit: number; offset?: number },
): Promise<PoolPaperRow[]> {
  const like = `%${(which.search ?? '').replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const { rows } = await sql<PoolPaperRow>`
    select paper_id as "paperId", card ->> 'title' as title,
      card ->> 'abstract' as abstract, card ->> 'summary' as summary,
      coalesce((card ->> 'edited')::boolean, false) as edited,
      coalesce((card ->> 'generated')::boolean, false) as generated, scores
    from pool_papers where pool_id = ${which.poolId} and revision = ${which.revision}
      and (card ->> 'title' ilike ${like} or paper_id ilike ${like})
    order by (select (standing ->> 'rank')::integer from jsonb_array_elements(scores -> 'topics') as standing
      where standing ->> 'topic' = ''), paper_id
    limit ${which.limit} offset ${which.offset ?? 0}`.execute(db);
  return rows;
}

/** A paper of a revision with the cold model that its ranking used, and whether it is on a list. */
export interface RankedPaperRow {
  card: unknown;
  scores: ScoredPaper;
  listed: boolean;
  submitter: string | null;
  /** Null for revisions from before the cold model. */
  coldModel: string | null;
}

/** One paper of a revision, or undefined. */
export async function findRankedPaper(
  db: Db,
  which: { poolId: string; revision: number; paperId: string },
): Promise<RankedPaperRow | undefined> {
  const { rows } = await sql<RankedPaperRow>`
    select card, scores, pool_revisions.inputs ->> 'coldModel' as "coldModel",
      exists (select from daily_lists where daily_lists.paper_id = pool_papers.paper_id) as listed,
      (select ${SUBMITTER} from papers where papers.id = pool_papers.paper_id) as submitter
    from pool_papers join pool_revisions using (pool_id, revision)
    where pool_id = ${which.poolId} and revision = ${which.revision} and paper_id = ${which.paperId}`.execute(
    db,
  );
  return rows[0];
}

/**
 * Ranks of these papers in the newest of those pools (their ids end with the day) that was ranked: within a
 * topic, or among all papers for ''. Papers that were not candidates have none.
 */
export async function readRanksInTopic(
  db: Kysely<Database>,
  poolIds: readonly string[],
  topic: string,
  paperIds: readonly string[],
): Promise<Map<string, number>> {
  if (paperIds.length === 0 || poolIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; rank: number }>`
    with newest as (
      select pool_id, revision from pool_revisions where pool_id = any(${[...poolIds]}::text[])
      order by pool_id desc, revision desc limit 1
    )
    select paper_id as id, (standing ->> 'rank')::integer as rank
    from newest join pool_papers using (pool_id, revision),
      jsonb_array_elements(scores -> 'topics') as standing
    where paper_id = any(${[...paperIds]}::text[]) and standing ->> 'topic' = ${topic}`.execute(db);
  return new Map(rows.map((row) => [row.id, row.rank]));
}
