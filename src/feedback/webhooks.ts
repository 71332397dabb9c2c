import { raiseAlert } from '../alerts/alerts.ts';
import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { InboundContext } from './process-inbound.ts';
import { processReceivedEmail } from './process-received.ts';
import { parseResendReport } from './providers/resend-report.ts';
import { parseSesReport } from './providers/ses-report.ts';
import {
  type CertificateCache,
  type FetchSns,
  type SnsMessage,
  subscribeUrl,
  verifySnsMessage,
} from './providers/verify-sns.ts';
import { type SvixHeaders, verifySvix } from './providers/verify-svix.ts';
import type { ProviderReport } from './reports/report.ts';
import { applyOrDefer, type StoreOutcome, storeAndApplyReport, storeReport } from './reports/store-report.ts';

/**
 * What a webhook is answered. `refused`: it is not the provider's, or old. `garbled`: signed, and yet nothing
 * that the provider would send.
 */
export type WebhookResult =
  | { accepted: true; outcome: StoreOutcome | 'subscribed' }
  | { accepted: false; rejection: 'refused' | 'malformed'; reason: string };

/**
 * Takes one webhook of Resend: checks the signature over the raw body, stores the report, applies it. Throws when it could not be
 * stored, so that the answer is no success and Resend sends it again.
 */
export async function receiveResendWebhook(
  ctx: InboundContext,
  input: { secret: string; headers: SvixHeaders; body: string },
): Promise<WebhookResult> {
  const reading = verifySvix(input.secret, input.headers, input.body, ctx.clock.now());
  if (!reading.valid) return { accepted: false, rejection: 'refused', reason: reading.reason };
  const event = parseResendReport(reading.id, parseJson(input.body));
  if (event === null) return { accepted: false, rejection: 'malformed', reason: 'not an event of Resend' };
  return { accepted: true, outcome: await receiveReport(ctx, event, input.body) };
}

/**
 * Takes one message of SNS: a report of SES, or the confirmation of our subscription, which is answered at once. Throws
 * PaperboyError `SNS_SILENT` when SNS cannot be asked, and whatever else kept it from being stored.
 */
export async function receiveSnsMessage(
  ctx: InboundContext,
  input: { topicArn: string; body: string },
  sns: { ask: FetchSns; certificates: CertificateCache },
): Promise<WebhookResult> {
  const now = ctx.clock.now();
  const body = parseJson(input.body);
  const reading = await verifySnsMessage({ body, topicArn: input.topicArn, now }, sns.ask, sns.certificates);
  if (!reading.valid) return { accepted: false, rejection: 'refused', reason: reading.reason };
  const { message } = reading;
  if (message.Type === 'SubscriptionConfirmation') return confirmSubscription(ctx, message, sns.ask);
  if (message.Type === 'UnsubscribeConfirmation') await alertUnsubscribed(ctx, message.TopicArn);
  const event =
    message.Type === 'Notification'
      ? parseSesReport(message.MessageId, message.Message)
      : subscriptionEnded(message);
  if (event === null) return { accepted: false, rejection: 'malformed', reason: 'not a report of SES' };
  return { accepted: true, outcome: await receiveReport(ctx, event, message.Message) };
}

/** A mail that the provider got for us leads to something else than a report about one of ours. */
async function receiveReport(ctx: InboundContext, event: ProviderReport, raw: string): Promise<StoreOutcome> {
  if (event.kind !== 'received') return storeAndApplyReport(ctx, event, raw);
  if (!(await storeReport(ctx, event, raw))) return 'repeated';
  return applyOrDefer(ctx, event, () => processReceivedEmail(ctx, event));
}

async function confirmSubscription(
  ctx: Pick<Context, 'log'>,
  message: SnsMessage,
  ask: FetchSns,
): Promise<WebhookResult> {
  const url = subscribeUrl(message);
  if (url === null) return { accepted: false, rejection: 'refused', reason: 'subscribe address' };
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
  return { accepted: true, outcome: 'subscribed' };
}

/** From now on nothing is reported. Opening the SubscribeURL would undo what somebody did on purpose. */
async function alertUnsubscribed(ctx: Pick<Context, 'db' | 'clock' | 'log'>, topic: string): Promise<void> {
  await raiseAlert(ctx, {
    code: 'SNS_UNSUBSCRIBED',
    subject: topic,
    message:
      'Somebody ended the subscription of /webhooks/ses to the SNS topic: bounces are no longer reported.',
  });
}

function subscriptionEnded(message: SnsMessage) {
  return {
    provider: 'ses',
    reportId: message.MessageId,
    kind: 'other',
    about: null,
    occurredAt: new Date(message.Timestamp),
    address: null,
    emailId: null,
    providerEmailId: null,
    detail: 'subscription ended',
  } as const;
}
