import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import {
  ARRIVALS,
  type Arrival,
  type ProviderReport,
  type ReportKind,
  type ReportProvider,
} from './report.ts';

type Db = Kysely<Database> | Transaction<Database>;
type Trx = Transaction<Database>;

/** A report by what it is unique by. */
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

/** Stores a report and returns true, or false for a repeat. It falls due for the sweep when whoever stored it should be done. */
export async function insertReport(
  db: Db,
  event: ProviderReport,
  raw: string,
  times: { now: Date; nextAt: Date },
): Promise<boolean> {
  const inserted = await db
    .insertInto('provider_events')
    .values({
      provider: event.provider,
      event_id: event.reportId,
      kind: event.kind,
      about: event.about,
      occurred_at: event.occurredAt ?? times.now,
      received_at: times.now,
      mail_id: event.emailId,
      provider_mail_id: event.providerEmailId,
      address: event.address,
      detail: event.detail,
      // PostgreSQL refuses U+0000 in a text.
      raw: raw.replaceAll('\0', '\uFFFD'),
      next_at: times.nextAt,
    })
    .onConflict((conflict) => conflict.columns(['provider', 'event_id']).doNothing())
    .returning('event_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The report, locked for this transaction, or undefined when it is not there or was applied already. */
export async function lockReport(trx: Trx, key: ReportKey): Promise<StoredReport | undefined> {
  const row = await openReport(trx, key).forUpdate().executeTakeFirst();
  return row && fromRow(row);
}

/** The same without a lock, for what takes longer than a transaction should. */
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

/** What is due to be applied, the longest waiting first: reports of what became of our mail, or mail that was received for us. */
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

/** Notes that the report is dealt with, and how. */
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

/** Puts the report off until then. */
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

/** Takes what is personal out of a report: its person was erased. */
export async function clearReportPayload(db: Db, key: ReportKey): Promise<void> {
  await db
    .updateTable('provider_events')
    .set({ raw: null, address: null, detail: null })
    .where('provider', '=', key.provider)
    .where('event_id', '=', key.reportId)
    .execute();
}

/** Erases raw payloads that came before that moment; returns how many. */
export async function clearPayloadsBefore(db: Db, before: Date): Promise<number> {
  const emptied = await db
    .updateTable('provider_events')
    .set({ raw: null, address: null, detail: null })
    .where('raw', 'is not', null)
    .where('received_at', '<', before)
    .executeTakeFirst();
  return Number(emptied.numUpdatedRows);
}

/** Deletes the rows of reports that are dealt with and came before that moment. */
export async function deleteReportsBefore(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('provider_events')
    .where('received_at', '<', before)
    .where('applied_at', 'is not', null)
    .execute();
}

/** Empties reports that came since then and whose person was erased at the very moment that they were applied. */
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

/** A digest or letter of ours with the person it went to. */
export interface ReportedEmail {
  table: 'deliveries' | 'notifications';
  id: string;
  state: string;
  subscriberId: string;
  /** Null when the person was erased. */
  addressHash: string | null;
}

/** The mail that a report is about: by our own id, else by the provider's. Undefined when nobody knows it (yet). */
export async function findReportedEmail(
  trx: Trx,
  event: Pick<StoredReport, 'emailId' | 'providerEmailId'>,
): Promise<ReportedEmail | undefined> {
  const { emailId, providerEmailId } = event;
  return (
    (emailId === null ? undefined : await findEmailBy(trx, 'id', emailId)) ??
    (providerEmailId === null ? undefined : await findEmailBy(trx, 'provider_id', providerEmailId))
  );
}

async function findEmailBy(
  trx: Trx,
  column: 'id' | 'provider_id',
  value: string,
): Promise<ReportedEmail | undefined> {
  for (const table of ['deliveries', 'notifications'] as const) {
    const row = await trx
      .selectFrom(table)
      .innerJoin('subscribers', 'subscribers.id', `${table}.subscriber_id`)
      .select([
        `${table}.id as id`,
        `${table}.state as state`,
        'subscribers.id as subscriberId',
        'subscribers.address_hash as addressHash',
      ])
      .where(`${table}.${column}`, '=', value)
      .limit(1)
      .executeTakeFirst();
    if (row) return { table, ...row };
  }
  return undefined;
}

/** Raises what is known of a delivery's arrival; a weaker report changes nothing, of equal ones the earlier time stays. */
export async function raiseArrival(trx: Trx, id: string, arrival: Arrival, at: Date): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({ arrival, arrival_at: at })
    .where('id', '=', id)
    .where(
      sql<boolean>`(arrival is null or (coalesce(array_position(${[...ARRIVALS]}::text[], arrival), 0), -extract(epoch from arrival_at))
        < (${ARRIVALS.indexOf(arrival) + 1}, -extract(epoch from ${at}::timestamptz)) )`,
    )
    .execute();
}

/** uncertain → accepted for a letter; acceptReported does it for a delivery. */
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
 * Whether the last so many digests of a subscriber whose fate is known were all soft bounces. Those that were refused for
 * their own sake, or of which nobody reported, neither count nor break the run; whoever confirms anew begins anew.
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

/** Locks a subscriber, so that two reports about one person are weighed one after the other. */
export async function lockSubscriber(trx: Trx, id: string): Promise<void> {
  await trx.selectFrom('subscribers').select('id').where('id', '=', id).forUpdate().execute();
}
