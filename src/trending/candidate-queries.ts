import { type Kysely, sql, type Transaction } from 'kysely';
import type { SignalName } from '../../config/signals.ts';
import type { Taxonomy } from '../../config/topics/taxonomy.ts';
import { addDays } from '../day.ts';
import type { Database } from '../db/schema.ts';
import { SUMMARY_COLUMNS } from '../papers/summary/generated-summary-queries.ts';
import type { Candidate } from './candidate.ts';
import { SUBMITTER } from './cold/past-list-queries.ts';
import type { PoolCard } from './pool.ts';

type Db = Kysely<Database> | Transaction<Database>;
type TopicReader = { db: Db; taxonomy: Pick<Taxonomy, 'version'> };

/** A candidate with its card (as shown) and its signals (as scored). */
export interface PoolCandidate {
  card: PoolCard;
  candidate: Candidate;
  /** True if it is on a list, false if only arXiv has it. */
  listed: boolean;
  /** Account that put it on its list, or null. */
  submitter: string | null;
}

interface CandidateRow {
  id: string;
  title: string;
  abstract: string | null;
  summary: string | null;
  generated: boolean;
  authors: string[];
  author_count: number;
  organisation: string | null;
  links: PoolCard['links'];
  public_at: Date;
  listed: boolean;
  submitter: string | null;
  topics: { topic: string; score: number }[] | null;
  snapshots: [signal: SignalName, epochSeconds: number, value: number][] | null;
}

/**
 * Candidates of a pool: papers on a list of the `days` days up to `day`, and papers without a list that were
 * first seen in that time and are at most twice as old. Excludes withdrawn papers. Snapshots end at
 * `asOf`.
 */
export async function readCandidates(
  { db, taxonomy }: TopicReader,
  day: string,
  days: number,
  asOf: Date,
): Promise<PoolCandidate[]> {
  const from = addDays(day, 1 - days);
  const oldest = new Date(`${addDays(day, 1 - 2 * days)}T00:00:00Z`);
  const end = new Date(`${addDays(day, 1)}T00:00:00Z`);
  const rows = await sql<CandidateRow>`
    with listed as (
      select paper_id, min(day) as day from daily_lists group by paper_id
    ), chosen as (
      select papers.*, coalesce(listed.day::timestamp at time zone 'UTC', papers.first_seen_at) as public_at,
        listed.day is not null as listed
      from papers left join listed on listed.paper_id = papers.id
      where not papers.withdrawn and (
        exists (select from daily_lists
          where daily_lists.paper_id = papers.id and daily_lists.day between ${from} and ${day})
        or (listed.day is null and papers.published_at >= ${oldest} and papers.published_at < ${end}
          and papers.first_seen_at >= ${new Date(`${from}T00:00:00Z`)})
      )
    )
    select id, title, abstract, ${SUMMARY_COLUMNS}, authors, author_count, organisation, links, public_at, listed,
      ${SUBMITTER} as submitter,
      (select jsonb_agg(jsonb_build_object('topic', topic, 'score', score) order by score desc, topic)
        from topic_scores where paper_id = papers.id and taxonomy_version = ${taxonomy.version}) as topics,
      (select jsonb_agg(jsonb_build_array(signal, extract(epoch from observed_at), value)
        order by observed_at, signal, source)
        from signal_snapshots where paper_id = papers.id and observed_at <= ${asOf}) as snapshots
    from chosen as papers order by id`.execute(db);
  return rows.rows.map(toCandidate);
}

/**
 * Listed papers of the preceding days, with snapshots thinned to one in six hours, to learn normal attention
 * from.
 */
export async function readBaselineHistory(db: Db, day: string, days: number): Promise<Candidate[]> {
  const rows = await sql<
    Omit<CandidateRow, keyof PoolCard | 'listed' | 'submitter'> & { id: string; organisation: string | null }
  >`
    with listed as (
      select paper_id, min(day) as day from daily_lists
      where day >= ${addDays(day, -days)} and day < ${day} group by paper_id
    )
    select listed.paper_id as id, null as organisation, listed.day::timestamp at time zone 'UTC' as public_at,
      null as topics,
      -- Thinned paper by paper, through the primary key. Thinned for all at once, the planner changes to sorting
      -- every snapshot when the list of papers grows: 1,850 ms instead of 165 at 600 papers.
      (select jsonb_agg(jsonb_build_array(signal, extract(epoch from observed_at), value)
        order by observed_at, signal)
        from (
          select distinct on (signal, floor(extract(epoch from observed_at) / 21600)) signal, observed_at, value
          from signal_snapshots where paper_id = listed.paper_id
          order by signal, floor(extract(epoch from observed_at) / 21600), observed_at desc, source
        ) as thinned) as snapshots
    from listed order by listed.paper_id`.execute(db);
  return rows.rows.map((row) => ({
    paperId: row.id,
    publicAt: row.public_at,
    topics: [],
    organisation: row.organisation,
    snapshots: bySignal(row.snapshots),
  }));
}

function toCandidate(row: CandidateRow): PoolCandidate {
  return {
    card: {
      paperId: row.id,
      title: row.title,
      abstract: row.abstract,
      summary: row.summary,
      authors: row.authors,
      authorCount: row.author_count,
      organisation: row.organisation,
      links: row.links,
      publicAt: row.public_at.toISOString(),
      // Absent instead of false, so that pools without generated summaries keep their inputs hash.
      ...(row.generated ? { generated: true } : {}),
    },
    candidate: {
      paperId: row.id,
      publicAt: row.public_at,
      topics: row.topics ?? [],
      organisation: row.organisation,
      snapshots: bySignal(row.snapshots),
    },
    listed: row.listed,
    submitter: row.submitter,
  };
}

function bySignal(snapshots: CandidateRow['snapshots']): Candidate['snapshots'] {
  const result: Partial<Record<SignalName, { at: Date; value: number }[]>> = {};
  for (const [signal, seconds, value] of snapshots ?? []) {
    const list = result[signal] ?? [];
    list.push({ at: new Date(seconds * 1000), value });
    result[signal] = list;
  }
  return result;
}
