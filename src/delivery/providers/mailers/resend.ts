import { createHash } from 'node:crypto';
import type { CreateBatchEmailOptions } from 'resend';
import { PaperboyError, reasonOf } from '../../../errors.ts';
import type { Clock, Mailer, OutgoingEmail, SendResult } from '../../../ports.ts';
import { formatMailbox } from '../../../rendering/mailbox.ts';
import { ResendClient, type ResendResponse } from '../../../resend-client.ts';
import { createCallLimiter } from './call-limiter.ts';
import { readMailboxes, requireBatchSize, requireSafeHeaders, safeName } from './check-headers.ts';
import { failureName, isQuota, readBatchResponse, readNetworkError } from './resend-response.ts';
import { NOT_STARTED, toPrintable } from './result.ts';

export interface ResendOptions {
  apiKey: string;
  /** Without a trailing slash, e.g. `https://api.resend.com`. */
  baseUrl: string;
  clock: Clock;
  /** Required: Resend rejects calls without one. */
  userAgent: string;
  /** Time-out of a whole call, from the connection to the last byte of the response. */
  callMs?: number;
}

const BATCH_SIZE = 100;
/** Resend keeps an idempotency key for 24 hours; one hour is the margin for clock skew and hanging calls. */
const REPLAY_WINDOW_MS = 23 * 60 * 60 * 1000;
/** A hundred ids take five kilobytes, so a larger body is not from Resend. */
const MAX_RESPONSE_BYTES = 1_000_000;

/**
 * Mailer for Resend by `POST /emails/batch`, with one idempotency key per call and permissive validation, so
 * that one bad email does not block the others. Sends its own JSON instead of the SDK's `batch.send`, which
 * copies each email into an object of its own: the hash of rule 2 would depend on how it does that.
 *
 * A replay is a second call about emails with an uncertain first attempt. Only `accepted` and `refused`
 * settle that first attempt; `deferred` and `halted` describe the second call alone.
 */
export function createResendMailer(options: ResendOptions): Mailer {
  const { clock } = options;
  const callLimiter = createCallLimiter(clock);
  const client = new ResendClient({ callMs: 30_000, ...options, maxResponseBytes: MAX_RESPONSE_BYTES });

  async function sendBatch(emails: readonly OutgoingEmail[], key: string): Promise<SendResult[]> {
    let response: ResendResponse;
    try {
      const answer = await client.postJson('/emails/batch', batchJson(emails), {
        headers: { 'Idempotency-Key': key, 'x-batch-validation': 'permissive' },
      });
      response = client.responseOf(answer);
    } catch (thrown) {
      return readNetworkError(thrown, emails.length);
    }
    // A used-up quota does not limit the rate: a bigger plan ends it at once.
    if (!isQuota(failureName(response))) callLimiter.learn(response.headers, response.status === 429);
    return readBatchResponse(response, emails.length, clock.now());
  }

  return {
    name: 'resend',
    batchSize: BATCH_SIZE,
    replayWindowMs: REPLAY_WINDOW_MS,
    payloadHash(emails) {
      return createHash('sha256').update(batchJson(emails)).digest('hex');
    },
    async send(emails, { idempotencyKey, signal }) {
      requireBatchSize(emails, BATCH_SIZE);
      for (const email of emails) payloadOf(email);
      requireKey(idempotencyKey);
      if (emails.length === 0) return [];
      const wait = signal?.aborted ? 0 : await callLimiter.acquire(signal).catch(() => 0);
      // A call in flight is not aborted: its response is worth more than the seconds saved.
      if (signal?.aborted) return emails.map(() => NOT_STARTED);
      if (wait > 0) return emails.map(() => rateLimited(wait));
      return sendBatch(emails, idempotencyKey);
    },
    async check() {
      return checkResponse(client.responseOf(await client.domains.list().catch(unreachable)));
    },
    async close() {},
  };
}

/** Payloads by their email, for as long as it is in memory: from its check and hash to the call. */
const payloads = new WeakMap<OutgoingEmail, string>();

/** JSON of one email, checked and built once. Throws PaperboyError `MAIL_HEADER_UNSAFE` or `MAIL_HEADER_MISSING`. */
function payloadOf(email: OutgoingEmail): string {
  const known = payloads.get(email);
  if (known !== undefined) return known;
  requireSafeHeaders(email);
  const payload = JSON.stringify(toBatchEmail(email));
  payloads.set(email, payload);
  return payload;
}

/** JSON of a batch, exactly as it is hashed and sent. */
function batchJson(emails: readonly OutgoingEmail[]): string {
  return `[${emails.map(payloadOf).join(',')}]`;
}

/** Builds one email. Resend sets the Date header itself and returns the tag in its webhooks. */
function toBatchEmail(email: OutgoingEmail): CreateBatchEmailOptions {
  const { from, to } = readMailboxes(email);
  return {
    from: formatMailbox(from),
    to: [to.address],
    subject: email.subject,
    html: email.html,
    text: email.text,
    headers: email.headers,
    tags: [{ name: 'delivery', value: safeName(email.id) }],
  };
}

function requireKey(key: string): void {
  if (/^[!-~]{1,256}$/.test(key)) return;
  throw new PaperboyError({
    code: 'MAIL_KEY_UNSAFE',
    message: 'The idempotency key is empty, longer than 256 characters or not printable ASCII.',
    remedy: 'Derive the key from the attempt id. No email of this batch was sent.',
  });
}

function rateLimited(retryAfterMs: number): SendResult {
  const reason = 'The rate limit of Resend is used up until its window resets.';
  return { outcome: 'deferred', retryAfterMs, code: 'rate_limit_exceeded', reason, about: 'rate' };
}

function checkResponse(response: ResendResponse): string {
  const name = failureName(response);
  if (response.status === 200) return 'Resend responds and accepts the API key.';
  if (name === 'restricted_api_key') return 'Resend responds and accepts the API key (sending access only).';
  throw new PaperboyError({
    code: response.status === 401 || response.status === 403 ? 'MAILER_UNAUTHORISED' : 'MAILER_UNREACHABLE',
    message: `Resend responded with ${response.status} (${name}).`,
    remedy: 'Check RESEND_API_KEY, RESEND_BASE_URL and the status of your account at resend.com.',
    retry: response.status === 429 || response.status >= 500 ? 'later' : 'never',
  });
}

function unreachable(thrown: unknown): never {
  throw new PaperboyError({
    code: 'MAILER_UNREACHABLE',
    message: `Resend does not respond: ${toPrintable(reasonOf(thrown))}`,
    remedy: 'Check RESEND_BASE_URL and the network.',
    retry: 'later',
    cause: thrown,
  });
}
