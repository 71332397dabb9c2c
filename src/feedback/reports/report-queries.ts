import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import {
  ARRIVALS,
  type Arrival,
  type ProviderReport,
  type ReportKind,
  type ReportProvider,
} from './report.ts';
import { providerEmailKey } from './report-fields.ts';

type Db = Kysely<Database> | Transaction<Database>;
type Trx = Transaction<Database>;

/** Unique key of a report. */
export interface ReportKey {
  provider: ReportProvider;
  reportId: string;
}

export interface StoredReport extends Omit<ProviderReport, 'occurredAt'> {
  occurredAt: Date;
  receivedAt: Date;
  raw: string | null;
  tries: number;
}

/**
 * Stores a report; false for a repeat. It becomes due for the sweep at `nextAt`, when the caller should be
 * done with it.
 */
export async function insertReport(
  db: Db,
  report: ProviderReport,
  raw: string,
  times: { now: Date; nextAt: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('provider_events')
    .values({
      provider: report.provider,
      event_id: report.reportId,
      kind: report.kind,
      about: report.about,
      occurred_at: report.occurredAt ?? times.now,
      received_at: times.now,
      mail_id: report.emailId,
      provider_mail_id: report.providerEmailId,
      address: report.address,
      detail: report.detail,
      // PostgreSQL rejects U+0000 in text.
      raw: raw.replaceAll('\0', '\uFFFD'),
      next_at: times.nextAt,
    })
    .onConflict((conflict) => conflict.columns(['provider', 'event_id']).doNothing())
    .returning('event_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Locks an open report for the transaction; undefined when it does not exist or has been applied. */
export async function lockReport(trx: Trx, key: ReportKey): Promise<StoredReport | undefined> {
  const row = await openReport(trx, key).forUpdate().executeTakeFirst();
  return row && fromRow(row);
}

/** Reads an open report without a lock, for work that takes longer than a transaction should. */
export async function readOpenReport(db: Db, key: ReportKey): Promise<StoredReport | undefined> {
  const row = await openReport(db, key).executeTakeFirst();
  return row && fromRow(row);
}

function openReport(db: Db, key: ReportKey) {
  return db
    .selectFrom('provider_events')
    .selectAll()
    .where('provider', '=', key.provider)
    .where('event_id', '=', key.reportId)
    .where('applied_at', 'is', null);
}

const fromRow = (row: Selectable<Database['provider_events']>): StoredReport => ({
  provider: row.provider as ReportProvider,
  reportId: row.event_id,
  kind: row.kind as ReportKind,
  about: row.about as StoredReport['about'],
  occurredAt: row.occurred_at,
  receivedAt: row.received_at,
  emailId: row.mail_id,
  providerEmailId: row.provider_mail_id,
  address: row.address,
  detail: row.detail,
  raw: row.raw,
  tries: row.tries,
});

/** Keys of due reports, longest waiting first: reports about our email, or emails received for us. */
export async function readDueReports(
  db: Db,
  now: Date,
  which: 'reports' | 'received',
  limit: number,
): Promise<ReportKey[]> {
  const rows = await db
    .selectFrom('provider_events')
    .select(['provider', 'event_id'])
    .where('applied_at', 'is', null)
    .where('next_at', '<=', now)
    .where('kind', which === 'received' ? '=' : '<>', 'received')
    .orderBy('next_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    provider: row.provider as ReportProvider,
    reportId: row.event_id,
  }));
}

/** Closes a report with its outcome. */
export async function closeReport(
  db: Db,
  key: ReportKey,
  closing: { outcome: string; subscriberId: string | null; now: Date },
): Promise<void> {
  await db
    .updateTable('provider_events')
    .set({ applied_at: closing.now, outcome: closing.outcome, subscriber_id: closing.subscriberId })
    .where('provider', '=', key.provider)
    .where('event_id', '=', key.reportId)
    .where('applied_at', 'is', null)
    .execute();
}

/** Postpones a report. */
export async function postponeReport(
  db: Db,
  key: ReportKey,
  later: { outcome: string; nextAt: Date },
): Promise<void> {
  await db
    .updateTable('provider_events')
    .set((eb) => ({ outcome: later.outcome, next_at: later.nextAt, tries: eb('tries', '+', 1) }))
    .where('provider', '=', key.provider)
    .where('event_id', '=', key.reportId)
    .where('applied_at', 'is', null)
    .execute();
}

/** Clears the personal data of a report, because its subscriber was erased or its email is not ours. */
export async function clearReportPayload(db: Db, key: ReportKey): Promise<void> {
  await db
    .updateTable('provider_events')
    .set({ raw: null, address: null, detail: null })
    .where('provider', '=', key.provider)
    .where('event_id', '=', key.reportId)
    .execute();
}

/** Clears raw payloads received before a time; returns how many. */
export async function clearPayloadsBefore(db: Db, before: Date): Promise<number> {
  const cleared = await db
    .updateTable('provider_events')
    .set({ raw: null, address: null, detail: null })
    .where('raw', 'is not', null)
    .where('received_at', '<', before)
    .executeTakeFirst();
  return Number(cleared.numUpdatedRows);
}

/** Deletes closed reports received before a time. */
export async function deleteReportsBefore(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('provider_events')
    .where('received_at', '<', before)
    .where('applied_at', 'is not', null)
    .execute();
}

/** Clears reports received since a time and applied while their subscriber was being erased. */
export async function clearPayloadsOfErased(db: Db, since: Date): Promise<void> {
  await db
    .updateTable('provider_events')
    .set({ raw: null, address: null, detail: null })
    .where('raw', 'is not', null)
    .where('received_at', '>=', since)
    .where('subscriber_id', 'in', (eb) =>
      eb.selectFrom('subscribers').select('subscribers.id').where('state', '=', 'erased'),
    )
    .execute();
}

/** A digest or transactional email with its recipient. */
export interface ReportedEmail {
  table: 'deliveries' | 'notifications';
  id: string;
  state: string;
  subscriberId: string;
  /** Address of the subscriber, null when erased. */
  address: string | null;
}

/**
 * Finds the email that a report is about: by our own id, else by the provider's in any of its spellings.
 * Undefined when it is not known (yet).
 */
export async function findReportedEmail(
  trx: Trx,
  report: Pick<StoredReport, 'emailId' | 'providerEmailId'>,
): Promise<ReportedEmail | undefined> {
  const { emailId, providerEmailId } = report;
  return (
    (emailId === null
      ? undefined
      : await findEmailWhere(trx, (table) => sql`${sql.ref(`${table}.id`)} = ${emailId}`)) ??
    (providerEmailId === null
      ? undefined
      : await findEmailWhere(
          trx,
          (table) =>
            sql`${sql.ref(`${table}.provider_id`)} is not null and ${providerKeyOf(table)} = ${providerEmailKey(providerEmailId)}`,
        ))
  );
}

/** The indexed expression, in the exact form of migration 0021. */
function providerKeyOf(table: ReportedEmail['table']) {
  return sql`lower(split_part(ltrim(${sql.ref(`${table}.provider_id`)}, '<'), '@', 1))`;
}

async function findEmailWhere(
  trx: Trx,
  condition: (table: ReportedEmail['table']) => RawBuilder<boolean>,
): Promise<ReportedEmail | undefined> {
  for (const table of ['deliveries', 'notifications'] as const) {
    const row = await trx
      .selectFrom(table)
      .innerJoin('subscribers', 'subscribers.id', `${table}.subscriber_id`)
      .select([
        `${table}.id as id`,
        `${table}.state as state`,
        'subscribers.id as subscriberId',
        'subscribers.address as address',
      ])
      .where(condition(table))
      .limit(1)
      .executeTakeFirst();
    if (row) return { table, ...row };
  }
  return undefined;
}

/**
 * Raises the arrival of a delivery; a weaker report changes nothing, and of equal ones the earlier time
 * stays.
 */
export async function raiseArrival(trx: Trx, id: string, arrival: Arrival, at: Date): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({ arrival, arrival_at: at })
    .where('id', '=', id)
    .where(
      sql<boolean>`(arrival is null or
        (coalesce(array_position(${[...ARRIVALS]}::text[], arrival), 0), -extract(epoch from arrival_at)) <
        (${ARRIVALS.indexOf(arrival) + 1}, -extract(epoch from ${at}::timestamptz)))`,
    )
    .execute();
}

