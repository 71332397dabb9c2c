import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database>;

const stateSchema = z.enum(['running', 'done', 'refused']);

/** Once-only back-fill of a source. It walks from recent days to older ones. */
export interface BackFill {
  source: string;
  /** `refused`: given up, because the source did not serve the lists; `reason` says why. */
  state: z.infer<typeof stateSchema>;
  /** Next day to fetch and the last one, YYYY-MM-DD. */
  nextDay: string;
  oldestDay: string;
  /** Lists fetched, and papers that were new. */
  lists: number;
  papers: number;
  /** Failures in a row. */
  failures: number;
  reason: string | null;
  startedAt: Date;
  updatedAt: Date;
}

/** Back-fill of a source; undefined before it is started. */
export async function findBackFill(db: Db, source: string): Promise<BackFill | undefined> {
  return (await readBackFills(db)).find((each) => each.source === source);
}

/** All back-fills, by source. */
export async function readBackFills(db: Db): Promise<BackFill[]> {
  const rows = await db.selectFrom('back_fills').selectAll().orderBy('source').execute();
  return rows.map(({ next_day, oldest_day, started_at, updated_at, ...row }) => ({
    ...row,
    state: stateSchema.parse(row.state),
    nextDay: next_day,
    oldestDay: oldest_day,
    startedAt: started_at,
    updatedAt: updated_at,
  }));
}

/** Records the start of a back-fill, unless the source has one. */
export async function insertBackFill(
  db: Db,
  { source, nextDay, oldestDay, now }: { source: string; nextDay: string; oldestDay: string; now: Date },
): Promise<void> {
  await db
    .insertInto('back_fills')
    .values({
      source,
      state: 'running',
      next_day: nextDay,
      oldest_day: oldestDay,
      reason: null,
      started_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.column('source').doNothing())
    .execute();
}

/** Continues a back-fill that was refused, or extends it to an earlier day. One that reached it is unchanged. */
export async function reopenBackFill(db: Db, source: string, oldestDay: string, now: Date): Promise<void> {
  await db
    .updateTable('back_fills')
    .set({ state: 'running', failures: 0, reason: null, updated_at: now })
    .set((eb) => ({ oldest_day: eb.fn<string>('least', ['oldest_day', eb.cast(eb.val(oldestDay), 'date')]) }))
    .where('source', '=', source)
    .where((eb) => eb.or([eb('state', '=', 'refused'), eb('oldest_day', '>', oldestDay)]))
    .execute();
}

/** Change of a back-fill by one day. */
export interface BackFillStep {
  source: string;
  /** The day that was next; without effect if another process has moved on. */
  day: string;
  nextDay: string;
  state: BackFill['state'];
  lists: number;
  papers: number;
  failures: number;
  reason: string | null;
}

/** Moves a back-fill on. */
export async function moveBackFill(db: Db, step: BackFillStep, now: Date): Promise<void> {
  const { source, day, nextDay, state, lists, papers, failures, reason } = step;
  await db
    .updateTable('back_fills')
    .set({ next_day: nextDay, state, failures, reason, updated_at: now })
    .set((eb) => ({ lists: eb('lists', '+', lists), papers: eb('papers', '+', papers) }))
    .where('source', '=', source)
    .where('next_day', '=', day)
    .execute();
}
