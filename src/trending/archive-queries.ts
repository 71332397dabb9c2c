import { type Kysely, sql, type Transaction } from 'kysely';
import { ARCHIVE } from '../../config/feeds.ts';
import type { Database } from '../db/schema.ts';
import { type PoolCard, poolCardSchema } from './pool.ts';
import type { ScoredPaper } from './score.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** A day with a non-empty ranking: its newest pool, or the archived part of it. */
export interface ArchiveDay {
  /** YYYY-MM-DD. */
  day: string;
  /** Number of ranked papers. */
  papers: number;
}

/** Location of a day's ranking, with the neighboring days that have one. */
export interface ArchivedPool extends ArchiveDay {
  poolId: string;
  revision: number;
  /** Time as of which the numbers were measured. */
  asOf: Date;
  previous: string | null;
  next: string | null;
}

/** A paper ranked high in a topic, or among all (topic ''). */
export interface ArchivedPaper {
  topic: string;
  rank: number;
  card: PoolCard;
  scores: ScoredPaper;
}

/**
 * One row per day, its newest revision: the pool itself (`day-…`) while it exists, then the archived copy
 * (`archive-…`).
 */
const NEWEST = sql<ArchiveDay & { pool_id: string; revision: number; as_of: Date }>`(
  select * from (
    select distinct on (right(pool_id, 10)) right(pool_id, 10) as day, pool_id, revision, as_of, papers
    from pool_revisions where pool_id like 'day-%' or pool_id like 'archive-%'
    order by right(pool_id, 10), pool_id desc, revision desc
  ) as newest where papers > 0
)`;

/** Days of the archive, newest first. */
export async function readArchiveDays(db: Db): Promise<ArchiveDay[]> {
  const { rows } = await sql<ArchiveDay>`
    select day, papers from ${NEWEST} as days order by day desc`.execute(db);
  return rows;
}

/** Ranking of that day (YYYY-MM-DD), or null. */
export async function findArchivedPool(db: Db, day: string): Promise<ArchivedPool | null> {
  const { rows } = await sql<ArchivedPool>`
    select * from (
      select day, papers, pool_id as "poolId", revision, as_of as "asOf",
        lag(day) over (order by day) as previous, lead(day) over (order by day) as next
      from ${NEWEST} as days
    ) as placed where day = ${day}`.execute(db);
  return rows[0] ?? null;
}

/** Archive page of a pool: the best papers overall and per topic, by topic and rank, as they were frozen. */
export async function readArchivedPapers(
  db: Db,
  pool: Pick<ArchivedPool, 'poolId' | 'revision'>,
): Promise<ArchivedPaper[]> {
  const { rows } = await sql<Omit<ArchivedPaper, 'card'> & { card: unknown }>`
    select standing.topic, standing.rank, card, scores
    from pool_papers, ${STANDINGS}
    where pool_id = ${pool.poolId} and revision = ${pool.revision} and ${SHOWN}
    order by standing.topic, standing.rank`.execute(db);
  return rows.map((row) => ({ ...row, card: poolCardSchema.parse(row.card) }));
}

const STANDINGS = sql`
  jsonb_to_recordset(pool_papers.scores -> 'topics') as standing(topic text, rank integer)`;
const SHOWN = sql<boolean>`
  standing.rank <= (
    case standing.topic when '' then ${ARCHIVE.top}::integer else ${ARCHIVE.perTopic}::integer end)`;

/**
 * Copies what the archive shows of daily pools that are about to be deleted, once per day. Returns the number
 * of days. A tenth of a pool is kept that way forever, some 40 MB a year.
 */
export async function copyToArchive(db: Db, before: Date): Promise<number> {
  const { rows } = await sql`
    with leaving as (
      select distinct on (pool_id) pool_id, revision, created_at, as_of, papers, inputs_hash
      from pool_revisions where pool_id like 'day-%' order by pool_id, revision desc
    ), kept as (
      insert into pool_revisions (pool_id, revision, created_at, as_of, papers, inputs, inputs_hash)
      select 'archive-' || right(pool_id, 10), revision, created_at, as_of, papers, '{}', inputs_hash
      from leaving where created_at < ${before} and papers > 0
      on conflict do nothing returning pool_id, revision
    ), copied as (
      insert into pool_papers (pool_id, revision, paper_id, card, scores)
      select kept.pool_id, kept.revision, paper_id, card, scores
      from kept join pool_papers
        on pool_papers.pool_id = 'day-' || right(kept.pool_id, 10) and pool_papers.revision = kept.revision
      where exists (select from ${STANDINGS} where ${SHOWN})
    )
    select pool_id from kept`.execute(db);
  return rows.length;
}
