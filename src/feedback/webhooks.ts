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
 * Result of a webhook call. `refused`: not from the provider, or too old. `malformed`: correctly signed, but
 * not a message the provider sends.
 */
export type WebhookResult =
  | { accepted: true; outcome: StoreOutcome | 'subscribed' }
  | { accepted: false; rejection: 'refused' | 'malformed'; reason: string };

/**
 * Receives a Resend webhook: verifies the signature over the raw body, stores the report, applies it. Throws
 * when it could not be stored, so that the response is an error and Resend retries.
 */
export async function receiveResendWebhook(
  ctx: InboundContext,
  input: { secret: string; headers: SvixHeaders; body: string },
): Promise<WebhookResult> {
  const verification = verifySvix(input.secret, input.headers, input.body, ctx.clock.now());
  if (!verification.valid) return { accepted: false, rejection: 'refused', reason: verification.reason };
  const report = parseResendReport(verification.id, parseJson(input.body));
  if (report === null) return { accepted: false, rejection: 'malformed', reason: 'not a Resend report' };
  return { accepted: true, outcome: await receiveReport(ctx, report, input.body) };
}

/**
 * Receives an SNS message: an SES report, or the confirmation of our subscription, which is answered at once.
 * Throws PaperboyError `SNS_UNREACHABLE` when SNS does not respond, and any error that kept the report from
 * being stored.
 */
export async function receiveSnsMessage(
  ctx: InboundContext,
  input: { topicArn: string; body: string },
  sns: { fetchSns: FetchSns; certificates: CertificateCache },
): Promise<WebhookResult> {
  const now = ctx.clock.now();
  const body = parseJson(input.body);
  const verification = await verifySnsMessage(
    { body, topicArn: input.topicArn, now },
    sns.fetchSns,
    sns.certificates,
  );
  if (!verification.valid) return { accepted: false, rejection: 'refused', reason: verification.reason };
  const { message } = verification;
  if (message.Type === 'SubscriptionConfirmation') return confirmSubscription(ctx, message, sns.fetchSns);
  if (message.Type === 'UnsubscribeConfirmation') await alertUnsubscribed(ctx, message.TopicArn);
  const report =
    message.Type === 'Notification'
      ? parseSesReport(message.MessageId, message.Message)
      : subscriptionEnded(message);
  if (report === null) return { accepted: false, rejection: 'malformed', reason: 'not an SES report' };
  return { accepted: true, outcome: await receiveReport(ctx, report, message.Message) };
}

/** A received email has other effects than a report about one of ours. */
async function receiveReport(
  ctx: InboundContext,
  report: ProviderReport,
  raw: string,
): Promise<StoreOutcome> {
  if (report.kind !== 'received') return storeAndApplyReport(ctx, report, raw);
  if (!(await storeReport(ctx, report, raw))) return 'repeated';
  return applyOrDefer(ctx, report, () => processReceivedEmail(ctx, report));
}

async function confirmSubscription(
  ctx: Pick<Context, 'log'>,
  message: SnsMessage,
  fetchSns: FetchSns,
): Promise<WebhookResult> {
  const url = subscribeUrl(message);
  if (url === null) return { accepted: false, rejection: 'refused', reason: 'subscribe URL' };
  try {
    await fetchSns(url);
  } catch (cause) {
    throw new PaperboyError({
      code: 'SNS_UNREACHABLE',
      message: 'The subscription to the SNS topic could not be confirmed.',
      remedy: 'SNS retries. If that fails as well, request a confirmation in the SNS console.',
      retry: 'later',
      cause,
    });
  }
  ctx.log.info({ topic: message.TopicArn }, 'SNS subscription confirmed');
  return { accepted: true, outcome: 'subscribed' };
}

/** No reports arrive from here on. Opening the SubscribeURL would undo what was done on purpose. */
async function alertUnsubscribed(ctx: Pick<Context, 'db' | 'clock' | 'log'>, topic: string): Promise<void> {
  await raiseAlert(ctx, {
    code: 'SNS_UNSUBSCRIBED',
    subject: topic,
    message: 'The SNS subscription of /webhooks/ses was deleted: bounces are no longer reported.',
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
