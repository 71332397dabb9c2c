import { z } from 'zod';
import { reasonOf } from '../../../errors.ts';
import { parseJson } from '../../../json.ts';
import type { SendResult } from '../../../ports.ts';
import type { ResendResponse } from '../../../resend-client.ts';
import { RATE_WINDOW_MS, readRetryMs } from './call-limiter.ts';
import { toPrintable, toReason } from './result.ts';

const failureSchema = z.object({ name: z.string().max(100).optional(), message: z.string().optional() });

const batchSchema = z.object({
  data: z.array(z.object({ id: z.string().min(1).max(200) })),
  // Present with x-batch-validation: permissive; `index` is the position in the batch.
  errors: z.array(z.object({ index: z.number().int().nonnegative(), message: z.string() })).nullish(),
});

/**
 * Errors that only occur while connecting, so that nothing can have been accepted. EHOSTUNREACH is not among
 * them: an open connection may end with it.
 */
const CONNECT_ERRORS = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const RECONNECT_MS = 30_000;

/** Reads the response to a batch of `count` emails: one result per email, in order. */
export function readBatchResponse(response: ResendResponse, count: number, now: Date): SendResult[] {
  if (response.status >= 200 && response.status < 300) return readAccepted(response.body, count);
  return Array<SendResult>(count).fill(readRefusal(response, count, now));
}

/** Reads the error of a call without a response: one result per email. */
export function readNetworkError(thrown: unknown, count: number): SendResult[] {
  const code = systemCode(thrown);
  const reason = toReason(reasonOf(thrown));
  const result: SendResult = CONNECT_ERRORS.has(code)
    ? { outcome: 'deferred', retryAfterMs: RECONNECT_MS, code, reason, about: 'service' }
    : { outcome: 'uncertain', reason: `No complete response: ${reason}`, about: 'service' };
  return Array<SendResult>(count).fill(result);
}

/** Reads Resend's name of a failure, e.g. `rate_limit_exceeded`; `http_<status>` when it has none. */
export function failureName(response: ResendResponse): string {
  const name = parseFailure(response.body).name;
  return name && /^[a-z0-9_]{1,60}$/i.test(name) ? name : `http_${response.status}`;
}

/** True for a used-up quota; unlike a rate limit, it ends at midnight or with a bigger plan. */
export function isQuota(name: string): boolean {
  return name === 'daily_quota_exceeded' || name === 'monthly_quota_exceeded';
}

function readAccepted(body: string, count: number): SendResult[] {
  const parsed = batchSchema.safeParse(parseJson(body));
  const errors = new Map(parsed.data?.errors?.map(({ index, message }) => [index, message]));
  const ids = parsed.data?.data ?? [];
  const fits = [...errors.keys()].every((index) => index < count) && ids.length + errors.size === count;
  if (!parsed.success || !fits) {
    const reason = 'Resend accepted the call, but its response does not match the emails of the batch.';
    return Array<SendResult>(count).fill({ outcome: 'uncertain', reason });
  }
  const queue = ids.values();
  return Array.from({ length: count }, (_, place): SendResult => {
    const error = errors.get(place);
    if (error !== undefined) return refused('validation_error', error);
    return { outcome: 'accepted', providerId: toPrintable(queue.next().value?.id ?? '') };
  });
}

/**
 * Builds a refusal. Resend names the field only in its message; without `to` in it, the address is not to
 * blame.
 */
function refused(code: string, message: string): SendResult {
  const about = /[`'"]to[`'"]|\bto field\b/i.test(message) ? 'address' : 'mail';
  return { outcome: 'refused', about, code, reason: toReason(message) };
}

/**
 * Maps an error response to the result of each email. Names and statuses:
 * resend.com/docs/api-reference/errors.
 */
function readRefusal(response: ResendResponse, count: number, now: Date): SendResult {
  const code = failureName(response);
  const reason = toReason(`${code}: ${parseFailure(response.body).message ?? `HTTP ${response.status}`}`);
  if (response.status === 429)
    return { outcome: 'deferred', code, reason, ...readDeferral(response, code, now) };
  // A 409 is about an earlier call with this key, with an unknown outcome. For a call in flight, a replay
  // tells later; for a key known with other bytes, it never does.
  if (response.status === 409)
    return {
      outcome: 'uncertain',
      reason,
      ...(code === 'invalid_idempotent_request' ? { about: 'key' } : {}),
    };
  // These may follow after the emails were accepted; a replay with the same key tells later.
  if (response.status === 408 || response.status >= 500)
    return { outcome: 'uncertain', reason, about: 'service' };
  // A single email is certainly at fault itself. Of several, the culprit is unknown, or their sum is too
  // large: refusing all would lose the good ones, and stopping the edition would stop it again at the same
  // batch.
  const aboutContent = [400, 413, 422].includes(response.status) && !SETUP_ERRORS.has(code);
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

/**
 * Reads when to retry. Quotas wait until the next UTC midnight, monthly ones too: a bigger plan may end them.
 */
function readDeferral(
  response: ResendResponse,
  code: string,
  now: Date,
): { retryAfterMs: number; about: 'rate' | 'quota' | 'service' } {
  const requestedMs = readRetryMs(response.headers, now);
  if (isQuota(code)) {
    const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
    return { retryAfterMs: Math.max(requestedMs ?? 0, midnight - now.getTime()), about: 'quota' };
  }
  // Without a stated time a second may not be enough, so several in a row count as a failure of the service.
  return requestedMs === null
    ? { retryAfterMs: RATE_WINDOW_MS, about: 'service' }
    : { retryAfterMs: requestedMs, about: 'rate' };
}

function parseFailure(body: string): z.infer<typeof failureSchema> {
  return failureSchema.safeParse(parseJson(body)).data ?? {};
}

/**
 * Finds the system's error code: fetch wraps it once or twice; for several addresses an AggregateError has
 * it.
 */
function systemCode(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth += 1) {
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return '';
}
