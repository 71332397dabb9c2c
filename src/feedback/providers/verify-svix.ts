import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { FEEDBACK } from '../../../config/feedback.ts';

/** What came with a body: `svix-…`, or `webhook-…` as the Standard Webhooks specification writes it. */
export interface SvixHeaders {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

export type SvixVerification =
  | { valid: true; id: string }
  | { valid: false; reason: 'headers' | 'time' | 'signature' };

/** A rotation of keys has two signatures; nobody has twenty. */
const MOST_SIGNATURES = 20;

/**
 * Whether the body is signed with that secret (Standard Webhooks, HMAC-SHA-256 over id, time and the raw body) and the
 * time is within five minutes of `now`. The library signs; the rest is here, because its own `verify` asks Date.now()
 * and would not let the clock be passed in.
 */
export function verifySvix(secret: string, headers: SvixHeaders, body: string, now: Date): SvixVerification {
  const { id, timestamp, signature } = headers;
  if (!id || !/^[\w.-]{1,200}$/.test(id) || !timestamp || !/^\d{1,12}$/.test(timestamp) || !signature) {
    return { valid: false, reason: 'headers' };
  }
  const expected = Buffer.from(new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), body));
  const signed = signature
    .split(' ', MOST_SIGNATURES)
    .map((given) => Buffer.from(given))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  if (!signed) return { valid: false, reason: 'signature' };
  const distance = Math.abs(now.getTime() / 1000 - Number(timestamp));
  return distance <= FEEDBACK.svixToleranceSeconds ? { valid: true, id } : { valid: false, reason: 'time' };
}
