import type { Kysely, Transaction } from 'kysely';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { clearAlertRow, raiseAlertRow } from './queries.ts';

/** Something that a person should look at. `subject` says what it is about, e.g. an edition's id or a provider's name. */
export interface Alert {
  code: string;
  subject: string;
  message: string;
  /** What to do, in one sentence. */
  remedy: string;
}

/**
 * Notes something wrong until it is over: one open row for a code and subject, however often it is noticed, and one line in the log
 * when it is new. Give `trx` inside a transaction.
 */
export async function raiseAlert(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  alert: Alert,
  trx?: Transaction<Database>,
): Promise<void> {
  const isNew = await raiseAlertRow(trx ?? ctx.db, alert, ctx.clock.now());
  if (isNew) ctx.log.error({ ...alert }, 'alert');
}

/** Notes that it is over; nothing happens where no such alert is open. */
export async function clearAlert(
  ctx: Pick<Context, 'clock' | 'log'>,
  db: Kysely<Database> | Transaction<Database>,
  which: Pick<Alert, 'code' | 'subject'>,
): Promise<void> {
  if (await clearAlertRow(db, which, ctx.clock.now())) ctx.log.info({ ...which }, 'alert is over');
}
