import { Webhook } from 'standardwebhooks';
import { ALERT_NOTIFICATIONS } from '../../../config/alerts.ts';
import { reasonOf } from '../../errors.ts';
import type { MonitorContext } from '../checks/check.ts';
import { describeAlert } from './alert-texts.ts';
import {
  type AlertNotification,
  claimAlertNotifications,
  settleAlertNotification,
} from './notify-queries.ts';

/**
 * Posts each alert to ALERT_WEBHOOK_URL as JSON, signed as Standard Webhooks wants it where there is a secret. Its `webhook-id` is the
 * same at every try, so that a receiver can tell a repetition. Whatever is no 2xx is tried again later.
 */
export async function notifyByWebhook(ctx: MonitorContext): Promise<void> {
  const url = ctx.env.ALERT_WEBHOOK_URL;
  if (url === undefined) return;
  const tellings = await claimAlertNotifications(ctx.db, 'webhook', ctx.clock.now());
  // Together: a receiver that hangs holds up the round once, not once for each.
  await Promise.all(
    tellings.map(async (telling) => {
      const failure = await post(ctx, url, telling);
      await settleAlertNotification(ctx.db, 'webhook', telling, failure, ctx.clock.now());
      const line = { alert: telling.alertId, code: telling.code, event: telling.event };
      if (failure === null) ctx.log.info(line, 'alert posted');
      else ctx.log.warn({ ...line, tries: telling.tries, reason: failure }, 'alert could not be posted');
    }),
  );
}

/** Posts one; null when it was taken, else why not. */
async function post(ctx: MonitorContext, url: string, telling: AlertNotification): Promise<string | null> {
  const now = ctx.clock.now();
  const body = JSON.stringify(payloadOf(ctx.env.PUBLIC_URL, telling, now));
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(ALERT_NOTIFICATIONS.webhookTimeoutMs),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Paperboy',
        ...headersOf(ctx.env.ALERT_WEBHOOK_SECRET, telling, now, body),
      },
      body,
    });
    await response.body?.cancel();
    return response.ok ? null : `it was answered ${response.status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

function headersOf(secret: string | undefined, telling: AlertNotification, now: Date, body: string) {
  const id = `alert-${telling.alertId}-${telling.event}`;
  const named = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
  };
  if (secret === undefined) return named;
  return { ...named, 'webhook-signature': new Webhook(secret).sign(id, now, body) };
}

/** `text` is what Slack, Mattermost and their like show; the rest is for programs. */
function payloadOf(publicUrl: string, telling: AlertNotification, now: Date) {
  const { headline, message, meaning, remedy, link } = describeAlert(publicUrl, telling);
  const text =
    telling.event === 'opened'
      ? `${headline}. ${message} ${remedy} ${link}`
      : `Over: ${headline}. ${message} ${link}`;
  return {
    type: `alert.${telling.event}`,
    timestamp: now.toISOString(),
    text,
    data: {
      id: telling.alertId,
      code: telling.code,
      subject: telling.subject,
      headline,
      message,
      meaning,
      remedy,
      link,
      since: telling.raisedAt.toISOString(),
      over: telling.clearedAt?.toISOString() ?? null,
    },
  };
}
