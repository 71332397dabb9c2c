import { createHash } from 'node:crypto';
import { ALERT_NOTIFICATIONS } from '../../../config/alerts.ts';
import { chooseTransactionalProvider, reserveProvider } from '../../delivery/providers/choose-provider.ts';
import { callProvider, waitForTurn } from '../../delivery/providers/provider-call.ts';
import { recordOutcome } from '../../delivery/providers/record-outcome.ts';
import type { OutgoingEmail, Provider } from '../../ports.ts';
import { transactionalHeaders } from '../../rendering/headers.ts';
import { suppressedAmong } from '../../suppression/check-suppression.ts';
import type { MonitorContext } from '../checks/check.ts';
import { alertEmail } from './alert-email.ts';
import {
  type AlertNotification,
  claimAlertNotifications,
  countAlertEmails,
  settleAlertNotification,
} from './notify-queries.ts';

const HOUR_MS = 3_600_000;

/**
 * Mails what there is to tell to ALERT_MAIL_TO, in one letter, by whatever provider takes letters now; a flood is held to a few letters an
 * hour. When none takes any, that is logged and tried again; a letter whose outcome is unknown is sent again, too, because an
 * alert that comes twice does less harm than one that never came.
 */
export async function notifyByEmail(ctx: MonitorContext): Promise<void> {
  const recipients = ctx.env.ALERT_MAIL_TO ?? [];
  if (recipients.length === 0) return;
  const now = ctx.clock.now();
  if (
    (await countAlertEmails(ctx.db, new Date(now.getTime() - HOUR_MS))) >= ALERT_NOTIFICATIONS.emailsPerHour
  )
    return;
  const tellings = await claimAlertNotifications(ctx.db, 'mail', now);
  if (tellings.length === 0) return;
  const failure = await send(ctx, recipients, tellings);
  const settledAt = ctx.clock.now();
  for (const telling of tellings) await settleAlertNotification(ctx.db, 'mail', telling, failure, settledAt);
  const alerts = tellings.map(({ alertId }) => alertId);
  if (failure === null) ctx.log.info({ alerts }, 'alerts mailed');
  else ctx.log.error({ alerts, reason: failure }, 'alerts could not be mailed');
}

/** Sends the letter to everybody; null when somebody's was taken, else why not. */
async function send(
  ctx: MonitorContext,
  recipients: readonly string[],
  tellings: readonly AlertNotification[],
): Promise<string | null> {
  const suppressed = await suppressedAmong(ctx.db, recipients);
  const allowed = recipients.filter((address) => !suppressed.has(address));
  if (allowed.length === 0) return 'every address of ALERT_MAIL_TO is suppressed';
  const mails = await lettersTo(ctx, allowed, tellings);
  const key = mails[0]?.id ?? '';
  const provider = await findProvider(ctx, key);
  if (provider === null) return 'no provider takes letters at this moment';
  let taken = 0;
  let failure = 'no result';
  for (const mail of mails) {
    if ((await waitForTurn(ctx, provider, 'letter', 1)) > 0) {
      failure = `the turn at ${provider.name} did not come`;
      break;
    }
    const results = await callProvider(ctx, provider, [mail], `paperboy-${mail.id}`);
    await ctx.db.transaction().execute((trx) => recordOutcome(ctx, trx, provider, results));
    const [result] = results;
    if (result?.outcome === 'accepted') taken += 1;
    else if (result) failure = result.reason;
    // What refuses the account refuses the next letter, too.
    if (result?.outcome === 'halted') break;
  }
  return taken > 0 ? null : failure;
}

function findProvider(ctx: MonitorContext, key: string): Promise<Provider | null> {
  const now = ctx.clock.now();
  return ctx.db.transaction().execute(async (trx) => {
    const seat = await chooseTransactionalProvider(trx, ctx, key, now);
    if (seat) await reserveProvider(trx, seat, now);
    return seat?.provider ?? null;
  });
}

async function lettersTo(
  ctx: MonitorContext,
  recipients: readonly string[],
  tellings: readonly AlertNotification[],
): Promise<OutgoingEmail[]> {
  const { PUBLIC_URL, MAIL_POSTAL_ADDRESS, MAIL_FROM_TRANSACTIONAL: from } = ctx.env;
  const { subject, html, text } = await alertEmail(
    { site: PUBLIC_URL, postalAddress: MAIL_POSTAL_ADDRESS },
    tellings,
  );
  const told = tellings.map(({ alertId, event }) => `${alertId} ${event}`).join(', ');
  const newest = Math.max(...tellings.map(({ raisedAt, clearedAt }) => (clearedAt ?? raisedAt).getTime()));
  return recipients.map((to) => {
    const id = `alert-${createHash('sha256').update(`${told} ${to}`).digest('hex').slice(0, 32)}`;
    const headers = transactionalHeaders({ id, from, language: 'en' });
    return { id, from, to, subject, html, text, headers, date: new Date(newest).toISOString() };
  });
}
