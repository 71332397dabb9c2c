import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';

/**
 * Reason in words why the subscriber of a row of `deliveries` is ineligible for email; null when eligible.
 * The claim checks again.
 */
export const INELIGIBLE_REASON = sql<string | null>`(
  select case
    when suppressions.reason is not null then 'suppressed: ' || replace(suppressions.reason, '-', ' ')
    when subscribers.address is null then 'erased'
    when subscribers.state = 'paused' and subscribers.paused_until <= deliveries.local_day then null
    when subscribers.state <> 'active' then subscribers.state
  end
  from subscribers left join suppressions on suppressions.address_hash = subscribers.address_hash
  where subscribers.id = deliveries.subscriber_id)`;

/** Counts an edition's failed deliveries to ineligible subscribers by reason. All others can be retried. */
export async function countIneligible(
  db: Kysely<Database> | Transaction<Database>,
  edition: string,
  subscriberId?: string,
): Promise<Record<string, number>> {
  const { rows } = await sql<{ obstacle: string; count: number }>`
    select obstacle, count(*) as count from (
      select ${INELIGIBLE_REASON} as obstacle from deliveries
      where edition_id = ${edition} and state = 'failed'
        and (${subscriberId ?? null}::uuid is null or subscriber_id = ${subscriberId ?? null}::uuid)
    ) as failed
    where obstacle is not null group by obstacle order by obstacle`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.obstacle, row.count]));
}
