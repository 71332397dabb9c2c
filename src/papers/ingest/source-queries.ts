import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Rejection, SignalReading } from '../../ports.ts';

type Db = Kysely<Database>;

/** Outcome of one day of a source. */
export interface DayOutcome {
  source: string;
  day: string;
  /** `partial`: the source stopped short of what it announced, so the day is fetched again. */
  outcome: 'complete' | 'partial' | 'empty' | 'not-open' | 'failed';
  papers: number;
  rejected: number;
  reason: string | null;
  fetchedAt: Date;
}

/** A paper on a list. */
export interface ListedEntry {
  paperId: string;
  submitter?: string | undefined;
}

/** Adds papers to a source's list of a day. Papers already listed get a submitter if they had none. */
export async function storeDailyList(
  db: Db,
  source: string,
  day: string,
  entries: readonly ListedEntry[],
  now: Date,
) {
  if (entries.length === 0) return;
  await db
    .insertInto('daily_lists')
    .values(
      entries.map(({ paperId, submitter }) => ({
        source,
        day,
        paper_id: paperId,
        first_seen_at: now,
        submitter: submitter ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['source', 'day', 'paper_id'])
        .doUpdateSet((eb) => ({ submitter: eb.ref('excluded.submitter') }))
        .where(sql<boolean>`daily_lists.submitter is null and excluded.submitter is not null`),
    )
    .execute();
}

/**
 * Stores readings as snapshots at `observedAt` and returns how many were new. Readings of papers that are not
 * stored (their entry was rejected) are dropped. Storing the same moment twice is one snapshot.
 */
export async function storeSnapshots(
  db: Db,
  source: string,
  readings: readonly SignalReading[],
  observedAt: Date,
): Promise<number> {
  let stored = 0;
  for (let start = 0; start < readings.length; start += 500) {
    const chunk = readings.slice(start, start + 500);
    const result = await sql`
      insert into signal_snapshots (paper_id, signal, source, observed_at, value)
      select reading.paper_id, reading.signal, ${source}, ${observedAt}, reading.value
      from unnest(
        ${chunk.map((each) => each.paperId)}::text[],
        ${chunk.map((each) => each.signal)}::text[],
        ${chunk.map((each) => each.value)}::integer[]
      ) as reading (paper_id, signal, value)
      join papers on papers.id = reading.paper_id
      on conflict do nothing`.execute(db);
    stored += Number(result.numAffectedRows ?? 0);
  }
  return stored;
}

/**
 * Stores the outcome of a day. A failure keeps the counts of an earlier success, a partial day the higher.
 */
export async function storeDayOutcome(db: Db, outcome: DayOutcome): Promise<void> {
  const row = {
    source: outcome.source,
    day: outcome.day,
    outcome: outcome.outcome,
    papers: outcome.papers,
    rejected: outcome.rejected,
    reason: outcome.reason,
    fetched_at: outcome.fetchedAt,
  };
  await db
    .insertInto('source_days')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['source', 'day'])
        .doUpdateSet((eb) =>
          outcome.outcome === 'failed'
            ? { outcome: 'failed', reason: outcome.reason }
            : outcome.outcome === 'partial'
              ? { ...row, papers: eb.fn<number>('greatest', ['source_days.papers', 'excluded.papers']) }
              : row,
        ),
    )
    .execute();
}

