import { createHash } from 'node:crypto';
import { ALERT_NOTIFICATIONS } from '../../../config/alerts.ts';
import { chooseTransactionalProvider, recordProbe } from '../../delivery/providers/choose-provider.ts';
import { callProvider, waitForRateLimit } from '../../delivery/providers/provider-call.ts';
import { recordOutcome } from '../../delivery/providers/record-outcome.ts';
import type { OutgoingEmail, Provider } from '../../ports.ts';
import { transactionalHeaders } from '../../rendering/headers.ts';
import { findSuppressed } from '../../suppression/check-suppression.ts';
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
 * Emails the due notifications to ALERT_MAIL_TO, all in one email, through the provider that takes
 * transactional email now. A flood is limited to `ALERT_NOTIFICATIONS.emailsPerHour`. Failures are logged and
 * retried, uncertain outcomes too: an alert that arrives twice does less harm than one that never arrives.
 */
export async function notifyByEmail(ctx: MonitorContext): Promise<void> {
  const recipients = ctx.env.ALERT_MAIL_TO ?? [];
  if (recipients.length === 0) return;
  const now = ctx.clock.now();
  if (
    (await countAlertEmails(ctx.db, new Date(now.getTime() - HOUR_MS))) >= ALERT_NOTIFICATIONS.emailsPerHour
  )
    return;
  const notifications = await claimAlertNotifications(ctx.db, 'mail', now);
  if (notifications.length === 0) return;
  const failure = await send(ctx, recipients, notifications);
  const settledAt = ctx.clock.now();
  for (const notification of notifications)
    await settleAlertNotification(ctx.db, 'mail', notification, failure, settledAt);
  const alerts = notifications.map(({ alertId }) => alertId);
  if (failure === null) ctx.log.info({ alerts }, 'alerts emailed');
  else ctx.log.error({ alerts, reason: failure }, 'alert email failed');
}

/**
 * Sends the email to each recipient. Returns null when at least one was accepted, else the reason for the
 * failure.
 */
async function send(
  ctx: MonitorContext,
  recipients: readonly string[],
  notifications: readonly AlertNotification[],
): Promise<string | null> {
  const suppressed = await findSuppressed(ctx.db, recipients);
  const allowed = recipients.filter((address) => !suppressed.has(address));
  if (allowed.length === 0) return 'every address in ALERT_MAIL_TO is suppressed';
  const emails = await alertEmails(ctx, allowed, notifications);
  const key = emails[0]?.id ?? '';
  const provider = await findProvider(ctx, key);
  if (provider === null) return 'no provider is available';
  let accepted = 0;
  let failure = 'no result';
  for (const email of emails) {
    if ((await waitForRateLimit(ctx, provider, 'transactional', 1)) > 0) {
      failure = `the rate limit of ${provider.name} allowed no call in time`;
      break;
    }
    const results = await callProvider(ctx, provider, [email], `paperboy-${email.id}`);
    await ctx.db.transaction().execute((trx) => recordOutcome(ctx, trx, provider, results));
    const [result] = results;
    if (result?.outcome === 'accepted') accepted += 1;
    else if (result) failure = result.reason;
    // A rejected account would reject the next email, too.
    if (result?.outcome === 'halted') break;
  }
  return accepted > 0 ? null : failure;
}

function findProvider(ctx: MonitorContext, key: string): Promise<Provider | null> {
  const now = ctx.clock.now();
  return ctx.db.transaction().execute(async (trx) => {
    const choice = await chooseTransactionalProvider(trx, ctx, key, now);
    if (choice) await recordProbe(trx, choice, now);
    return choice?.provider ?? null;
  });
}

/**
 * Builds one email per recipient. Id and Date follow from the notifications, so a retry has the same bytes.
 */
async function alertEmails(
  ctx: MonitorContext,
  recipients: readonly string[],
  notifications: readonly AlertNotification[],
): Promise<OutgoingEmail[]> {
  const { PUBLIC_URL, MAIL_POSTAL_ADDRESS, MAIL_FROM_TRANSACTIONAL: from } = ctx.env;
  const { subject, html, text } = await alertEmail(
    { site: PUBLIC_URL, postalAddress: MAIL_POSTAL_ADDRESS },
    notifications,
  );
  const events = notifications.map(({ alertId, event }) => `${alertId} ${event}`).join(', ');
  const times = notifications.map(({ raisedAt, clearedAt }) => (clearedAt ?? raisedAt).getTime());
  const newest = Math.max(...times);
  return recipients.map((to) => {
    const id = `alert-${createHash('sha256').update(`${events} ${to}`).digest('hex').slice(0, 32)}`;
    const headers = transactionalHeaders({ id, from, language: 'en' });
    return { id, from, to, subject, html, text, headers, date: new Date(newest).toISOString() };
  });
}
