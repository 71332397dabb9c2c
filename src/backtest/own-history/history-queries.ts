import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { PaperLinks } from '../../ports.ts';

/** A paper on a list, with the first readings on its day and the newest one of its upvotes. */
export interface ListHistory {
  id: string;
  title: string;
  abstract: string | null;
  summary: string | null;
  authors: string[];
  organisation: string | null;
  links: PaperLinks;
  published_at: Date | null;
  /** Null if its upvotes were not read within a day of the list's opening. */
  first_at: Date | null;
  first_upvotes: number | null;
  first_comments: number | null;
  first_stars: number | null;
  last_at: Date | null;
  last_upvotes: number | null;
}

/** Days with a list, YYYY-MM-DD, oldest first. */
export async function readListDays(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom('daily_lists').select('day').distinct().orderBy('day').execute();
  return rows.map(({ day }) => day);
}

/** Papers of the lists of one day, by id. */
export async function readListHistory(db: Kysely<Database>, day: string): Promise<ListHistory[]> {
  const opened = new Date(`${day}T00:00:00Z`);
  const closed = new Date(opened.getTime() + 86_400_000);
  const firstOf = (signal: string, column: 'value' | 'observed_at') => sql`(
    select ${sql.ref(column)} from signal_snapshots where paper_id = papers.id and signal = ${signal}
      and observed_at >= ${opened} and observed_at < ${closed} order by observed_at limit 1)`;
  const lastOf = (column: 'value' | 'observed_at') => sql`(
    select ${sql.ref(column)} from signal_snapshots where paper_id = papers.id and signal = 'hf_upvotes'
    order by observed_at desc limit 1)`;
  const { rows } = await sql<ListHistory>`
    select id, title, abstract, summary, authors, organisation, links, published_at,
      ${firstOf('hf_upvotes', 'observed_at')} as first_at, ${firstOf('hf_upvotes', 'value')} as first_upvotes,
      ${firstOf('hf_comments', 'value')} as first_comments, ${firstOf('github_stars', 'value')} as first_stars,
      ${lastOf('observed_at')} as last_at, ${lastOf('value')} as last_upvotes
    from papers where id in (select paper_id from daily_lists where day = ${day}) and not withdrawn
    order by id`.execute(db);
  return rows;
}

/** A paper with arXiv's record. */
export interface ArxivPaper {
  id: string;
  title: string;
  abstract: string;
  authors: string[];
  categories: string[];
  published_at: Date;
}

/** The next papers with abstract and categories after an id, by id. */
export async function readArxivPapers(
  db: Kysely<Database>,
  after: string,
  limit: number,
): Promise<ArxivPaper[]> {
  const { rows } = await sql<ArxivPaper>`
    select id, title, abstract, authors, categories, published_at from papers
    where id > ${after} and abstract is not null and published_at is not null
      and jsonb_array_length(categories) > 0 and not withdrawn
    order by id limit ${limit}`.execute(db);
  return rows;
}
