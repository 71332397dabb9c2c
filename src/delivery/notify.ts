import { KEEP } from '../../config/schedule.ts';
import type { Context } from '../context.ts';
import { PaperboyError, reasonOf } from '../errors.ts';
import type { Mailer, MailResult, OutgoingMail } from '../ports.ts';
import { transactionalHeaders } from '../rendering/headers.ts';
import type { RenderedMail } from '../rendering/mail.ts';
import { confirmToken } from '../subscribers/confirm.ts';
import { suppressedAmong } from '../suppression/check.ts';
import { insertSuppression } from '../suppression/queries.ts';
import { leaveUrl, preferencesUrl } from './mail.ts';
import {
  type Notification,
  readNotification,
  settleNotification,
  startNotification,
} from './notify-queries.ts';
import { chooseProvider, providerOf } from './provider.ts';

type NotifyContext = Pick<Context, 'db' | 'clock' | 'log' | 'providers' | 'env' | 'keys'>;

/** From which states of its subscriber a kind of mail still makes sense when its turn comes. */
const WANTED_IN: Record<Notification['kind'], readonly string[]> = {
  confirm: ['pending'],
  welcome: ['active'],
  'your-link': ['active', 'paused'],
  goodbye: ['unsubscribed'],
};

/**
 * Sends one transactional mail. Safe to run twice: what is settled stays so, and a mail whose outcome nobody recorded
 * is repeated only where the provider recognises it by its key; elsewhere it becomes uncertain, and the person
 * may simply ask again. Throws PaperboyError `NOTIFY_DEFERRED` (retry later) so that the job comes back.
 */
export async function notify(ctx: NotifyContext, input: { notificationId: string }): Promise<string> {
  const notification = await readNotification(ctx.db, input.notificationId);
  if (!notification || !['planned', 'sending'].includes(notification.state)) return 'nothing to do';
  const now = ctx.clock.now();
  const { address } = notification;
  const unwanted = await unwantedBecause(ctx, notification);
  if (unwanted !== null || address === null) {
    await settleNotification(ctx.db, notification.id, { state: 'excluded', reason: unwanted, now });
    return 'excluded';
  }
  const mail = await letter(ctx, notification, address);
  const again = notification.state === 'sending';
  // What may have been taken already is never given to another provider.
  const mailer = again
    ? providerOf(ctx, notification.provider)?.mailer
    : chooseProvider(ctx.providers, notification.id)?.mailer;
  const payloadHash = mailer?.payloadHash([mail]) ?? '';
  if (!mailer || (again && !replayable(ctx, mailer, notification, payloadHash))) {
    await settleNotification(ctx.db, notification.id, {
      state: 'uncertain',
      reason: 'an earlier try was cut off',
      now,
    });
    return 'uncertain';
  }
  const attempt = { provider: mailer.name, payloadHash, now };
  if (!(await startNotification(ctx.db, notification.id, again ? 'sending' : 'planned', attempt)))
    return 'nothing to do';
  const [result] = await mailer.send([mail], { idempotencyKey: `paperboy-letter-${notification.id}` });
  const known = result ?? { outcome: 'uncertain' as const, reason: 'no result' };
  return settle(ctx, mailer.name, notification, address, known);
}

async function unwantedBecause(ctx: NotifyContext, notification: Notification): Promise<string | null> {
  if (notification.address === null) return 'erased';
  if ((await suppressedAmong(ctx.db, [notification.address])).size > 0) return 'suppressed';
  return WANTED_IN[notification.kind].includes(notification.subscriberState)
    ? null
    : notification.subscriberState;
}

function replayable(
  ctx: NotifyContext,
  mailer: Mailer,
  notification: Notification,
  payloadHash: string,
): boolean {
  const age = ctx.clock.now().getTime() - (notification.startedAt?.getTime() ?? 0);
  return age < mailer.replayWindowMs && notification.payloadHash === payloadHash;
}

async function settle(
  ctx: NotifyContext,
  provider: string,
  notification: Notification,
  address: string,
  result: MailResult,
): Promise<string> {
  const now = ctx.clock.now();
  const { id } = notification;
  switch (result.outcome) {
    case 'accepted':
      await settleNotification(ctx.db, id, {
        state: 'accepted',
        reason: null,
        providerId: result.providerId,
        now,
      });
      ctx.log.info({ notification: id, kind: notification.kind }, 'letter accepted');
      return 'accepted';
    case 'refused':
      await settleNotification(ctx.db, id, {
        state: 'failed',
        reason: `${result.code}: ${result.reason}`,
        now,
      });
      if (result.about === 'address') {
        const source = `${provider} ${result.code}`;
        await insertSuppression(ctx.db, { address, reason: 'address-refused', source, now });
      }
      return 'failed';
    case 'uncertain':
      // Left as "sending": the next try decides by the provider's window whether it may be repeated.
      throw deferred(id, result.reason, undefined);
    default:
      await settleNotification(ctx.db, id, {
        state: 'planned',
        reason: `${result.code}: ${result.reason}`,
        now,
      });
      throw deferred(id, result.reason, result.outcome === 'deferred' ? result.retryAfterMs : undefined);
  }
}

function deferred(id: string, reason: string, retryAfterMs: number | undefined): PaperboyError {
  return new PaperboyError({
    code: 'NOTIFY_DEFERRED',
    message: `The letter ${id} did not go out: ${reasonOf(reason)}.`,
    remedy: 'It is tried again by itself.',
    retry: 'later',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

async function letter(ctx: NotifyContext, notification: Notification, to: string): Promise<OutgoingMail> {
  const from = ctx.env.MAIL_FROM_TRANSACTIONAL;
  const { subject, html, text } = await render(ctx, notification);
  return {
    id: notification.id,
    from,
    to,
    subject,
    html,
    text,
    headers: transactionalHeaders({ id: notification.id, from }),
    // The moment it was asked for, not of sending: a repeat must have the same bytes.
    date: notification.createdAt.toISOString(),
  };
}

async function render(ctx: NotifyContext, notification: Notification): Promise<RenderedMail> {
  // Loaded with the first letter: react-email takes longer to load than most commands to run.
  const { renderTransactional } = await import('../rendering/transactional.ts');
  const { PUBLIC_URL, MAIL_POSTAL_ADDRESS } = ctx.env;
  const sender = { site: PUBLIC_URL, postalAddress: MAIL_POSTAL_ADDRESS };
  const preferences = preferencesUrl(PUBLIC_URL, ctx.keys, notification.subscriberId);
  switch (notification.kind) {
    case 'confirm': {
      const token = confirmToken(ctx.keys, notification.subscriberId, notification.createdAt);
      return renderTransactional('confirm', {
        ...sender,
        confirm: `${PUBLIC_URL}/confirm/${token}`,
        validHours: KEEP.confirmDays * 24,
      });
    }
    case 'welcome':
      return renderTransactional('welcome', {
        ...sender,
        preferences,
        unsubscribe: leaveUrl(PUBLIC_URL, notification.leaveKey),
        why: null,
      });
    case 'your-link':
      return renderTransactional('your-link', { ...sender, preferences, validHours: null });
    case 'goodbye':
      return renderTransactional('goodbye', { ...sender, subscribe: PUBLIC_URL });
  }
}