/** Stores why entries were rejected, each reason once. */
export async function storeRejections(
  db: Db,
  source: string,
  day: string,
  rejections: readonly Rejection[],
  now: Date,
): Promise<void> {
  if (rejections.length === 0) return;
  await db
    .insertInto('source_rejections')
    .values(
      rejections.map(({ entry, reason }) => ({
        source,
        day,
        entry: entry.slice(0, 200),
        reason: reason.slice(0, 500),
        first_seen_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Outcomes of a source's days since `from`, by day. */
export async function readDayOutcomes(
  db: Db,
  source: string,
  from: string,
): Promise<Map<string, { outcome: string; papers: number; fetchedAt: Date }>> {
  const rows = await db
    .selectFrom('source_days')
    .select(['day', 'outcome', 'papers', 'fetched_at'])
    .where('source', '=', source)
    .where('day', '>=', from)
    .execute();
  return new Map(
    rows.map(({ day, outcome, papers, fetched_at }) => [day, { outcome, papers, fetchedAt: fetched_at }]),
  );
}

/** Days between `from` and `to` that have a list of this source, oldest first. */
export async function readListDaysOfSource(
  db: Db,
  source: string,
  from: string,
  to: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('daily_lists')
    .select('day')
    .distinct()
    .where('source', '=', source)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .execute();
  return rows.map((row) => row.day);
}

/** Source state as doctor, the dashboard and the log show it. */
export interface SourceStateRow {
  source: string;
  state: string;
  checkedAt: Date;
  succeededAt: Date | null;
  newestDay: string | null;
  failures: number;
  reason: string | null;
}

/** State of every source that was ever fetched, by name. */
export async function readSourceStates(db: Db): Promise<SourceStateRow[]> {
  const rows = await db.selectFrom('source_states').selectAll().orderBy('source').execute();
  return rows.map((row) => ({
    source: row.source,
    state: row.state,
    checkedAt: row.checked_at,
    succeededAt: row.succeeded_at,
    newestDay: row.newest_day,
    failures: row.failures,
    reason: row.reason,
  }));
}

/** Usual arrival of a source's list, measured from the start of its day (UTC). */
export interface UsualArrival {
  source: string;
  seconds: number;
  /** Number of days behind the median. */
  days: number;
}

/**
 * Median arrival per source over the list days since `from`. Lists that arrived days later were back-filled and
 * say nothing about the usual hour.
 */
export async function readUsualArrivals(db: Db, from: string): Promise<UsualArrival[]> {
  const { rows } = await sql<UsualArrival>`
    select source, count(*) as days, percentile_cont(0.5) within group (
      order by extract(epoch from first_at - (day::timestamp at time zone 'UTC'))) as seconds
    from (
      select source, day, min(first_seen_at) as first_at from daily_lists where day >= ${from} group by 1, 2
    ) as lists
    where first_at < (day::timestamp at time zone 'UTC') + interval '2 days'
    group by source order by source`.execute(db);
  return rows;
}

/** Replaces the state of a source. */
export async function storeSourceState(db: Db, row: SourceStateRow): Promise<void> {
  const values = {
    source: row.source,
    state: row.state,
    checked_at: row.checkedAt,
    succeeded_at: row.succeededAt,
    newest_day: row.newestDay,
    failures: row.failures,
    reason: row.reason,
  };
  await db
    .insertInto('source_states')
    .values(values)
    .onConflict((conflict) => conflict.column('source').doUpdateSet(values))
    .execute();
}

/**
 * Takes the lease and returns 0, or returns the milliseconds to wait before trying again. A time much further
 * ahead than one lease was written before the clock was set back, and is ignored.
 */
export async function enterRateGate(
  db: Db,
  source: string,
  holder: string,
  now: Date,
  leaseMs: number,
): Promise<number> {
  const free = new Date(now.getTime() + leaseMs);
  // Clocks of two machines differ by seconds, not minutes.
  const beyond = new Date(now.getTime() + 5 * leaseMs);
  const taken = await sql<{ holder: string }>`
    insert into source_gates as gate (source, holder, leased_until, next_at)
    values (${source}, ${holder}, ${free}, ${now})
    on conflict (source) do update set holder = ${holder}, leased_until = ${free}
    where (gate.holder is null or gate.leased_until <= ${now} or gate.leased_until > ${beyond})
      and (gate.next_at <= ${now} or gate.next_at > ${beyond})
    returning gate.holder`.execute(db);
  if (taken.rows.length > 0) return 0;
  const gate = await db
    .selectFrom('source_gates')
    .select(['holder', 'leased_until', 'next_at'])
    .where('source', '=', source)
    .executeTakeFirst();
  if (!gate) return 1;
  const until = gate.holder === null ? gate.next_at : gate.leased_until;
  return Math.max(1, until.getTime() - now.getTime());
}

/**
 * Releases the lease and closes the gate until `nextAt`. Does nothing if the lease expired and another holder
 * took it.
 */
export async function leaveRateGate(db: Db, source: string, holder: string, nextAt: Date): Promise<void> {
  await db
    .updateTable('source_gates')
    .set({ holder: null, next_at: nextAt })
    .where('source', '=', source)
    .where('holder', '=', holder)
    .execute();
}

/** Deletes rejections first seen before that moment and returns how many. */
export async function deleteOldRejections(db: Db, before: Date): Promise<number> {
  const result = await db
    .deleteFrom('source_rejections')
    .where('first_seen_at', '<', before)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
