import { createHash } from 'node:crypto';
import { PaperboyError, reasonOf } from '../../../errors.ts';
import type { Clock, Mailer, OutgoingEmail, SendResult } from '../../../ports.ts';
import { createCallLimiter } from './call-limiter.ts';
import { requireSafeBatch, requireSafeHeaders, safeName } from './check-headers.ts';
import {
  failureName,
  isQuota,
  type ResendResponse,
  readBatchResponse,
  readNetworkError,
} from './resend-response.ts';
import { NOT_STARTED, toPrintable } from './result.ts';

export interface ResendOptions {
  apiKey: string;
  /** Without a slash at its end, e.g. `https://api.resend.com`. */
  baseUrl: string;
  clock: Clock;
  /** Resend refuses calls without one. */
  userAgent: string;
  /** For a whole call, from the connection to the last byte of the answer. */
  callMs?: number;
}

const BATCH_SIZE = 100;
/** Resend keeps an idempotency key for 24 hours; an hour less, for clocks that differ and calls that hang. */
const REPLAY_WINDOW_MS = 23 * 60 * 60 * 1000;
const MAX_RESPONSE_BYTES = 1_000_000;

/**
 * Resend by `POST /emails/batch`, one idempotency key a call, validated permissively so that one bad email does not
 * hold up the others.
 *
 * Why not the `resend` SDK (tried with 6.38): it builds the JSON itself and shows it to nobody, so the hash that rule 2
 * wants stored before the call could only be guessed, and an update of the SDK would change the bytes under a
 * stored key; it gives one and the same error for a refused connection (surely not taken) and for a lost answer
 * (nobody knows); and it takes the status from the body, where a proxy in between does not write it.
 *
 * A replay is a second call about emails whose first attempt is uncertain: then only `accepted` and `refused` settle
 * that first attempt. `deferred` and `halted` speak of the second call alone.
 */
export function createResendMailer(options: ResendOptions): Mailer {
  const { clock } = options;
  const turns = createCallLimiter(clock);

  async function sendBatch(emails: readonly OutgoingEmail[], key: string): Promise<SendResult[]> {
    let answer: ResendResponse;
    try {
      answer = await call(options, '/emails/batch', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': key,
          'x-batch-validation': 'permissive',
        },
        body: batchBody(emails),
      });
    } catch (thrown) {
      return readNetworkError(thrown, emails.length);
    }
    // A used-up quota must not set the pace: it can end at once, with a bigger plan.
    if (!isQuota(failureName(answer))) turns.learn(answer.headers, answer.status === 429);
    return readBatchResponse(answer, emails.length, clock.now());
  }

  return {
    name: 'resend',
    batchSize: BATCH_SIZE,
    replayWindowMs: REPLAY_WINDOW_MS,
    payloadHash(emails) {
      for (const email of emails) requireSafeHeaders(email);
      return createHash('sha256').update(batchBody(emails)).digest('hex');
    },
    async send(emails, { idempotencyKey, signal }) {
      requireSafeBatch(emails, BATCH_SIZE);
      requireKey(idempotencyKey);
      if (emails.length === 0) return [];
      const wait = signal?.aborted ? 0 : await turns.acquire(signal).catch(() => 0);
      // Once begun, a call is not cut off: its answer is worth more than the seconds saved.
      if (signal?.aborted) return emails.map(() => NOT_STARTED);
      if (wait > 0) return emails.map(() => rateLimited(wait));
      return sendBatch(emails, idempotencyKey);
    },
    async check() {
      return checkResponse(await call(options, '/domains', { method: 'GET' }).catch(unreachable));
    },
    async close() {},
  };
}

async function call(options: ResendOptions, path: string, init: RequestInit): Promise<ResendResponse> {
  const response = await fetch(`${options.baseUrl}${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${options.apiKey}`,
      'user-agent': options.userAgent,
      accept: 'application/json',
      ...init.headers,
    },
    // A redirect would hand the emails, and on the same host the key, to whoever answers there.
    redirect: 'manual',
    signal: AbortSignal.timeout(options.callMs ?? 30_000),
  });
  return { status: response.status, headers: response.headers, body: await readBody(response) };
}

/** Exactly the bytes that are sent. */
function batchBody(emails: readonly OutgoingEmail[]): string {
  return JSON.stringify(emails.map(payload));
}

/** The Date header is left to Resend, which sets its own; the delivery's id comes back in webhooks as a tag. */
function payload(email: OutgoingEmail) {
  return {
    from: email.from,
    to: [email.to],
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
    message: 'The idempotency key is empty, longer than 256 characters or not plain ASCII.',
    remedy: 'Make the key from the attempt id. Nothing of this batch was sent.',
  });
}

function rateLimited(retryAfterMs: number): SendResult {
  const reason = 'Resend asked for a pause, and it is not over yet.';
  return { outcome: 'deferred', retryAfterMs, code: 'rate_limit_exceeded', reason, about: 'rate' };
}

/** At most a megabyte: a hundred ids take five kilobytes, and whoever sends more is not Resend. */
async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAX_RESPONSE_BYTES) throw new Error('The answer is longer than a megabyte.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function checkResponse(answer: ResendResponse): string {
  const name = failureName(answer);
  if (answer.status === 200) return 'Resend answers and knows the API key.';
  if (name === 'restricted_api_key') return 'Resend answers and knows the API key, which may only send.';
  throw new PaperboyError({
    code: answer.status === 401 || answer.status === 403 ? 'MAILER_UNAUTHORISED' : 'MAILER_UNREACHABLE',
    message: `Resend answered ${answer.status} (${name}).`,
    remedy: 'Check RESEND_API_KEY and RESEND_BASE_URL, and the state of the account at resend.com.',
    retry: answer.status === 429 || answer.status >= 500 ? 'later' : 'never',
  });
}

function unreachable(thrown: unknown): never {
  throw new PaperboyError({
    code: 'MAILER_UNREACHABLE',
    message: `Resend does not answer: ${toPrintable(reasonOf(thrown))}`,
    remedy: 'Check RESEND_BASE_URL and the network.',
    retry: 'later',
    cause: thrown,
  });
}
