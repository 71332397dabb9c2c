import { z } from 'zod';
import { reasonOf } from '../../../errors.ts';
import { parseJson } from '../../../json.ts';
import type { SendResult } from '../../../ports.ts';
import { RATE_WINDOW_MS, readRetryMs } from './call-limiter.ts';
import { toPrintable, toReason } from './result.ts';

/** An answer of the Resend API with its whole body. */
export interface ResendResponse {
  status: number;
  headers: Headers;
  body: string;
}

const failureSchema = z.object({ name: z.string().max(100).optional(), message: z.string().optional() });

const batchSchema = z.object({
  data: z.array(z.object({ id: z.string().min(1).max(200) })),
  // Present with x-batch-validation: permissive; the index is the place in the batch that was sent.
  errors: z.array(z.object({ index: z.number().int().nonnegative(), message: z.string() })).nullish(),
});

/**
 * Errors that only the making of a connection gives, so that nothing can have been taken. EHOSTUNREACH is not among them:
 * an open connection may end with it.
 */
const CONNECT_ERRORS = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const RECONNECT_MS = 30_000;

/** Reads the answer to a batch of that many emails: one result an email, in order. */
export function readBatchResponse(answer: ResendResponse, count: number, now: Date): SendResult[] {
  if (answer.status >= 200 && answer.status < 300) return readAccepted(answer.body, count);
  return Array<SendResult>(count).fill(readRefusal(answer, count, now));
}

/** Reads the lack of an answer. */
export function readNetworkError(thrown: unknown, count: number): SendResult[] {
  const code = systemCode(thrown);
  const reason = toReason(reasonOf(thrown));
  const result: SendResult = CONNECT_ERRORS.has(code)
    ? { outcome: 'deferred', retryAfterMs: RECONNECT_MS, code, reason, about: 'service' }
    : { outcome: 'uncertain', reason: `No whole answer came: ${reason}`, about: 'service' };
  return Array<SendResult>(count).fill(result);
}

/** The name Resend gives its failures, e.g. `rate_limit_exceeded`; `http_<status>` where it gives none. */
export function failureName(answer: ResendResponse): string {
  const name = parseFailure(answer.body).name;
  return name && /^[a-z0-9_]{1,60}$/i.test(name) ? name : `http_${answer.status}`;
}

/** A quota that is used up, other than a rate, ends at midnight or with a bigger plan. */
export function isQuota(name: string): boolean {
  return name === 'daily_quota_exceeded' || name === 'monthly_quota_exceeded';
}

function readAccepted(body: string, count: number): SendResult[] {
  const parsed = batchSchema.safeParse(parseJson(body));
  const errors = new Map(parsed.data?.errors?.map(({ index, message }) => [index, message]));
  const ids = parsed.data?.data ?? [];
  const fits = [...errors.keys()].every((index) => index < count) && ids.length + errors.size === count;
  if (!parsed.success || !fits) {
    const reason = 'Resend took the call, but its answer does not say which mail got which id.';
    return Array<SendResult>(count).fill({ outcome: 'uncertain', reason });
  }
  const queue = ids.values();
  return Array.from({ length: count }, (_, place): SendResult => {
    const error = errors.get(place);
    if (error !== undefined) return refused('validation_error', error);
    return { outcome: 'accepted', providerId: toPrintable(queue.next().value?.id ?? '') };
  });
}

/** Resend names the field in its message and nowhere else; what does not name `to` is not held against a person. */
function refused(code: string, message: string): SendResult {
  const about = /[`'"]to[`'"]|\bto field\b/i.test(message) ? 'address' : 'mail';
  return { outcome: 'refused', about, code, reason: toReason(message) };
}

/**
 * What a whole call that was not taken means for each of its emails. Names and statuses: resend.com/docs/api-reference/errors.
 */
function readRefusal(answer: ResendResponse, count: number, now: Date): SendResult {
  const code = failureName(answer);
  const reason = toReason(`${code}: ${parseFailure(answer.body).message ?? `HTTP ${answer.status}`}`);
  if (answer.status === 429) return { outcome: 'deferred', code, reason, ...readDeferral(answer, code, now) };
  // A 409 is about an earlier call with this key, and whether that one was taken nobody has said yet. One in flight the same
  // key answers later; where other bytes are known under the key, it never will.
  if (answer.status === 409)
    return {
      outcome: 'uncertain',
      reason,
      ...(code === 'invalid_idempotent_request' ? { about: 'key' } : {}),
    };
  // These may come after the emails were taken; the same key answers later.
  if (answer.status === 408 || answer.status >= 500)
    return { outcome: 'uncertain', reason, about: 'service' };
  // One email alone is surely the one that is at fault. Of several, nobody knows which, or they are too much together: refusing
  // them all would lose the innocent ones, and stopping the edition would stop it again at the same batch.
  const aboutContent = [400, 413, 422].includes(answer.status) && !SETUP_ERRORS.has(code);
  if (aboutContent && count === 1) return refused(code, reason);
  if (aboutContent) return { outcome: 'deferred', retryAfterMs: 0, code, reason, about: 'batch' };
  return { outcome: 'halted', code, reason };
}

const SETUP_ERRORS = new Set([
  'invalid_from_address',
  'invalid_idempotency_key',
  'missing_api_key',
  'invalid_api_key',
]);

/** Quotas are asked again at the next midnight in UTC, the monthly one too: a bigger plan may have ended it. */
function readDeferral(
  answer: ResendResponse,
  code: string,
  now: Date,
): { retryAfterMs: number; about: 'rate' | 'quota' | 'service' } {
  const asked = readRetryMs(answer.headers, now);
  if (isQuota(code)) {
    const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
    return { retryAfterMs: Math.max(asked ?? 0, midnight - now.getTime()), about: 'quota' };
  }
  // Without a time nobody knows whether a second is enough, so several in a row count as trouble of the service.
  return asked === null
    ? { retryAfterMs: RATE_WINDOW_MS, about: 'service' }
    : { retryAfterMs: asked, about: 'rate' };
}

function parseFailure(body: string): z.infer<typeof failureSchema> {
  return failureSchema.safeParse(parseJson(body)).data ?? {};
}

/** fetch wraps what happened once or twice; with several addresses tried it is an AggregateError with a code. */
function systemCode(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth += 1) {
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return '';
}
