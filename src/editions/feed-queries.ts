import { sql } from 'kysely';
import { FEED } from '../../config/feeds.ts';
import type { Context } from '../context.ts';
import type { ListedPaper } from '../papers/lists/list-queries.ts';
import { SUMMARY_COLUMNS } from '../papers/summary/generated-summary-queries.ts';
import type { ScoredPaper } from '../trending/score.ts';
import { makePickReason, type PickReason } from './pick-reason.ts';
import { mainTopic } from './pool-paper.ts';

/** A paper of a feed, with the reason to read it if its day's ranking still exists. */
export interface FeedPaper extends Omit<ListedPaper, 'signals'> {
  /** First list day, YYYY-MM-DD. */
  day: string;
  /** When the paper joined that day's list. */
  joinedAt: Date;
  /** Time of the newest version, where a source gives it. */
  updatedAt: Date | null;
  /** Last change of the stored paper: title, abstract, summary, links. */
  changedAt: Date | null;
  reason: PickReason | null;
}

type Row = Omit<FeedPaper, 'reason'> & { scores: unknown };

/** Changes of a feed beside those of its entries. */
export interface FeedChanges {
  /** Last withdrawal of a paper that the feed would contain. */
  leftAt: Date | null;
  /** Last classification of a listed paper, or ranking of a listed day, which words the reasons. */
  refreshedAt: Date | null;
}

/** Times of the last changes that show in no entry's own times. */
export async function readFeedChanges(
  { db, taxonomy }: Pick<Context, 'db' | 'taxonomy'>,
  topic: string | null,
): Promise<FeedChanges> {
  const { rows } = await sql<FeedChanges>`
    with listed as (
      select paper_id, day from daily_lists
      where day > (select max(day) from daily_lists) - ${FEED.windowDays}::integer
    )
    select (
      select max(coalesce(changed_at, papers.first_seen_at)) from papers
      where withdrawn and id in (select paper_id from listed) and (${topic}::text is null or exists (
        select from topic_scores where topic_scores.paper_id = papers.id
          and taxonomy_version = ${taxonomy.version} and topic = ${topic}::text))
    ) as "leftAt", (
      select greatest(
        (select max(created_at) from pool_revisions
          where pool_id in (select 'day-' || day::text from (select distinct day from listed) as days)),
        (select max(classified_at) from classifications
          where taxonomy_version = ${taxonomy.version} and paper_id in (select paper_id from listed)))
    ) as "refreshedAt"`.execute(db);
  return rows[0] ?? { leftAt: null, refreshedAt: null };
}

/**
 * Newest papers of all lists, or of one topic's slug: newest list day first, most upvoted first within a day.
 * The reasons come from the day's newest pool, for the topic if one is given. Excludes withdrawn papers.
 */
export async function readFeedPapers(
  { db, taxonomy }: Pick<Context, 'db' | 'taxonomy'>,
  topic: string | null,
): Promise<FeedPaper[]> {
  const { rows } = await sql<Row>`
    with listed as (
      select paper_id, min(day) as day from daily_lists
      where day > (select max(day) from daily_lists) - ${FEED.windowDays}::integer
      group by paper_id
    ), placed as (
      -- Whole days, so that the most upvoted can be found among those of the last one.
      select listed.*, rank() over (order by day desc) as place
      from listed join papers on papers.id = listed.paper_id
      where not papers.withdrawn and (${topic}::text is null or exists (
        select from topic_scores where topic_scores.paper_id = papers.id
          and taxonomy_version = ${taxonomy.version} and topic = ${topic}::text))
    )
    select id, title, abstract, ${SUMMARY_COLUMNS}, authors, author_count as "authorCount",
      organisation as organization, links,
      placed.day, papers.updated_at as "updatedAt", papers.changed_at as "changedAt", pool.scores,
      (select min(daily_lists.first_seen_at) from daily_lists
        where daily_lists.paper_id = papers.id and daily_lists.day = placed.day) as "joinedAt",
      coalesce((select jsonb_agg(topic order by score desc, topic)
        from topic_scores
        where paper_id = papers.id and taxonomy_version = ${taxonomy.version}), '[]') as topics
    from placed join papers on papers.id = placed.paper_id
    left join lateral (
      select value from signal_snapshots
      where paper_id = papers.id and signal = 'hf_upvotes' order by observed_at desc, value desc limit 1
    ) as upvotes on true
    left join lateral (
      select scores from pool_papers
      where pool_id = 'day-' || placed.day::text and pool_papers.paper_id = papers.id
      order by revision desc limit 1
    ) as pool on true
    where place <= ${FEED.entries}
    order by placed.day desc, upvotes.value desc nulls last, id
    limit ${FEED.entries}`.execute(db);
  return rows.map(({ scores, ...paper }) => ({
    ...paper,
    reason: scores === null ? null : reasonFromScores(scores as ScoredPaper, paper, topic),
  }));
}

/**
 * Reason to read a ranked paper, in the given topic or its main one. Omits the gain "since yesterday",
 * because a feed is read days later.
 */
export function reasonFromScores(
  scores: ScoredPaper,
  { day, links }: Pick<FeedPaper, 'day' | 'links'>,
  topic: string | null,
): PickReason {
  const inTopic = topic ?? mainTopic(scores);
  const reason = makePickReason(
    { ...scores, publicAt: new Date(`${day}T00:00:00Z`), hasCode: links.code !== undefined },
    inTopic === '' ? { kind: 'everything' } : { kind: 'topic', topic: inTopic },
    false,
  );
  return { ...reason, lift: reason.lift && { ...reason.lift, gained: null } };
}
