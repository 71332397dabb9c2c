import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { DeliveryState } from '../pipeline/delivery.ts';

/** One person in one edition: what became of their digest. */
export interface LedgerLine {
  edition: string;
  subscriber: string;
  /** Null for somebody who was erased. */
  address: string | null;
  state: DeliveryState;
  reason: string | null;
  /** How often it was handed to a provider. */
  attempts: number;
  provider: string | null;
  providerId: string | null;
  /** Papers that its digest has; 0 while it is not composed. */
  papers: number;
  sendAt: Date;
  /** When it was last handed to a provider. */
  triedAt: Date | null;
  settledAt: Date | null;
  /** When a provider first took it; earlier than settledAt where it was sent once more. */
  firstAcceptedAt: Date | null;
  /** What the provider reported of its arrival since, and when; null while nothing was. */
  arrival: string | null;
  arrivalAt: Date | null;
  /** By which the email is found in a mail server's log; it follows from the delivery and MAIL_FROM, so also before it is sent. */
  messageId: string;
}

/** A line as the database has it: the Message-ID follows from the delivery's id. */
export type LedgerRow = Omit<LedgerLine, 'messageId'> & { delivery: string };

const COLUMNS = sql`
  deliveries.id as delivery,  deliveries.edition_id as edition, deliveries.subscriber_id as subscriber, subscribers.address,
  deliveries.state, deliveries.reason, deliveries.provider, deliveries.provider_id as "providerId",
  tried.attempts, tried.at as "triedAt", coalesce(jsonb_array_length(digest -> 'picks'), 0) as papers,
  send_at as "sendAt", deliveries.settled_at as "settledAt", tried."firstAcceptedAt",
  arrival, arrival_at as "arrivalAt"`;

/** Every attempt that got as far as the provider, whatever deliveries.attempts counts since an operator asked again. */
const TRIED = sql`
  lateral (
    select count(*) as attempts, max(started_at) as at, min(settled_at) filter (where outcome = 'accepted') as "firstAcceptedAt"
    from attempt_deliveries join delivery_attempts on delivery_attempts.id = attempt_id
    where delivery_id = deliveries.id and outcome is distinct from 'left-out'
      and delivery_attempts.state in ('started', 'settled', 'uncertain')
  ) as tried`;

/** "C", so that the order is the same in every database. */
const ORDER = `subscribers.address is null, coalesce(subscribers.address, '') collate "C", subscribers.id`;

/** Where a page ended. */
export interface LedgerCursor {
  /** Null for somebody who was erased: they come last. */
  address: string | null;
  subscriber: string;
}

/** The next lines of an edition in these states behind that place (null: from the start), by address; for one reason only when it is named. */
export async function readEditionLines(
  db: Kysely<Database>,
  which: { edition: string; states: readonly DeliveryState[]; reason?: string | undefined },
  after: LedgerCursor | null,
  limit: number,
): Promise<LedgerRow[]> {
  const behind =
    after === null
      ? sql``
      : sql`and (${sql.raw(ORDER)}) > (${after.address === null}::boolean, ${after.address ?? ''} collate "C", ${after.subscriber}::uuid)`;
  // The page is cut before attempts are counted: otherwise those of all later lines would be, too.
  const { rows } = await sql<LedgerRow>`
    with page as materialized (
      select deliveries.id from deliveries join subscribers on subscribers.id = subscriber_id
      where edition_id = ${which.edition} and deliveries.state = any(${[...which.states]})
        and (${which.reason ?? null}::text is null or deliveries.reason = ${which.reason ?? null}) ${behind}
      order by ${sql.raw(ORDER)} limit ${limit}
    )
    select ${COLUMNS} from page join deliveries on deliveries.id = page.id
      join subscribers on subscribers.id = subscriber_id, ${TRIED}
    order by ${sql.raw(ORDER)}`.execute(db);
  return rows;
}

/** All lines of one subscriber in these states, the newest edition first; of one edition only when it is named. */
export async function readSubscriberLines(
  db: Kysely<Database>,
  subscriberId: string,
  edition: string | null,
  states: readonly DeliveryState[],
): Promise<LedgerRow[]> {
  const { rows } = await sql<LedgerRow>`
    select ${COLUMNS} from deliveries join subscribers on subscribers.id = subscriber_id
      join editions on editions.id = edition_id, ${TRIED}
    where subscriber_id = ${subscriberId} and (${edition}::text is null or edition_id = ${edition})
      and deliveries.state = any(${states})
    order by day desc, edition_id`.execute(db);
  return rows;
}
