import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { CitablePaper } from './cited-paper.ts';

/** Papers with the fields of a citation, in the order of the ids. Unknown ids are dropped. */
export async function readCitablePapers(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<CitablePaper[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<CitablePaper>`
    select id, title, abstract, authors, author_count as "authorCount",
      primary_category as "primaryCategory", categories, published_at as "publishedAt", withdrawn
    from papers
    join unnest(${[...ids]}::text[]) with ordinality as wanted (wanted_id, place) on wanted_id = id
    order by place`.execute(db);
  return rows;
}