/** Settles an uncertain transactional email as accepted, as acceptReported does for a delivery. */
export async function settleTransactional(
  trx: Trx,
  id: string,
  providerEmailId: string | null,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('notifications')
    .set({
      state: 'accepted',
      reason: null,
      settled_at: now,
      provider_id: sql<string | null>`coalesce(${providerEmailId}, provider_id)`,
    })
    .where('id', '=', id)
    .where('state', '=', 'uncertain')
    .execute();
}

/**
 * True when the last `length` digests of a subscriber with a known fate were all soft bounces. Digests
 * refused because of the message, or without a report, neither count nor break the streak; a new confirmation
 * starts a new one.
 */
export async function isSoftBounceStreak(trx: Trx, subscriberId: string, length: number): Promise<boolean> {
  const rows = await trx
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select('arrival')
    .where('subscriber_id', '=', subscriberId)
    .where('arrival', 'in', ['soft-bounced', 'delivered', 'complained'])
    .where(sql<boolean>`deliveries.created_at >= coalesce(confirmed_at, '-infinity')`)
    .orderBy('send_at', 'desc')
    .orderBy('deliveries.id')
    .limit(length)
    .execute();
  return rows.length === length && rows.every(({ arrival }) => arrival === 'soft-bounced');
}

/** Locks a subscriber, so that two reports about one subscriber are applied one after the other. */
export async function lockSubscriber(trx: Trx, id: string): Promise<void> {
  await trx.selectFrom('subscribers').select('id').where('id', '=', id).forUpdate().execute();
}
