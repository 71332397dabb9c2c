import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { CategoryDay } from './category-status.ts';

/** Submission days (YYYY-MM-DD, UTC) since `from` that have papers, for each of a source's categories. */
export async function readCategoryDays(
  db: Kysely<Database>,
  source: string,
  categories: readonly string[],
  from: string,
): Promise<CategoryDay[]> {
  const { rows } = await sql<CategoryDay>`
    select category, (published_at at time zone 'UTC')::date::text as day,
      min(paper_records.first_seen_at) as "firstSeenAt"
    from papers
    join paper_records on paper_records.paper_id = papers.id and paper_records.source = ${source}
    cross join lateral jsonb_array_elements_text(categories) as category
    where published_at >= ${`${from}T00:00:00Z`}::timestamptz and category = any(${[...categories]}::text[])
    group by 1, 2`.execute(db);
  return rows;
}
