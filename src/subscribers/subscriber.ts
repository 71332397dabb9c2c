import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
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
  // Undo of an unsubscribe within the hour (unsubscribe.ts): consent and state return as they were.
  undo: { from: ['unsubscribed'], to: 'active' },
  undoPaused: { from: ['unsubscribed'], to: 'paused' },
  undoPending: { from: ['unsubscribed'], to: 'pending' },
  suppress: { from: ['pending', 'active', 'paused'], to: 'suppressed' },
  // Unsuppressing does not restore consent: the subscriber has to confirm again.
  unsuppress: { from: ['suppressed'], to: 'pending' },
  // Withdraw a suppression that was a mistake (soft bounces disproved by a late report, a misconfigured mail
  // server): consent was never in doubt, so the state before returns.
  recover: { from: ['suppressed'], to: 'active' },
  recoverPaused: { from: ['suppressed'], to: 'paused' },
  recoverPending: { from: ['suppressed'], to: 'pending' },
  erase: { from: ['pending', 'active', 'paused', 'unsubscribed', 'suppressed'], to: 'erased' },
} as const satisfies Record<string, { from: readonly SubscriberState[]; to: SubscriberState }>;
export type SubscriberTransition = keyof typeof TRANSITIONS;

/** `local-part`: a mailbox name outside ASCII, which only SMTPUTF8 (RFC 6531) could carry. */
export type AddressProblem = 'invalid' | 'local-part';

/**
 * Dot-atom of RFC 5322. Quoted strings are refused: hardly any provider issues them, and they hide an `@`.
 */
const LOCAL_PART = /^(?=.{1,64}$)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Host name with a top-level domain in letters, or an internationalized one in its ASCII form. */
const DOMAIN =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;
const MAX_ADDRESS = 254;
/** Invisible characters copied along with an address: zero-width, bidi controls, soft hyphens. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Normalizes an address: without invisible characters and surrounding space, lower case, NFC, the domain in
 * its ASCII form. Providers ignore the case of the local part, and two subscriptions that differ only by case
 * would email one person twice. Null when it is not an address that every mail server accepts.
 */
export function parseAddress(text: string): string | null {
  return addressProblem(text) === null ? normalizeAddress(text) : null;
}

/** Tells why parseAddress returns null for a text; null for an address. */
export function addressProblem(text: string): AddressProblem | null {
  // Bounds the work before the expressions run: a joiner after every letter is still far below.
  if (text.length > 10 * MAX_ADDRESS) return 'invalid';
  const address = normalizeAddress(text);
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  if (!DOMAIN.test(address.slice(at + 1)) || address.length > MAX_ADDRESS) return 'invalid';
  if (LOCAL_PART.test(local)) return null;
  const inAscii = local.replace(/[\p{L}\p{M}\p{N}]/gu, 'a').slice(0, 64);
  return /[^ -~]/.test(local) && LOCAL_PART.test(inAscii) ? 'local-part' : 'invalid';
}

/** Normalizes an address like parseAddress. Throws PaperboyError `ADDRESS_INVALID`. */
export function requireAddress(text: string): string {
  const problem = addressProblem(text);
  if (problem === null) return normalizeAddress(text);
  throw new PaperboyError({ code: 'ADDRESS_INVALID', ...ADDRESS_PROBLEMS[problem] });
}

/** Each problem of an address in words, and its remedy. */
const ADDRESS_PROBLEMS: Record<AddressProblem, { message: string; remedy: string }> = {
  invalid: {
    message: 'This is not a valid email address.',
    remedy: 'Enter an address like name@example.org.',
  },
  'local-part': {
    message: 'This address has letters outside a–z before the @ (SMTPUTF8), which Paperboy cannot send to.',
    remedy:
      'Enter another address of the same mailbox, with only a–z, digits and ASCII symbols before the @.',
  },
};

/**
 * Key of a suppression: SHA-256 in hex over the normalized address, so that it outlives the address and
 * matches every spelling that a provider reports.
 */
export function addressHash(address: string): string {
  return createHash('sha256').update(normalizeAddress(address)).digest('hex');
}

/**
 * Returns the canonical spelling. Hashes and stored addresses depend on it, so it must not change for ASCII.
 */
function normalizeAddress(text: string): string {
  const address = text.normalize('NFC').replace(INVISIBLE, '').trim().toLowerCase();
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  // The URL parser behind domainToASCII decodes % and drops line breaks: ASCII that no host name has must not
  // reach it.
  if (at < 0 || !/[^ -~]/.test(domain) || /[\p{Cc} -,/:-`{-~]/u.test(domain)) return address;
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`;
}
