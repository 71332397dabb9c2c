import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { SignalName } from '../../../config/signals.ts';
import type { Taxonomy } from '../../../config/topics/taxonomy.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import type { PaperLinks } from '../../ports.ts';
import { SUMMARY_COLUMNS } from '../summary/generated-summary-queries.ts';

type Db = Kysely<Database>;

/** Reads topics under the present taxonomy. */
type TopicReader = Pick<Context, 'db' | 'taxonomy'>;

/** A paper as lists show it. */
export interface ListedPaper {
  id: string;
  title: string;
  abstract: string | null;
  /** The source's, else a language model's. */
  summary: string | null;
  /** True if the summary is a language model's. */
  generated?: boolean;
  authors: string[];
  authorCount: number;
  organization: string | null;
  links: PaperLinks;
  /** Submission date; null if no source gives one. */
  publishedAt: Date | null;
  /** Slugs under the present taxonomy, most certain first. */
  topics: string[];
  /** Newest reading of each signal that was ever read. */
  signals: Partial<Record<SignalName, number>>;
}

/** Values that decide a paper's place in a list. */
export interface ListEntry {
  id: string;
  /** First day of the list's days on which the paper appears, YYYY-MM-DD. */
  day: string;
  title: string;
  publishedAt: Date | null;
  upvotes: number | null;
  topics: string[];
}

/** Nearest days with papers before and after a list; not necessarily adjacent calendar days. */
export interface NeighborDays {
  previous: string | null;
  next: string | null;
}

/**
 * Source of a list's days: daily lists, or submission days on an installation without lists (arXiv alone);
 * `all` combines both.
 */
export type DayBasis = 'lists' | 'submissions' | 'all';

/** Basis of this installation's lists. */
export async function readDayBasis(db: Db): Promise<'lists' | 'submissions'> {
  const found = await db.selectFrom('daily_lists').select('day').limit(1).executeTakeFirst();
  return found ? 'lists' : 'submissions';
}

/** Newest day with papers, or null. Withdrawn papers do not count. */
export async function findNewestDay(db: Db, of: 'lists' | 'submissions'): Promise<string | null> {
  return firstOf(db, sql`select day from ${daysTable(of)} where ${shown} order by day desc limit 1`);
}

/** True if every list of these days is the bundled sample. */
export async function isSampleOnly(db: Db, { from, to }: { from: string; to: string }): Promise<boolean> {
  const { rows } = await sql<{ sample: boolean | null }>`
    select bool_and(source = 'sample') as sample from (
      select distinct source from daily_lists
      where day between ${from}::date and ${to}::date) as sources`.execute(db);
  return rows[0]?.sample ?? false;
}

/** Nearest days with papers before `from` and after `to`. */
export async function findNeighborDays(
  db: Db,
  of: 'lists' | 'submissions',
  from: string,
  to: string,
): Promise<NeighborDays> {
  const [previous, next] = await Promise.all([
    firstOf(
      db,
      sql`select day from ${daysTable(of)} where day < ${from}::date and ${shown} order by day desc limit 1`,
    ),
    firstOf(
      db,
      sql`select day from ${daysTable(of)} where day > ${to}::date and ${shown} order by day limit 1`,
    ),
  ]);
  return { previous, next };
}

const shown = sql`exists (select from papers where papers.id = days.paper_id and not withdrawn)`;

/** Submissions as a table of days, in a form that lets the index on published_at return them in order. */
function daysTable(of: 'lists' | 'submissions'): RawBuilder<unknown> {
  if (of === 'lists') return sql`daily_lists as days`;
  return sql`(select (published_at at time zone 'UTC')::date as day, id as paper_id from papers
    where published_at is not null) as days`;
}

async function firstOf(db: Db, query: RawBuilder<unknown>): Promise<string | null> {
  const { rows } = await (query as RawBuilder<{ day: string }>).execute(db);
  return rows[0]?.day ?? null;
}

/** Papers of these days (YYYY-MM-DD, inclusive), each once, without withdrawn ones, in no order. */
export async function readListEntries(
  { db, taxonomy }: TopicReader,
  of: DayBasis,
  days: { from: string; to: string },
  topic: string | null = null,
): Promise<ListEntry[]> {
  const { rows } = await sql<ListEntry>`
    select papers.id, standing.day, title, published_at as "publishedAt", ${topicsOfPaper(taxonomy)} as topics,
      (select value from signal_snapshots where paper_id = papers.id and signal = 'hf_upvotes'
        order by observed_at desc, value desc limit 1) as upvotes
    from (${daysOnLists(of, days)}) as standing
    join papers on papers.id = standing.paper_id
    where not withdrawn ${
      topic === null
        ? sql``
        : sql`and exists (select from topic_scores where paper_id = papers.id
            and taxonomy_version = ${taxonomy.version} and topic = ${topic})`
    }`.execute(db);
  return rows;
}

/** Subquery: papers on these days with the first day of each. */
function daysOnLists(of: DayBasis, { from, to }: { from: string; to: string }): RawBuilder<unknown> {
  const lists = sql`select paper_id, min(day) as day from daily_lists
    where day between ${from}::date and ${to}::date group by paper_id`;
  const submissions = sql`select id as paper_id, (published_at at time zone 'UTC')::date as day from papers
    where published_at >= ${from}::date::timestamp at time zone 'UTC'
      and published_at < (${to}::date + 1)::timestamp at time zone 'UTC'`;
  if (of === 'lists') return lists;
  if (of === 'submissions') return submissions;
  return sql`
    select paper_id, min(day) as day from (${lists} union all ${submissions}) as each group by paper_id`;
}

/** Papers as lists show them, in the order of the ids. Unknown ids are dropped. */
export async function readListedPapers(
  { db, taxonomy }: TopicReader,
  ids: readonly string[],
): Promise<ListedPaper[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ListedPaper>`
    select id, title, abstract, ${SUMMARY_COLUMNS}, authors, author_count as "authorCount",
      organisation as organization, links,
      published_at as "publishedAt", ${topicsOfPaper(taxonomy)} as topics, coalesce((
        select jsonb_object_agg(signal, value) from (
          select distinct on (signal) signal, value from signal_snapshots
          where paper_id = papers.id order by signal, observed_at desc, value desc
        ) as readings), '{}') as signals
    from papers
    join unnest(${[...ids]}::text[]) with ordinality as wanted (wanted_id, place) on wanted_id = id
    order by place`.execute(db);
  return rows;
}

const topicsOfPaper = (
  taxonomy: Taxonomy,
) => sql`coalesce((select jsonb_agg(topic order by score desc, topic) from topic_scores
  where paper_id = papers.id and taxonomy_version = ${taxonomy.version}), '[]')`;

/** Number of papers per topic that readListEntries returns for these days, over all sources. */
export async function countPapersByTopic(
  { db, taxonomy }: TopicReader,
  days: { from: string; to: string },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ topic: string; papers: number }>`
    select topic, count(*) as papers from (${daysOnLists('all', days)}) as standing
    join papers on papers.id = standing.paper_id
    join topic_scores on topic_scores.paper_id = papers.id
    where taxonomy_version = ${taxonomy.version} and not withdrawn
    group by topic`.execute(db);
  return new Map(rows.map(({ topic, papers }) => [topic, papers]));
}
