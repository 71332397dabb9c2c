import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Decision, DecisionKind } from './decision.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Editorial decisions for a pool and for all pools, by paper and kind. */
export async function readDecisions(db: Db, poolId: string): Promise<Decision[]> {
  const rows = await db
    .selectFrom('editorial')
    .selectAll()
    .where('pool_id', 'in', ['', poolId])
    .orderBy('paper_id')
    .orderBy('kind')
    .orderBy('pool_id')
    .execute();
  return rows.map((row) => ({
    poolId: row.pool_id,
    paperId: row.paper_id,
    kind: row.kind as DecisionKind,
    topic: row.topic,
    summary: row.summary,
    original: row.original,
    operator: row.operator,
    decidedAt: row.decided_at,
  }));
}

/** Stores a decision in place of an earlier one of its kind. */
export async function storeDecision(db: Db, decision: Decision): Promise<void> {
  const row = {
    pool_id: decision.poolId,
    paper_id: decision.paperId,
    kind: decision.kind,
    topic: decision.topic,
    summary: decision.summary,
    original: decision.original,
    operator: decision.operator,
    decided_at: decision.decidedAt,
  };
  await db
    .insertInto('editorial')
    .values(row)
    .onConflict((conflict) => conflict.columns(['pool_id', 'paper_id', 'kind']).doUpdateSet(row))
    .execute();
}

/** Withdraws a decision. */
export async function deleteDecision(
  db: Db,
  { poolId, paperId, kind }: Pick<Decision, 'poolId' | 'paperId' | 'kind'>,
): Promise<void> {
  await db
    .deleteFrom('editorial')
    .where('pool_id', '=', poolId)
    .where('paper_id', '=', paperId)
    .where('kind', '=', kind)
    .execute();
}

/**
 * Takes an advisory lock on a pool until the transaction ends: revisions are frozen one after the other, each
 * with the decisions made by then.
 */
export async function lockPool(trx: Transaction<Database>, poolId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`pool ${poolId}`}))`.execute(trx);
}

/** Title, summary and abstract of a paper; undefined if it is not stored. */
export async function findPaperTexts(
  db: Db,
  paperId: string,
): Promise<{ title: string; summary: string | null; abstract: string | null } | undefined> {
  return db
    .selectFrom('papers')
    .select(['title', 'summary', 'abstract'])
    .where('id', '=', paperId)
    .executeTakeFirst();
}

/** Renames the topic of every pin for it, and returns their number. */
export async function renameDecidedTopic(
  db: Db,
  { from, to }: { from: string; to: string },
): Promise<number> {
  const result = await db
    .updateTable('editorial')
    .set({ topic: to })
    .where('topic', '=', from)
    .executeTakeFirstOrThrow();
  return Number(result.numUpdatedRows);
}
