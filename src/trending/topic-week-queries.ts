import { type Kysely, sql, type Transaction } from 'kysely';
import type { Taxonomy } from '../../config/topics/taxonomy.ts';
import { addDays } from '../day.ts';
import type { Database } from '../db/schema.ts';

/** Listed papers of a topic in a week, and in the week before. */
export interface TopicWeek {
  topic: string;
  papers: number;
  before: number;
}

/**
 * Papers per topic that were first listed in the seven days up to `day`, and in the seven days before. Empty
 * if the week before has fewer than half as many papers in all: days are missing then, and everything would
 * seem to rise.
 */
export async function readTopicWeeks(
  { db, taxonomy }: { db: Kysely<Database> | Transaction<Database>; taxonomy: Taxonomy },
  day: string,
): Promise<TopicWeek[]> {
  const { rows } = await sql<TopicWeek & { listed: number; listedBefore: number }>`
    with listed as (
      select paper_id, min(day) > ${addDays(day, -7)} as recent from daily_lists
      where day > ${addDays(day, -14)} and day <= ${day} group by paper_id
    ), counted as (
      select listed.* from listed join papers on papers.id = paper_id where not withdrawn
    )
    select topic, count(*) filter (where recent)::integer as papers,
      count(*) filter (where not recent)::integer as before,
      (select count(*) filter (where recent) from counted)::integer as listed,
      (select count(*) filter (where not recent) from counted)::integer as "listedBefore"
    from counted join topic_scores using (paper_id)
    where taxonomy_version = ${taxonomy.version}
    group by topic order by topic`.execute(db);
  return rows.flatMap(({ topic, papers, before, listed, listedBefore }) =>
    listedBefore * 2 >= listed ? [{ topic, papers, before }] : [],
  );
}
