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

/** What can happen to a subscriber. */
export type SubscriberMove =
  | 'ask'
  | 'confirm'
  | 'pause'
  | 'resume'
  | 'unsubscribe'
  | 'suppress'
  | 'lift'
  | 'recover'
  | 'erase';

/**
 * Every legal move: from where to where. What is not here does not happen, and is no error either: an old link
 * that is clicked again finds the move made already. Nobody comes back from erased; an address that was
 * erased and asks again is a new subscriber.
 */
const MOVES: Record<SubscriberMove, Partial<Record<SubscriberState, SubscriberState>>> = {
  ask: { unsubscribed: 'pending', pending: 'pending' },
  confirm: { pending: 'active' },
  pause: { active: 'paused', paused: 'paused' },
  resume: { paused: 'active' },
  unsubscribe: {
    pending: 'unsubscribed',
    active: 'unsubscribed',
    paused: 'unsubscribed',
    suppressed: 'unsubscribed',
  },
  suppress: { pending: 'suppressed', active: 'suppressed', paused: 'suppressed' },
  // Lifting a suppression does not restore consent by itself: the address is asked again.
  lift: { suppressed: 'pending' },
  // A run of soft bounces was no run after all: their consent was never in doubt.
  recover: { suppressed: 'active' },
  erase: {
    pending: 'erased',
    active: 'erased',
    paused: 'erased',
    unsubscribed: 'erased',
    suppressed: 'erased',
  },
};

/** The state after the move, or null where the move is not legal from there. */
export function move(from: SubscriberState, which: SubscriberMove): SubscriberState | null {
  return MOVES[which][from] ?? null;
}

/** The states from which the move is legal. */
export function movableFrom(which: SubscriberMove): SubscriberState[] {
  return Object.keys(MOVES[which]) as SubscriberState[];
}

const addressSchema = z.email().max(254);

/**
 * An address as it is kept: trimmed and lower-case. Providers treat the local part without regard to case,
 * and two subscriptions that differ only by it would mail one person twice. Null when it is no address.
 */
export function parseAddress(text: string): string | null {
  const parsed = addressSchema.safeParse(keptForm(text));
  return parsed.success ? parsed.data : null;
}

/** The address as it is kept. Throws PaperboyError `ADDRESS_INVALID`. */
export function keptAddress(text: string): string {
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
  return createHash('sha256').update(keptForm(address)).digest('hex');
}

function keptForm(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
