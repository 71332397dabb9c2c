import { type Kysely, type SqlBool, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { TRANSITIONS } from '../subscribers/subscriber.ts';
import type { SuppressionReason } from './suppression.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Suppressions of one source in a period, both ends included. */
export interface MistakenSuppressions {
  /** Whole source, or its first words: `smtp 550` matches `smtp 550 5.1.90` and not `smtp 5501`. */
  source: string;
  from: Date;
  to: Date;
}

/** Count of suppressions by source and by the state that their subscribers return to. */
export interface MistakenGroup {
  source: string;
  /** State of the subscriber afterward; `none` for an address without a subscriber. */
  state: string;
  count: number;
}

/** Position in the list of suppressions: everything up to it has been read. */
export interface SuppressionCursor {
  createdAt: Date;
  hash: string;
}

/** Reasons decided by a subscriber or an operator, and so never a mistake of a mail server. */
const DECIDED: readonly SuppressionReason[] = ['complaint', 'operator'];

const inPeriod = ({ from, to }: Pick<MistakenSuppressions, 'from' | 'to'>) =>
  sql<SqlBool>`suppressions.created_at between ${from} and ${to}`;
const fromSource = ({ source }: Pick<MistakenSuppressions, 'source'>) =>
  sql<SqlBool>`(suppressions.source = ${source} or starts_with(suppressions.source, ${`${source} `}))`;
const isDecided = sql<SqlBool>`suppressions.reason = any(${[...DECIDED]}::text[])`;
const isMistaken = (which: MistakenSuppressions) =>
  sql<SqlBool>`${inPeriod(which)} and ${fromSource(which)} and not ${isDecided}`;

/**
 * State that a suppressed subscriber returns to. Earlier releases did not store the state before, so it is
 * inferred: pending without consent, or with a confirmation link sent after it (unsubscribed, then signed up
 * again). A pause that has ended since is over.
 */
const restoredState = (day: string) => sql<string>`case
  when subscribers.id is null then 'none'
  when not subscribers.state = any(${[...TRANSITIONS.recover.from]}::text[]) then subscribers.state
  when suppressed_from = 'pending' or suppressed_from is null and (consent_at is null or exists (
    select from notifications where subscriber_id = subscribers.id and kind in ('confirm', 'lifted')
      and notifications.created_at > coalesce(confirmed_at, consent_at)
  )) then ${TRANSITIONS.recoverPending.to}
  when suppressed_from is distinct from 'active' and paused_until > ${day} then ${TRANSITIONS.recoverPaused.to}
  else ${TRANSITIONS.recover.to} end`;

/** Counts the suppressions by source and by the state that their subscribers get back. */
export async function countMistaken(
  db: Db,
  which: MistakenSuppressions,
  day: string,
): Promise<MistakenGroup[]> {
  const { rows } = await sql<MistakenGroup>`
    select source, state, count(*)::int as count from (
      select source, ${restoredState(day)} as state
      from suppressions left join subscribers on subscribers.address_hash = suppressions.address_hash
      where ${isMistaken(which)}
    ) as each group by source, state order by source, state`.execute(db);
  return rows;
}

/** Counts the suppressions of the source that stay: complaints, and those of operators. */
export async function countDecided(db: Db, which: MistakenSuppressions): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from suppressions
    where ${inPeriod(which)} and ${fromSource(which)} and ${isDecided}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Reads the most frequent sources in a period, except complaints and suppressions by operators. */
export async function readSources(
  db: Db,
  period: { from: Date; to: Date },
  limit: number,
): Promise<{ source: string; count: number }[]> {
  const { rows } = await sql<{ source: string; count: number }>`
    select source, count(*)::int as count from suppressions
    where ${inPeriod(period)} and not ${isDecided}
    group by source order by count desc, source limit ${limit}`.execute(db);
  return rows;
}

/** Reads the addresses of the first matching subscribers. */
export async function readMistakenAddresses(
  db: Db,
  which: MistakenSuppressions,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select address from suppressions
    join subscribers on subscribers.address_hash = suppressions.address_hash
    where ${isMistaken(which)} order by suppressions.created_at, suppressions.address_hash limit ${limit}`.execute(
    db,
  );
  return rows.map(({ address }) => address);
}

/**
 * Removes the next suppressions after the cursor, at most `limit`, and restores their subscribers.
 * Subscribers are locked first, as everywhere; a suppression that a stronger report has changed since it was
 * read stays.
 */
export async function undoNextSuppressions(
  trx: Transaction<Database>,
  which: MistakenSuppressions,
  page: { after: SuppressionCursor | null; limit: number; day: string; now: Date },
): Promise<{ undone: MistakenGroup[]; last: SuppressionCursor | null }> {
  const { after, day, now } = page;
  const later = after
    ? sql`and (suppressions.created_at, suppressions.address_hash) > (${after.createdAt}, ${after.hash})`
    : sql``;
  const { rows } = await sql<SuppressionCursor>`
    select created_at as "createdAt", address_hash as hash from suppressions where ${isMistaken(which)} ${later}
    order by created_at, address_hash limit ${page.limit}`.execute(trx);
  const hashes = rows.map(({ hash }) => hash);
  await sql`
    select from subscribers where address_hash = any(${hashes}::text[])
    order by address_hash for no key update`.execute(trx);
  const { rows: undone } = await sql<MistakenGroup>`
    with removed as (
      delete from suppressions where address_hash = any(${hashes}::text[]) and ${isMistaken(which)}
      returning address_hash, source
    ), target as (
      select removed.source, subscribers.id, ${restoredState(day)} as state
      from removed left join subscribers on subscribers.address_hash = removed.address_hash
    ), restored as (
      update subscribers set state = target.state, suppressed_from = null, state_changed_at = ${now},
        paused_until = case when target.state = 'paused' then paused_until end
      from target where target.id = subscribers.id
        and subscribers.state = any(${[...TRANSITIONS.recover.from]}::text[])
    )
    select source, state, count(*)::int as count from target group by source, state`.execute(trx);
  return { undone, last: rows.at(-1) ?? null };
}
