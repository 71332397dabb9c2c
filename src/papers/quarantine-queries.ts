import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Longer than the reach of any pool, weekly ones included. */
const QUARANTINE_DAYS = 8;

export interface QuarantinedPaper {
  paperId: string;
  /** The step that threw, for example `rendering`. */
  step: string;
  reason: string;
}

/**
 * Papers in quarantine at `now`: found within the last days and unchanged since, so that a corrected paper is
 * tried again.
 */
export async function readQuarantined(db: Db, now: Date): Promise<QuarantinedPaper[]> {
  const since = new Date(now.getTime() - QUARANTINE_DAYS * 86_400_000);
  const { rows } = await sql<QuarantinedPaper>`
    select paper_id as "paperId", step, reason from left_out_papers
    where found_at > ${since} and content_hash is not distinct from (
      select papers.content_hash from papers where papers.id = paper_id)
    order by paper_id`.execute(db);
  return rows;
}

/** Quarantines the present content of a paper. */
export async function storeQuarantined(db: Db, paper: QuarantinedPaper, now: Date): Promise<void> {
  await sql`
    insert into left_out_papers (paper_id, step, reason, content_hash, found_at)
    values (${paper.paperId}, ${paper.step}, ${paper.reason},
      (select content_hash from papers where id = ${paper.paperId}), ${now})
    on conflict (paper_id) do update set step = excluded.step, reason = excluded.reason,
      content_hash = excluded.content_hash, found_at = excluded.found_at`.execute(db);
}
