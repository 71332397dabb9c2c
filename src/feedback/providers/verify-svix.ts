import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { FEEDBACK } from '../../../config/feedback.ts';

/** Headers of a signed body: `svix-…`, or `webhook-…` as in the Standard Webhooks specification. */
export interface SvixHeaders {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

export type SvixVerification =
  | { valid: true; id: string }
  | { valid: false; reason: 'headers' | 'time' | 'signature' };

/** A key rotation has two signatures; twenty is far above any genuine number. */
const MAX_SIGNATURES = 20;

/**
 * Verifies the signature of a body (Standard Webhooks: HMAC-SHA-256 over id, time and raw body) and that its
 * time is within five minutes of `now`. Only signing uses the library. Its `verify`, which is also all that
 * the Resend SDK's `webhooks.verify` calls, compares with Date.now() and does not accept a clock, reads the
 * time `5x` as 5, and tries any number of signatures.
 */
export function verifySvix(secret: string, headers: SvixHeaders, body: string, now: Date): SvixVerification {
  const { id, timestamp, signature } = headers;
  if (!id || !/^[\w.-]{1,200}$/.test(id) || !timestamp || !/^\d{1,12}$/.test(timestamp) || !signature) {
    return { valid: false, reason: 'headers' };
  }
  const expected = Buffer.from(new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), body));
  const signed = signature
    .split(' ', MAX_SIGNATURES)
    .map((given) => Buffer.from(given))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  if (!signed) return { valid: false, reason: 'signature' };
  const distance = Math.abs(now.getTime() / 1000 - Number(timestamp));
  return distance <= FEEDBACK.svixToleranceSeconds ? { valid: true, id } : { valid: false, reason: 'time' };
}
