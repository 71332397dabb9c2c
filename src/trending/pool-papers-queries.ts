import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { ScoredPaper } from './score.ts';

/** A paper of a revision as an operator looks at it: how it stands, and what led to it. */
export interface PoolPaperRow {
  paperId: string;
  title: string;
  summary: string | null;
  edited: boolean;
  scores: ScoredPaper;
}

/** Papers of a revision, best first, some at a time; `search` finds part of a title or an id. */
export async function readPoolPapers(
  db: Kysely<Database> | Transaction<Database>,
  which: { poolId: string; revision: number; search?: string; limit: number; offset?: number },
): Promise<PoolPaperRow[]> {
  const like = `%${(which.search ?? '').replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const { rows } = await sql<PoolPaperRow>`
    select paper_id as "paperId", card ->> 'title' as title,
      coalesce(card ->> 'summary', card ->> 'abstract') as summary,
      coalesce((card ->> 'edited')::boolean, false) as edited, scores
    from pool_papers where pool_id = ${which.poolId} and revision = ${which.revision}
      and (card ->> 'title' ilike ${like} or paper_id ilike ${like})
    order by (select (standing ->> 'rank')::integer from jsonb_array_elements(scores -> 'topics') as standing
      where standing ->> 'topic' = ''), paper_id
    limit ${which.limit} offset ${which.offset ?? 0}`.execute(db);
  return rows;
}
