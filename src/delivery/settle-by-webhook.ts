import type { Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { type LateOutcome, settleUncertainRow } from './act-queries.ts';
import { freePapers } from './claim-queries.ts';

/**
 * Settles one uncertain delivery because its provider told by a webhook what became of it, in the transaction that records the
 * event. False, and nothing changed, for a delivery that is not uncertain, so events may come twice and late. The edition is
 * finished by the next send slot.
 */
export async function settleByWebhook(
  trx: Transaction<Database>,
  late: LateOutcome,
  now: Date,
): Promise<boolean> {
  if (!(await settleUncertainRow(trx, late, now))) return false;
  if (late.state === 'failed') await freePapers(trx, [late.deliveryId]);
  return true;
}
