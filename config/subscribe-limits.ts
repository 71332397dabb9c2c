/**
 * Rate limits of sign-up requests, against sign-up bombing: a mailbox is emailed a few times a day at most,
 * regardless of the requesting network. `name` is the stored key of the counter.
 */
export const SUBSCRIBE_LIMITS = {
  /** Per mailbox (mailboxKey). Reaching it is not reported: that would reveal earlier requests. */
  address: { name: 'subscribe-address', points: 5, seconds: 24 * 3600 },
  /** Per /24 or /48, which may be a whole university: a class of thirty can sign up together. */
  network: { name: 'subscribe-network', points: 40, seconds: 3600 },
  /** Over all requests: the most the email provider sees during an attack from many networks. */
  total: { name: 'subscribe-everybody', points: 2_000, seconds: 3600 },
} as const;

/** Providers that deliver several spellings or domains to one mailbox; the first domain is canonical. */
export const MAILBOX_ALIASES: readonly { domains: readonly string[]; ignored: RegExp | null }[] = [
  { domains: ['gmail.com', 'googlemail.com'], ignored: /\./g },
  { domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'], ignored: /[._-]/g },
  { domains: ['icloud.com', 'me.com', 'mac.com'], ignored: null },
];

/** Domains where a hyphen starts a tag: no Yahoo user name has one, so it marks a disposable address. */
export const HYPHEN_TAG_DOMAINS = /^(?:yahoo\.[a-z]{2,3}(?:\.[a-z]{2})?|ymail\.com|rocketmail\.com)$/;
