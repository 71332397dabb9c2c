import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database>;

/** A transactional email to a subscriber and its state. */
export interface TransactionalEmailRecord {
  id: string;
  kind: string;
  state: string;
  reason: string | null;
  provider: string | null;
  providerId: string | null;
  attempts: number;
  askedAt: Date;
  settledAt: Date | null;
}

/** Transactional emails to a subscriber, newest first. */
export async function readTransactionalEmails(
  db: Db,
  subscriberId: string,
  limit: number,
): Promise<TransactionalEmailRecord[]> {
  return db
    .selectFrom('notifications')
    .select(['id', 'kind', 'state', 'reason', 'provider', 'provider_id as providerId', 'attempts'])
    .select(['created_at as askedAt', 'settled_at as settledAt'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** A report of a provider or mail server about a subscriber's email. */
export interface SubscriberReport {
  id: string;
  provider: string;
  kind: string;
  occurredAt: Date;
  detail: string | null;
  outcome: string | null;
}

/** Reports about a subscriber, newest first. */
export async function readSubscriberReports(
  db: Db,
  subscriberId: string,
  limit: number,
): Promise<SubscriberReport[]> {
  return db
    .selectFrom('provider_events')
    .select(['event_id as id', 'provider', 'kind', 'occurred_at as occurredAt', 'detail', 'outcome'])
    .where('subscriber_id', '=', subscriberId)
    .where('kind', '<>', 'received')
    .orderBy('occurred_at', 'desc')
    .limit(limit)
    .execute();
}
