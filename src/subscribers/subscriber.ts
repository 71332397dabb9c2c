import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PaperboyError } from '../errors.ts';

/** Where an address stands. Only an active subscriber is mailed a digest. */
export const SUBSCRIBER_STATES = [
  'pending',
  'active',
  'paused',
  'unsubscribed',
  'suppressed',
  'erased',
] as const;
export type SubscriberState = (typeof SUBSCRIBER_STATES)[number];

/**
 * Every legal transition. Anything else does nothing and is no error either: an old link that is clicked again finds
 * the transition already made. Nothing leads out of `erased`: an erased address that signs up again becomes a new
 * subscriber.
 */
export const TRANSITIONS = {
  request: { from: ['unsubscribed', 'pending'], to: 'pending' },
  confirm: { from: ['pending'], to: 'active' },
  pause: { from: ['active', 'paused'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
  unsubscribe: { from: ['pending', 'active', 'paused', 'suppressed'], to: 'unsubscribed' },
  suppress: { from: ['pending', 'active', 'paused'], to: 'suppressed' },
  // Unsuppressing does not restore consent: the subscriber has to confirm again.
  unsuppress: { from: ['suppressed'], to: 'pending' },
  // Withdraws a suppression for soft bounces that a late report disproved; consent was never in doubt.
  recover: { from: ['suppressed'], to: 'active' },
  erase: { from: ['pending', 'active', 'paused', 'unsubscribed', 'suppressed'], to: 'erased' },
} as const satisfies Record<string, { from: readonly SubscriberState[]; to: SubscriberState }>;
export type SubscriberTransition = keyof typeof TRANSITIONS;

const addressSchema = z.email().max(254);

/**
 * An address as it is kept: trimmed and lower-case. Providers treat the local part without regard to case,
 * and two subscriptions that differ only by it would mail one person twice. Null when it is no address.
 */
export function parseAddress(text: string): string | null {
  const parsed = addressSchema.safeParse(normalizeAddress(text));
  return parsed.success ? parsed.data : null;
}

/** The address as it is kept. Throws PaperboyError `ADDRESS_INVALID`. */
export function requireAddress(text: string): string {
  const address = parseAddress(text);
  if (address !== null) return address;
  throw new PaperboyError({
    code: 'ADDRESS_INVALID',
    message: 'This is not an e-mail address.',
    remedy: 'Write it like name@example.org.',
  });
}

/**
 * What a suppression is keyed by: SHA-256 of the kept form, in hex, so that it outlives the address. A provider may
 * report an address in another spelling than it was given; it is the same one.
 */
export function addressHash(address: string): string {
  return createHash('sha256').update(normalizeAddress(address)).digest('hex');
}

function normalizeAddress(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
