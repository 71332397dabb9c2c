import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/** One person in one edition: what became of their digest. */
export interface LedgerLine {
  edition: string;
  subscriber: string;
  /** Null for somebody who was erased. */
  address: string | null;
  state: string;
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
  /** What the provider reported of its arrival since, and when; null while nothing was. */
  arrival: string | null;
  arrivalAt: Date | null;
}

const COLUMNS = sql`
  deliveries.edition_id as edition, deliveries.subscriber_id as subscriber, subscribers.address,
  deliveries.state, deliveries.reason, deliveries.provider, deliveries.provider_id as "providerId",
  tried.attempts, tried.at as "triedAt", coalesce(jsonb_array_length(digest -> 'picks'), 0) as papers,
  send_at as "sendAt", deliveries.settled_at as "settledAt",
  arrival, arrival_at as "arrivalAt"`;

/** Every attempt that got as far as the provider, whatever deliveries.attempts counts since an operator asked again. */
const TRIED = sql`
  lateral (
    select count(*) as attempts, max(started_at) as at
    from attempt_deliveries join delivery_attempts on delivery_attempts.id = attempt_id
    where delivery_id = deliveries.id and outcome is distinct from 'left-out'
      and delivery_attempts.state in ('started', 'settled', 'uncertain')
  ) as tried`;

/** The next lines of an edition behind that subscriber's (null: from the start), in the order of subscriber ids. */
export async function readEditionLines(
  db: Kysely<Database>,
  edition: string,
  after: string | null,
  limit: number,
): Promise<LedgerLine[]> {
  const { rows } = await sql<LedgerLine>`
    select ${COLUMNS} from deliveries join subscribers on subscribers.id = subscriber_id, ${TRIED}
    where edition_id = ${edition} and (${after}::uuid is null or subscriber_id > ${after}::uuid)
    order by subscriber_id limit ${limit}`.execute(db);
  return rows;
}

/** All lines of one subscriber, the newest edition first; of one edition only when it is named. */
export async function readPersonLines(
  db: Kysely<Database>,
  subscriberId: string,
  edition: string | null,
): Promise<LedgerLine[]> {
  const { rows } = await sql<LedgerLine>`
    select ${COLUMNS} from deliveries join subscribers on subscribers.id = subscriber_id
      join editions on editions.id = edition_id, ${TRIED}
    where subscriber_id = ${subscriberId} and (${edition}::text is null or edition_id = ${edition})
    order by day desc, edition_id`.execute(db);
  return rows;
}
