import type { Kysely, Transaction } from 'kysely';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { ALERT_KINDS, type AlertCode } from './alert-kinds.ts';
import { clearAlertRow, raiseAlertRow } from './alert-queries.ts';

/** Something that a person should look at; what it means and what to do about it is the kind's (alert-kinds.ts). */
export interface Alert {
  code: AlertCode;
  /** What it is about, e.g. an edition's id or a provider's name. */
  subject: string;
  /** What is wrong now, in a sentence of its own. Never an address in it. */
  message: string;
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
  const remedy = ALERT_KINDS[alert.code].remedy(alert.subject);
  const isNew = await raiseAlertRow(trx ?? ctx.db, { ...alert, remedy }, ctx.clock.now());
  if (isNew) ctx.log.error({ ...alert, remedy }, 'alert');
}

/** Notes that it is over; nothing happens where no such alert is open. */
export async function clearAlert(
  ctx: Pick<Context, 'clock' | 'log'>,
  db: Kysely<Database> | Transaction<Database>,
  which: { code: string; subject: string },
): Promise<void> {
  if (await clearAlertRow(db, which, ctx.clock.now())) ctx.log.info({ ...which }, 'alert is over');
}
