import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

type Db = Kysely<Database>;

/**
 * Outcome of an automatic email from a mail server or feedback loop. `matched`: a report about one of our
 * emails. `unmatched`: a report about another email. `not-understood`: no recognized report.
 */
export type InboundCount = 'matched' | 'unmatched' | 'not-understood';

/** Counts one automatic email in the hour of `now`. */
export async function countInbound(db: Db, outcome: InboundCount, now: Date): Promise<void> {
  await sql`
    insert into inbound_counts (hour, outcome, emails)
    values (date_trunc('hour', ${now}::timestamptz, 'UTC'), ${outcome}, 1)
    on conflict (hour, outcome) do update set emails = inbound_counts.emails + 1`.execute(db);
}

/** Sums the automatic emails counted since a time, to the hour. */
export async function readInboundCounts(db: Db, since: Date): Promise<Record<InboundCount, number>> {
  const rows = await db
    .selectFrom('inbound_counts')
    .select(['outcome', (eb) => eb.fn.sum<string>('emails').as('emails')])
    .where('hour', '>', since)
    .groupBy('outcome')
    .execute();
  const counts: Record<InboundCount, number> = { matched: 0, unmatched: 0, 'not-understood': 0 };
  for (const { outcome, emails } of rows) counts[outcome as InboundCount] = Number(emails);
  return counts;
}

/** Deletes counts of hours before a time. */
export async function deleteInboundCountsBefore(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('inbound_counts').where('hour', '<', before).execute();
}
