import { type Kysely, sql } from 'kysely';
import { TAXONOMY_VERSION } from '../../config/topics.ts';
import type { Database } from '../db/schema.ts';
import type { PaperLinks, SignalName } from '../ports.ts';

type Db = Kysely<Database>;

/** A paper of a day's list as pages show it. */
export interface ListedPaper {
  id: string;
  title: string;
  abstract: string | null;
  summary: string | null;
  authors: string[];
  authorCount: number;
  organisation: string | null;
  links: PaperLinks;
  /** Slugs under the present taxonomy, the most certain first. */
  topics: string[];
  /** The newest reading of each signal that was ever read. */
  signals: Partial<Record<SignalName, number>>;
}

/** A list day (YYYY-MM-DD) and its neighbours, which need not be the calendar's. */
export interface ListDay {
  day: string;
  previous: string | null;
  next: string | null;
}

/**
 * The list day with that date, or the newest one; null where there is none. A day counts only when it has a
 * paper to show: one whose papers were all withdrawn is no list day.
 */
export async function findListDay(db: Db, wanted: string | 'newest'): Promise<ListDay | null> {
  const shown = db
    .selectFrom('daily_lists')
    .innerJoin('papers', 'papers.id', 'daily_lists.paper_id')
    .where('papers.withdrawn', '=', false)
    .select('daily_lists.day')
    // One row by the index on day; max() over the join would read every list there ever was.
    .limit(1);
  const chosen = wanted === 'newest' ? shown.orderBy('day', 'desc') : shown.where('day', '=', wanted);
  const found = await chosen.executeTakeFirst();
  if (!found) return null;
  const [previous, next] = await Promise.all([
    shown.where('day', '<', found.day).orderBy('day', 'desc').executeTakeFirst(),
    shown.where('day', '>', found.day).orderBy('day', 'asc').executeTakeFirst(),
  ]);
  return { day: found.day, previous: previous?.day ?? null, next: next?.day ?? null };
}

/**
 * The papers on any source's list of that day, each once and the withdrawn ones left out: most upvotes first, those
 * that nobody counted last, then by title.
 */
export async function readListedPapers(db: Db, day: string): Promise<ListedPaper[]> {
  const { rows } = await sql<ListedPaper>`
    select id, title, abstract, summary, authors, author_count as "authorCount", organisation, links,
      coalesce((select jsonb_agg(topic order by score desc, topic)
        from topic_scores where paper_id = papers.id and taxonomy_version = ${TAXONOMY_VERSION}), '[]') as topics,
      coalesce(newest.signals, '{}') as signals
    from papers
    left join lateral (
      select jsonb_object_agg(signal, value) as signals from (
        select distinct on (signal) signal, value from signal_snapshots
        where paper_id = papers.id order by signal, observed_at desc, value desc
      ) as readings
    ) as newest on true
    where not withdrawn
      and exists (select from daily_lists where daily_lists.paper_id = papers.id and daily_lists.day = ${day}::date)
    order by (newest.signals ->> 'hf_upvotes')::integer desc nulls last, lower(title) collate "C", id`.execute(
    db,
  );
  return rows;
}
