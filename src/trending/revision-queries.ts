import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { inTransaction } from '../db/dry-run.ts';
import type { Database } from '../db/schema.ts';
import { applyDecisions, type Decision, type FrozenPaper } from './decision.ts';
import { lockPool, readDecisions } from './decision-queries.ts';
import { type PoolCard, type PoolRevision, poolCardSchema } from './pool.ts';

type Db = Kysely<Database> | Transaction<Database>;

export interface NewRevision {
  poolId: string;
  asOf: Date;
  inputs: Record<string, unknown>;
  inputsHash: string;
  papers: readonly FrozenPaper[];
  now: Date;
}

/**
 * Freezes a revision, numbered one above the newest. If the newest was made from the same inputs, returns
 * that one. Concurrent calls are serialized by a lock until the transaction ends.
 */
export async function storeRevision(
  db: Db,
  revision: NewRevision,
): Promise<PoolRevision & { created: boolean }> {
  return inTransaction(db, async (trx) => {
    await lockPool(trx, revision.poolId);
    const candidates = new Set(revision.papers.map(({ card }) => card.paperId));
    // Read after taking the lock: a ranking that began before a decision must not be frozen after it without
    // it.
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

/** Decisions are an input too. Without any, the hash is that of the ranking. */
function hashWith(inputsHash: string, decisions: readonly Decision[]): string {
  if (decisions.length === 0) return inputsHash;
  const entries = decisions.map(({ poolId, paperId, kind, topic, summary }) => [
    poolId,
    paperId,
    kind,
    topic,
    summary,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([inputsHash, entries]))
    .digest('hex');
}

/** Newest revision of a pool, or undefined before the first ranking. */
export async function findNewestRevision(db: Db, poolId: string): Promise<PoolRevision | undefined> {
  const row = await db
    .selectFrom('pool_revisions')
    .select(['revision', 'papers', 'created_at'])
    .where('pool_id', '=', poolId)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { poolId, revision: row.revision, papers: row.papers, createdAt: row.created_at };
}

/**
 * Number and inputs hash of a revision, or of the newest one; undefined if there is none. A number may be used
 * again after its pool was deleted, the hash is that of the frozen papers.
 */
export async function findRevisionHash(
  db: Db,
  poolId: string,
  revision: number | 'newest',
): Promise<{ revision: number; inputsHash: string } | undefined> {
  let query = db
    .selectFrom('pool_revisions')
    .select(['revision', 'inputs_hash'])
    .where('pool_id', '=', poolId)
    .orderBy('revision', 'desc')
    .limit(1);
  if (revision !== 'newest') query = query.where('revision', '=', revision);
  const row = await query.executeTakeFirst();
  return row && { revision: row.revision, inputsHash: row.inputs_hash };
}

/** Papers of one revision as they were frozen, by paper id, without those with an unreadable card. */
export async function readRevisionPapers(
  db: Db,
  poolId: string,
  revision: number,
): Promise<{ card: PoolCard; scores: unknown }[]> {
  return (await readRevisionRows(db, poolId, revision)).papers;
}

/**
 * Like readRevisionPapers, with the ids of papers that have an unreadable card, so that one of them cannot
 * fail the whole edition.
 */
export async function readRevisionRows(
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

/** Revisions of a pool, newest first, with the number of deliveries composed from each. */
export async function readPoolRevisions(
  db: Db,
  poolId: string,
): Promise<(PoolRevision & { asOf: Date; composed: number })[]> {
  const { rows } = await sql<PoolRevision & { asOf: Date; composed: number }>`
    select pool_id as "poolId", revision, papers, created_at as "createdAt", as_of as "asOf",
      (select count(*) from deliveries
        where deliveries.pool_id = pool.pool_id and pool_revision = revision and digest is not null
          and state <> 'excluded') as composed
    from pool_revisions as pool where pool_id = ${poolId} order by revision desc`.execute(db);
  return rows;
}

/** Number of the revision that was newest at that moment, or undefined. */
export async function findRevisionAt(db: Db, poolId: string, moment: Date): Promise<number | undefined> {
  const row = await db
    .selectFrom('pool_revisions')
    .select('revision')
    .where('pool_id', '=', poolId)
    .where('created_at', '<=', moment)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.revision;
}

/**
 * Deletes old revisions except those of the archive: unused ones created before `unusedBefore`, unless they
 * are the newest of their pool, and any created before `usedBefore`. Returns how many.
 */
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
