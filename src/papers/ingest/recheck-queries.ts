import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** Ages from which papers are due for a recheck; times are the newest that count as old. */
export interface StaleRule {
  /** Number of papers, from the first one, that go by `topBefore`; the rest goes by `before`. */
  top: number;
  topBefore: Date;
  before: Date;
  most: number;
}

/**
 * Papers of these ids that are due, in their order: since the limit of the rule, no source sent a record of
 * them or was asked about them.
 */
export async function readStalePapers(
  db: Kysely<Database>,
  source: string,
  ids: readonly string[],
  { top, topBefore, before, most }: StaleRule,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select papers.id
    from unnest(${[...ids]}::text[]) with ordinality as wanted (id, place)
    join papers on papers.id = wanted.id
    cross join lateral (
      select case when place <= ${top} then ${topBefore}::timestamptz else ${before}::timestamptz end as since
    ) as rule
    where not papers.withdrawn
      and not exists (select from paper_records where paper_records.paper_id = papers.id
        and paper_records.source = ${source} and paper_records.first_seen_at > since)
      and not exists (select from record_checks where record_checks.paper_id = papers.id
        and record_checks.source = ${source} and checked_at > since)
    order by place limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Records that a source was asked about these papers, also those that it does not know. */
export async function storeChecks(
  db: Kysely<Database>,
  source: string,
  ids: readonly string[],
  checkedAt: Date,
): Promise<void> {
  await db
    .insertInto('record_checks')
    .values(ids.map((paper_id) => ({ paper_id, source, checked_at: checkedAt })))
    .onConflict((conflict) => conflict.columns(['paper_id', 'source']).doUpdateSet({ checked_at: checkedAt }))
    .execute();
}

/** Deletes checks older than that and returns their number. Nothing depends on them any more. */
export async function deleteOldChecks(db: Kysely<Database>, before: Date): Promise<number> {
  const result = await db.deleteFrom('record_checks').where('checked_at', '<', before).executeTakeFirst();
  return Number(result.numDeletedRows);
}
