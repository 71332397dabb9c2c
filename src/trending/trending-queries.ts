import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { SignalName } from '../../config/signals.ts';
import { TAXONOMY_VERSION } from '../../config/topics/taxonomy.ts';
import { addDays } from '../day.ts';
import { inTransaction } from '../db/dry-run.ts';
import type { Database } from '../db/schema.ts';
import type { Candidate } from './candidate.ts';
import { applyDecisions, type Decision, type FrozenPaper } from './decision.ts';
import { lockPool, readDecisions } from './decision-queries.ts';
import { type PoolCard, type PoolRevision, poolCardSchema } from './pool.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** A paper that may be picked, as it is shown, and as it is scored. */
export interface PoolCandidate {
  card: PoolCard;
  candidate: Candidate;
}

interface CandidateRow {
  id: string;
  title: string;
  abstract: string | null;
  summary: string | null;
  authors: string[];
  author_count: number;
  organisation: string | null;
  links: PoolCard['links'];
  public_at: Date;
  topics: { topic: string; score: number }[] | null;
  snapshots: [signal: SignalName, epochSeconds: number, value: number][] | null;
}

/**
 * The candidates of a pool: papers on a list of the `days` days up to `day`, and papers without a list that were first
 * seen in that time and are not older than twice as long. Withdrawn papers are left out. Snapshots end at `asOf`.
 */
export async function readCandidates(
  db: Db,
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
      select papers.*, coalesce(listed.day::timestamp at time zone 'UTC', papers.first_seen_at) as public_at
      from papers left join listed on listed.paper_id = papers.id
      where not papers.withdrawn and (
        exists (select from daily_lists
          where daily_lists.paper_id = papers.id and daily_lists.day between ${from} and ${day})
        or (listed.day is null and papers.published_at >= ${oldest} and papers.published_at < ${end}
          and papers.first_seen_at >= ${new Date(`${from}T00:00:00Z`)})
      )
    )
    select id, title, abstract, summary, authors, author_count, organisation, links, public_at,
      (select jsonb_agg(jsonb_build_object('topic', topic, 'score', score) order by score desc, topic)
        from topic_scores where paper_id = chosen.id and taxonomy_version = ${TAXONOMY_VERSION}) as topics,
      (select jsonb_agg(jsonb_build_array(signal, extract(epoch from observed_at), value)
        order by observed_at, signal, source)
        from signal_snapshots where paper_id = chosen.id and observed_at <= ${asOf}) as snapshots
    from chosen order by id`.execute(db);
  return rows.rows.map(toCandidate);
}

/** Listed papers of the days before, with their snapshots thinned to one in six hours: what attention is normal. */
export async function readHistory(db: Db, day: string, days: number): Promise<Candidate[]> {
  const rows = await sql<Omit<CandidateRow, keyof PoolCard> & { id: string; organisation: string | null }>`
    with listed as (
      select paper_id, min(day) as day from daily_lists
      where day >= ${addDays(day, -days)} and day < ${day} group by paper_id
    ), thinned as (
      select distinct on (paper_id, signal, floor(extract(epoch from observed_at) / 21600))
        paper_id, signal, observed_at, value
      from signal_snapshots join listed using (paper_id)
      order by paper_id, signal, floor(extract(epoch from observed_at) / 21600), observed_at desc, source
    )
    select listed.paper_id as id, null as organisation, listed.day::timestamp at time zone 'UTC' as public_at,
      null as topics,
      (select jsonb_agg(jsonb_build_array(signal, extract(epoch from observed_at), value)
        order by observed_at, signal)
        from thinned where thinned.paper_id = listed.paper_id) as snapshots
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
    },
    candidate: {
      paperId: row.id,
      publicAt: row.public_at,
      topics: row.topics ?? [],
      organisation: row.organisation,
      snapshots: bySignal(row.snapshots),
    },
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

export interface NewRevision {
  poolId: string;
  asOf: Date;
  inputs: Record<string, unknown>;
  inputsHash: string;
  papers: readonly FrozenPaper[];
  now: Date;
}

/**
 * Freezes a revision, numbered one above the newest, unless the newest was made from the same inputs: then
 * that one is returned. Two that freeze at once come one after the other, by a lock for the transaction.
 */
