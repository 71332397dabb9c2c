import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { DeliveryState } from '../pipeline/delivery.ts';

/** Outcome of one subscriber's delivery in one edition. */
export interface LedgerLine {
  edition: string;
  subscriber: string;
  /** Null for an erased subscriber. */
  address: string | null;
  state: DeliveryState;
  reason: string | null;
  /** Number of attempts that reached a provider. */
  attempts: number;
  provider: string | null;
  providerId: string | null;
  /** Number of papers in the digest; 0 until it is composed. */
  papers: number;
  sendAt: Date;
  /** Start of the last attempt. */
  triedAt: Date | null;
  settledAt: Date | null;
  /** Time of the first acceptance; earlier than `settledAt` when the digest was resent. */
  firstAcceptedAt: Date | null;
  /** Latest report from the provider, and its time; null without a report. */
  arrival: string | null;
  arrivalAt: Date | null;
  /**
   * Identifies the email in a mail server's log. Derived from the delivery and MAIL_FROM, so known before
   * sending.
   */
  messageId: string;
}

/** Line as stored; the Message-ID is derived from the delivery's id. */
export type LedgerRow = Omit<LedgerLine, 'messageId'> & { delivery: string };

const COLUMNS = sql`
  deliveries.id as delivery, deliveries.edition_id as edition, deliveries.subscriber_id as subscriber,
  subscribers.address, deliveries.state, deliveries.reason, deliveries.provider,
  deliveries.provider_id as "providerId", attempted.attempts, attempted.at as "triedAt",
  coalesce(jsonb_array_length(digest -> 'picks'), 0) as papers, send_at as "sendAt",
  deliveries.settled_at as "settledAt", attempted."firstAcceptedAt", arrival, arrival_at as "arrivalAt"`;

/**
 * Attempts that reached the provider, including those before an operator's retry reset deliveries.attempts.
 */
const PROVIDER_ATTEMPTS = sql`
  lateral (
    select count(*) as attempts, max(started_at) as at,
      min(settled_at) filter (where outcome = 'accepted') as "firstAcceptedAt"
    from attempt_deliveries join delivery_attempts on delivery_attempts.id = attempt_id
    where delivery_id = deliveries.id and outcome is distinct from 'left-out'
      and delivery_attempts.state in ('started', 'settled', 'uncertain')
  ) as attempted`;

/** Collation "C" gives the same order in every database. */
const ORDER = `subscribers.address is null, coalesce(subscribers.address, '') collate "C", subscribers.id`;

/** End of a page. */
export interface LedgerCursor {
  /** Null for an erased subscriber; those are last. */
  address: string | null;
  subscriber: string;
}

/**
 * Reads the next page of an edition's lines in these states, ordered by address; `after` null starts at the
 * top.
 */
export async function readEditionLines(
  db: Kysely<Database>,
  which: { edition: string; states: readonly DeliveryState[]; reason?: string | undefined },
  after: LedgerCursor | null,
  limit: number,
): Promise<LedgerRow[]> {
  const afterCursor =
    after === null
      ? sql``
      : sql`and (${sql.raw(ORDER)}) > (
          ${after.address === null}::boolean, ${after.address ?? ''} collate "C", ${after.subscriber}::uuid
        )`;
  // The page is limited before its attempts are counted: otherwise those of all later lines would be counted
  // too.
  const { rows } = await sql<LedgerRow>`
    with page as materialized (
      select deliveries.id from deliveries join subscribers on subscribers.id = subscriber_id
      where edition_id = ${which.edition} and deliveries.state = any(${[...which.states]})
        and (${which.reason ?? null}::text is null or deliveries.reason = ${which.reason ?? null})
        ${afterCursor}
      order by ${sql.raw(ORDER)} limit ${limit}
    )
    select ${COLUMNS} from page join deliveries on deliveries.id = page.id
      join subscribers on subscribers.id = subscriber_id, ${PROVIDER_ATTEMPTS}
    order by ${sql.raw(ORDER)}`.execute(db);
  return rows;
}

/** Reads a subscriber's lines in these states, newest edition first; `edition` limits them to one edition. */
export async function readSubscriberLines(
  db: Kysely<Database>,
  subscriberId: string,
  edition: string | null,
  states: readonly DeliveryState[],
): Promise<LedgerRow[]> {
  const { rows } = await sql<LedgerRow>`
    select ${COLUMNS} from deliveries join subscribers on subscribers.id = subscriber_id
      join editions on editions.id = edition_id, ${PROVIDER_ATTEMPTS}
    where subscriber_id = ${subscriberId} and (${edition}::text is null or edition_id = ${edition})
      and deliveries.state = any(${states})
    order by day desc, edition_id`.execute(db);
  return rows;
}
