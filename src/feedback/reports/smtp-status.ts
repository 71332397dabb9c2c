import type { ProviderReport, ReportKind } from './report.ts';

export type BounceClass = Pick<ProviderReport, 'kind' | 'about'>;

/** 5.1.7 and 5.1.8 concern the sender's address (RFC 3463): our configuration, not the subscriber. */
const SENDER_STATUS = /^[45]\.1\.[78]$/;
/** Message too big (2.3, 3.4), protocol (5.x), content (6.x), policy and reputation (7.x). */
const MAIL_STATUS = /^[45]\.(?:2\.3|3\.4|5\.\d+|6\.\d+|7\.\d+)$/;
/** Bad address (1.x) or disabled mailbox (2.1). A full one is 2.2. */
const ADDRESS_STATUS = /^5\.(?:1\.\d+|2\.1)$/;

export const SOFT_BOUNCE: BounceClass = { kind: 'soft-bounce', about: 'address' };
export const HARD_BOUNCE: BounceClass = { kind: 'hard-bounce', about: 'address' };
export const EMAIL_REFUSED: BounceClass = { kind: 'refused', about: 'mail' };

/**
 * Classifies the enhanced status (RFC 3463) of a failed email. In doubt it is a soft bounce: a wrong hard
 * bounce would end a subscription, and a right one shows again within days.
 */
export function classifyStatus(status: string | null): BounceClass {
  if (status === null) return SOFT_BOUNCE;
  if (SENDER_STATUS.test(status) || MAIL_STATUS.test(status)) return EMAIL_REFUSED;
  return ADDRESS_STATUS.test(status) ? HARD_BOUNCE : SOFT_BOUNCE;
}

/**
 * The most specific status of a report: its own, unless that is generic (5.0.0) and the server's quoted text
 * contains a better one.
 */
export function enhancedStatus(status: string | undefined, diagnostic: string | undefined): string | null {
  const own = /^\s*([245]\.\d{1,3}\.\d{1,3})\b/.exec(status ?? '')?.[1] ?? null;
  if (own !== null && !/^[245]\.0\.0$/.test(own)) return own;
  return /(?:^|[\s;:#(-])([245]\.\d{1,3}\.\d{1,3})(?=[\s;:,)-]|$)/.exec(diagnostic ?? '')?.[1] ?? own;
}

/** True for kinds that blame an address: a report of such a kind with several addresses must blame none. */
export function blamesAddress(kind: ReportKind): boolean {
  return kind === 'hard-bounce' || kind === 'soft-bounce' || kind === 'complaint';
}