export async function storeRevision(
  db: Db,
  revision: NewRevision,
): Promise<PoolRevision & { created: boolean }> {
  return inTransaction(db, async (trx) => {
    await lockPool(trx, revision.poolId);
    const candidates = new Set(revision.papers.map(({ card }) => card.paperId));
    // Read behind the lock: a ranking that began before a decision must not be frozen without it after it.
    const decisions = (await readDecisions(trx, revision.poolId)).filter(({ paperId }) =>
      candidates.has(paperId),
    );
    const frozen = applyDecisions(revision.papers, decisions);
    const inputsHash = hashWith(revision.inputsHash, decisions);
    const newest = await trx
      .selectFrom('pool_revisions')
      .select(['revision', 'papers', 'created_at', 'inputs_hash'])
      .where('pool_id', '=', revision.poolId)
      .orderBy('revision', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (newest && newest.inputs_hash === inputsHash) {
      const { revision: number, papers, created_at } = newest;
      return { poolId: revision.poolId, revision: number, papers, createdAt: created_at, created: false };
    }
    const number = (newest?.revision ?? 0) + 1;
    await trx
      .insertInto('pool_revisions')
      .values({
        pool_id: revision.poolId,
        revision: number,
        created_at: revision.now,
        as_of: revision.asOf,
        papers: frozen.length,
        inputs: JSON.stringify({ ...revision.inputs, decisions: decisions.length }),
        inputs_hash: inputsHash,
      })
      .execute();
    for (let start = 0; start < frozen.length; start += 200) {
      await trx
        .insertInto('pool_papers')
        .values(
          frozen.slice(start, start + 200).map(({ card, scores }) => ({
            pool_id: revision.poolId,
            revision: number,
            paper_id: card.paperId,
            card: JSON.stringify(card),
            scores: JSON.stringify(scores),
          })),
        )
        .execute();
    }
    const { poolId, now } = revision;
    return { poolId, revision: number, papers: frozen.length, createdAt: now, created: true };
  });
}

/** What was decided is an input, too; without any the hash is the ranking's own. */
function hashWith(inputsHash: string, decisions: readonly Decision[]): string {
  if (decisions.length === 0) return inputsHash;
  const said = decisions.map(({ poolId, paperId, kind, topic, summary }) => [
    poolId,
    paperId,
    kind,
    topic,
    summary,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([inputsHash, said]))
    .digest('hex');
}

/** The newest revision of a pool, or undefined before the first ranking. */
export async function newestRevision(db: Db, poolId: string): Promise<PoolRevision | undefined> {
  const row = await db
    .selectFrom('pool_revisions')
    .select(['revision', 'papers', 'created_at'])
    .where('pool_id', '=', poolId)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { poolId, revision: row.revision, papers: row.papers, createdAt: row.created_at };
}

/** The papers of one revision as they were frozen, by paper id; without those whose card cannot be read. */
export async function readRevision(
  db: Db,
  poolId: string,
  revision: number,
): Promise<{ card: PoolCard; scores: unknown }[]> {
  return (await readFrozen(db, poolId, revision)).papers;
}

/** As readRevision, with the ids of those whose card cannot be read: one of them must not cost the others their day. */
export async function readFrozen(
  db: Db,
  poolId: string,
  revision: number,
): Promise<{ papers: { card: PoolCard; scores: unknown }[]; unreadable: string[] }> {
  const rows = await db
    .selectFrom('pool_papers')
    .select(['paper_id', 'card', 'scores'])
    .where('pool_id', '=', poolId)
    .where('revision', '=', revision)
    .orderBy('paper_id')
    .execute();
  const read = rows.map((row) => ({ ...row, card: poolCardSchema.safeParse(row.card).data }));
  return {
    papers: read.flatMap(({ card, scores }) => (card ? [{ card, scores }] : [])),
    unreadable: read.flatMap(({ paper_id: paperId, card }) => (card ? [] : [paperId])),
  };
}

/** Deletes revisions that no delivery was composed from, and used ones that are older still, but for what the archive keeps; returns how many. */
export async function deleteOldRevisions(db: Db, unusedBefore: Date, usedBefore: Date): Promise<number> {
  const result = await sql`
    delete from pool_revisions as pool
    where pool_id not like 'archive-%' and (created_at < ${usedBefore} or (
      created_at < ${unusedBefore}
      and not exists (select from deliveries
        where deliveries.pool_id = pool.pool_id and deliveries.pool_revision = pool.revision)
      and exists (select from pool_revisions as newer
        where newer.pool_id = pool.pool_id and newer.revision > pool.revision)
    ))`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}
