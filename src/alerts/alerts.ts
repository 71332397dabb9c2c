import type { Kysely, Transaction } from 'kysely';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { ALERT_KINDS, type AlertCode } from './alert-kinds.ts';
import { clearAlertRow, raiseAlertRow } from './alert-queries.ts';

/** One problem for the operator. Its kind (alert-kinds.ts) has the meaning and the remedy. */
export interface Alert {
  code: AlertCode;
  /** Affected thing, e.g. an edition id or a provider name. */
  subject: string;
  /** Current problem as a full sentence, without any email address. */
  message: string;
}

/**
 * Opens an alert, or refreshes the open one with the same code and subject. Only a new alert is logged. Pass
 * `trx` inside a transaction.
 */
export async function raiseAlert(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  alert: Alert,
  trx?: Transaction<Database>,
): Promise<void> {
  const remedy = ALERT_KINDS[alert.code].remedy(alert.subject);
  const isNew = await raiseAlertRow(trx ?? ctx.db, { ...alert, remedy }, ctx.clock.now());
  if (isNew) ctx.log.error({ ...alert, remedy }, 'alert opened');
}

/** Ends the open alert with this code and subject, if there is one. */
export async function clearAlert(
  ctx: Pick<Context, 'clock' | 'log'>,
  db: Kysely<Database> | Transaction<Database>,
  { code, subject }: { code: string; subject: string },
): Promise<void> {
  if (await clearAlertRow(db, { code, subject }, ctx.clock.now()))
    ctx.log.info({ code, subject }, 'alert resolved');
}
