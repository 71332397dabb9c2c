/** Words for yes and no that spreadsheets and other tools write, in the languages of their users. */
const YES = new Set(
  (
    'true t 1 yes y on x ✓ ✔ wahr ja j vrai oui o si sí s verdadero verdad vero verdadeiro sim waar sand tak ' +
    'prawda ano да истина evet'
  ).split(' '),
);
const NO = new Set(
  (
    'false f 0 no n off - ✗ ✘ falsch nein faux non falso não nao nee onwaar falsk nej nie fałsz ne нет ложь ' +
    'hayır'
  ).split(' '),
);

/** Parses a cell as yes or no; null where it is neither. */
export function parseTruth(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : null;
}

/** Statuses under which another tool still sends to an address. */
const SUBSCRIBED = new Set([
  'active',
  'aktiv',
  'enabled',
  'subscribed',
  'confirmed',
  'opted in',
  'abonniert',
  'angemeldet',
  // Buttondown: subscribed, paying or not.
  'regular',
  'premium',
  'gifted',
  'trialed',
  'churning',
  'past due',
  'unpaid',
]);

/** Statuses under which it does not. */
const LEFT = new Set([
  'unsubscribed',
  'unsubscribe',
  'opted out',
  'opt out',
  'optout',
  'blocklisted',
  'blacklisted',
  'blocked',
  'suppressed',
  'bounced',
  'hard bounced',
  'hard bounce',
  'cleaned',
  'complained',
  'complaint',
  'spam',
  'spammy',
  'undeliverable',
  'do not email',
  'do not contact',
  'abgemeldet',
  'ausgetragen',
  'gesperrt',
  'gekündigt',
  'désabonné',
  'désinscrit',
  'desuscrito',
  'cancelado',
  'disiscritto',
  'afgemeld',
]);

/** More of them, which are common in other columns, so only for a column about the subscription. */
const LEFT_AS_STATUS = new Set([
  'disabled',
  'inactive',
  'inaktiv',
  'removed',
  'deleted',
  'archived',
  'canceled',
  'cancelled',
  'paused',
  'pending',
  'unactivated',
  'unconfirmed',
  'non subscribed',
  'nonsubscribed',
  'not subscribed',
  'validating',
  'invalid',
  'needs approval',
  'needs attention',
]);

const asStatus = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

/** True when a cell says, regardless of its column, that an address must not be emailed. */
export function saysLeft(text: string): boolean {
  return text.length <= 40 && LEFT.has(asStatus(text));
}

/**
 * Reads a cell of a column about the subscription. `subscribed`: yes or an active status means subscribed;
 * `unsubscribed`: yes, a date or a status of an unsubscribed address means left, and an empty cell
 * subscribed. `known` adds the words of a tool. Null when it says neither.
 */
export function readStatus(
  meaning: 'subscribed' | 'unsubscribed',
  text: string,
  known: { subscribed?: readonly string[] | undefined } = {},
): 'subscribed' | 'left' | null {
  const word = asStatus(text);
  if (SUBSCRIBED.has(word) || known.subscribed?.includes(word)) return 'subscribed';
  if (LEFT.has(word) || LEFT_AS_STATUS.has(word)) return 'left';
  if (meaning === 'unsubscribed' && word === '') return 'subscribed';
  if (meaning === 'unsubscribed' && /\d{4}|\d[./-]\d/.test(word)) return 'left';
  const truth = parseTruth(word);
  if (truth === null) return null;
  return truth === (meaning === 'subscribed') ? 'subscribed' : 'left';
}
