import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** A paper as keywords are matched against it. */
export interface KeywordPaper {
  id: string;
  title: string;
  abstract: string | null;
}

/**
 * Papers from that day on, newest first, that the search index finds for all these phrases. A phrase is found
 * by its words, stemmed, or by its letters as one word. The result may contain papers that do not match.
 */
export async function readPapersWithWords(
  db: Kysely<Database>,
  input: { phrases: readonly { words: string; joined: string }[]; from: string; limit: number },
): Promise<KeywordPaper[]> {
  if (input.phrases.length === 0) return [];
  const query: RawBuilder<unknown> = sql.join(
    input.phrases.map(
      ({ words, joined }) =>
        sql`(plainto_tsquery('pg_catalog.english', ${words}) || plainto_tsquery('pg_catalog.english', ${joined}))`,
    ),
    sql` && `,
  );
  const { rows } = await sql<KeywordPaper>`
    select papers.id, papers.title, coalesce(papers.abstract, papers.summary) as abstract
    from paper_search join papers on papers.id = paper_search.paper_id
    where paper_search.published_on >= ${input.from} and paper_search.whole @@ (${query})
    order by paper_search.published_on desc, papers.id
    limit ${input.limit}`.execute(db);
  return rows;
}
