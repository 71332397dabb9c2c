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
 * Posts each notification to ALERT_WEBHOOK_URL as JSON, signed per Standard Webhooks when
 * ALERT_WEBHOOK_SECRET is set. The `webhook-id` is the same at every attempt, so a receiver can deduplicate.
 * Responses other than 2xx are retried.
 */
export async function notifyByWebhook(ctx: MonitorContext): Promise<void> {
  const url = ctx.env.ALERT_WEBHOOK_URL;
  if (url === undefined) return;
  const notifications = await claimAlertNotifications(ctx.db, 'webhook', ctx.clock.now());
  // In parallel: a receiver that hangs costs one timeout, not one per notification.
  await Promise.all(
    notifications.map(async (notification) => {
      const failure = await post(ctx, url, notification);
      await settleAlertNotification(ctx.db, 'webhook', notification, failure, ctx.clock.now());
      const { alertId: alert, code, event, tries } = notification;
      if (failure === null) ctx.log.info({ alert, code, event }, 'alert posted');
      else ctx.log.warn({ alert, code, event, tries, reason: failure }, 'alert webhook failed');
    }),
  );
}

/** Posts one notification. Returns null on success, else the reason for the failure. */
async function post(
  ctx: MonitorContext,
  url: string,
  notification: AlertNotification,
): Promise<string | null> {
  const now = ctx.clock.now();
  const body = JSON.stringify(payloadFor(ctx.env.PUBLIC_URL, notification, now));
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(ALERT_NOTIFICATIONS.webhookTimeoutMs),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Paperboy',
        ...webhookHeaders(ctx.env.ALERT_WEBHOOK_SECRET, notification, now, body),
      },
      body,
    });
    await response.body?.cancel();
    return response.ok ? null : `the receiver responded with ${response.status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

function webhookHeaders(
  secret: string | undefined,
  { alertId, event }: AlertNotification,
  now: Date,
  body: string,
) {
  const id = `alert-${alertId}-${event}`;
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
  };
  if (secret === undefined) return headers;
  return { ...headers, 'webhook-signature': new Webhook(secret).sign(id, now, body) };
}

/** Builds the payload. `text` is the message that Slack and Mattermost show; `data` is for programs. */
function payloadFor(publicUrl: string, notification: AlertNotification, now: Date) {
  const { alertId, event, code, subject, raisedAt, clearedAt } = notification;
  const { headline, message, meaning, remedy, link } = describeAlert(publicUrl, notification);
  const text =
    event === 'opened'
      ? `${headline}. ${message} ${remedy} ${link}`
      : `Resolved: ${headline}. ${message} ${link}`;
  return {
    type: `alert.${event}`,
    timestamp: now.toISOString(),
    text,
    data: {
      id: alertId,
      code,
      subject,
      headline,
      message,
      meaning,
      remedy,
      link,
      since: raisedAt.toISOString(),
      over: clearedAt?.toISOString() ?? null,
    },
  };
}
