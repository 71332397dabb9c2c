import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';

type Trx = Transaction<Database>;

/**
 * Marks as uncertain the deliveries of a paused edition that were sending, or planned and due by `until`;
 * returns their number. A started
 * attempt is closed and not replayed with its key: after the backup it may have been deferred and its emails
 * sent by another attempt. A delivery without a composition gets an empty one, and sending it again composes
 * a new digest.
 */
export async function markDeliveriesUncertain(
  trx: Trx,
  edition: string,
  until: Date,
  reason: string,
  now: Date,
): Promise<number> {
  await sql`
    update attempt_deliveries set outcome = 'uncertain', reason = ${reason}
    from delivery_attempts as attempt
    where attempt.id = attempt_id and attempt.edition_id = ${edition} and attempt.state = 'started'
      and outcome is null`.execute(trx);
  await sql`
    update delivery_attempts set state = case state when 'started' then 'uncertain' else 'released' end,
      settled_at = case state when 'started' then ${now}::timestamptz end, reason = ${reason},
      maybe_taken = (select count(*) from attempt_deliveries where attempt_id = id and outcome = 'uncertain')
    where edition_id = ${edition} and state in ('claimed', 'started')`.execute(trx);
  await sql`
    update deliveries set state = 'sending', digest = coalesce(digest, '{}')
    where edition_id = ${edition} and state = 'planned' and send_at <= ${until}`.execute(trx);
  const result = await sql`
    update deliveries set state = 'uncertain', reason = ${reason}, settled_at = ${now}
    where edition_id = ${edition} and state = 'sending'`.execute(trx);
  return Number(result.numAffectedRows ?? 0);
}

/**
 * Marks transactional emails that were being sent when the backup was made as uncertain and deletes requests
 * for one; returns the number of both.
 */
export async function markTransactionalUncertain(trx: Trx, reason: string, now: Date): Promise<number> {
  const transactional = await trx
    .updateTable('notifications')
    .set({ state: 'uncertain', reason, settled_at: now, leased_until: null })
    .where('state', 'in', ['planned', 'sending'])
    .executeTakeFirst();
  const asks = await trx.deleteFrom('asks').executeTakeFirst();
  return Number(transactional.numUpdatedRows) + Number(asks.numDeletedRows);
}
