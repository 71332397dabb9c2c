import { raiseAlert } from '../alerts/alerts.ts';
import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { InboundContext } from './process-inbound.ts';
import { applyReceived } from './process-received.ts';
import { parseResend } from './providers/resend.ts';
import { parseSes } from './providers/ses.ts';
import {
  type CertificateCache,
  type FetchSns,
  readSns,
  type SnsMessage,
  subscribeUrl,
} from './providers/sns.ts';
import { readSvix, type SvixHeaders } from './providers/svix.ts';
import type { ProviderReport } from './reports/report.ts';
import { attempt, type RecordOutcome, record, store } from './reports/store-report.ts';

/**
 * What a webhook is answered. `refused`: it is not the provider's, or old. `garbled`: signed, and yet nothing
 * that the provider would send.
 */
export type WebhookAnswer =
  | { taken: true; outcome: RecordOutcome | 'subscribed' }
  | { taken: false; because: 'refused' | 'garbled'; reason: string };

/**
 * Takes one webhook of Resend: checks the signature over the raw body, stores the report, applies it. Throws when it could not be
 * stored, so that the answer is no success and Resend sends it again.
 */
export async function takeResend(
  ctx: InboundContext,
  input: { secret: string; headers: SvixHeaders; body: string },
): Promise<WebhookAnswer> {
  const reading = readSvix(input.secret, input.headers, input.body, ctx.clock.now());
  if (!reading.valid) return { taken: false, because: 'refused', reason: reading.reason };
  const event = parseResend(reading.id, parseJson(input.body));
  if (event === null) return { taken: false, because: 'garbled', reason: 'not an event of Resend' };
  return { taken: true, outcome: await take(ctx, event, input.body) };
}

/**
 * Takes one message of SNS: a report of SES, or the confirmation of our subscription, which is answered at once. Throws
 * PaperboyError `SNS_SILENT` when SNS cannot be asked, and whatever else kept it from being stored.
 */
export async function takeSns(
  ctx: InboundContext,
  input: { topicArn: string; body: string },
  sns: { ask: FetchSns; certificates: CertificateCache },
): Promise<WebhookAnswer> {
  const now = ctx.clock.now();
  const body = parseJson(input.body);
  const reading = await readSns({ body, topicArn: input.topicArn, now }, sns.ask, sns.certificates);
  if (!reading.valid) return { taken: false, because: 'refused', reason: reading.reason };
  const { message } = reading;
  if (message.Type === 'SubscriptionConfirmation') return confirmSubscription(ctx, message, sns.ask);
  if (message.Type === 'UnsubscribeConfirmation') await tellUnsubscribed(ctx, message.TopicArn);
  const event =
    message.Type === 'Notification' ? parseSes(message.MessageId, message.Message) : ended(message);
  if (event === null) return { taken: false, because: 'garbled', reason: 'not a report of SES' };
  return { taken: true, outcome: await take(ctx, event, message.Message) };
}

/** A mail that the provider got for us leads to something else than a report about one of ours. */
async function take(ctx: InboundContext, event: ProviderReport, raw: string): Promise<RecordOutcome> {
  if (event.kind !== 'received') return record(ctx, event, raw);
  if (!(await store(ctx, event, raw))) return 'repeated';
  return attempt(ctx, event, () => applyReceived(ctx, event));
}

async function confirmSubscription(
  ctx: Pick<Context, 'log'>,
  message: SnsMessage,
  ask: FetchSns,
): Promise<WebhookAnswer> {
  const url = subscribeUrl(message);
  if (url === null) return { taken: false, because: 'refused', reason: 'subscribe address' };
  try {
    await ask(url);
  } catch (cause) {
    throw new PaperboyError({
      code: 'SNS_SILENT',
      message: 'The subscription to the SNS topic could not be confirmed.',
      remedy: 'SNS asks again; if that fails, too, request a confirmation in its console.',
      retry: 'later',
      cause,
    });
  }
  ctx.log.info({ topic: message.TopicArn }, 'subscribed to the SNS topic');
  return { taken: true, outcome: 'subscribed' };
}

/** From now on nothing is reported. Opening the SubscribeURL would undo what somebody did on purpose. */
async function tellUnsubscribed(ctx: Pick<Context, 'db' | 'clock' | 'log'>, topic: string): Promise<void> {
  await raiseAlert(ctx, {
    code: 'SNS_UNSUBSCRIBED',
    subject: topic,
    message:
      'Somebody ended the subscription of /webhooks/ses to the SNS topic: bounces are no longer reported.',
  });
}

function ended(message: SnsMessage) {
  return {
    provider: 'ses',
    eventId: message.MessageId,
    kind: 'other',
    about: null,
    occurredAt: new Date(message.Timestamp),
    address: null,
    mailId: null,
    providerMailId: null,
    detail: 'subscription ended',
  } as const;
}
