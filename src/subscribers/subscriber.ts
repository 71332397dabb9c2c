import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PaperboyError } from '../errors.ts';

/** State of a subscription. Only an active subscriber receives digests. */
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
 * Every legal transition. Anything else does nothing and is no error either: an old link that is clicked
 * again finds the transition already made. Nothing leads out of `erased`: an erased address that signs up
 * again becomes a new subscriber.
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
 * Normalizes an address: trimmed, lower case, NFC. Providers ignore the case of the local part, and two
 * subscriptions that differ only by case would email one person twice. Null when it is not an address.
 */
export function parseAddress(text: string): string | null {
  const parsed = addressSchema.safeParse(normalizeAddress(text));
  return parsed.success ? parsed.data : null;
}

/** Normalizes an address like parseAddress. Throws PaperboyError `ADDRESS_INVALID`. */
export function requireAddress(text: string): string {
  const address = parseAddress(text);
  if (address !== null) return address;
  throw new PaperboyError({
    code: 'ADDRESS_INVALID',
    message: 'This is not a valid email address.',
    remedy: 'Enter an address like name@example.org.',
  });
}

/**
 * Key of a suppression: SHA-256 in hex over the normalized address, so that it outlives the address and
 * matches every spelling that a provider reports.
 */
export function addressHash(address: string): string {
  return createHash('sha256').update(normalizeAddress(address)).digest('hex');
}

function normalizeAddress(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
