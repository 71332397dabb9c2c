import type { Language } from '../../config/languages.ts';
import { PaperboyError } from '../errors.ts';
import { parseMailbox } from './mailbox.ts';
import { requiredAddress } from './web-address.ts';

/** Sender and unsubscribe data of a digest. All of it is our own; external text never goes into a header. */
export interface DigestHeadersInput {
  /** Stable across retries, so that a duplicate can be recognized. */
  deliveryId: string;
  /** The From mailbox, for example `Paperboy <digest@papers.example.org>`. */
  from: string;
  /** In the form of a host name (RFC 2919). */
  listId: string;
  /** Display name of the list. */
  listName: string;
  /** Accepts the POST of RFC 8058. */
  oneClickUrl: string;
  /** Unsubscribes by email instead: `mailto:…`. */
  unsubscribeMailto: string;
  /** Identifies the edition in complaint reports. */
  editionId: string;
  /** Language of Paperboy's own words; papers may be in another. */
  language: Language;
}

/**
 * Headers of a digest beyond From, To, Subject and Date, ASCII on one line each: RFC 8058, RFC 2919 and
 * Gmail's Feedback-ID, which does not identify a person. Precedence is not a standard, but keeps older
 * out-of-office programs from answering every morning. Throws PaperboyError `HEADER_UNSAFE` instead of
 * stripping, because a header with a part missing would do something else than intended.
 */
export function digestHeaders(input: DigestHeadersInput): Record<string, string> {
  const oneClick = requiredAddress('one-click', input.oneClickUrl);
  return checked({
    'Message-ID': digestMessageId(input.deliveryId, input.from),
    'List-Unsubscribe': `<${oneClick}>, <${mailto(input.unsubscribeMailto)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': `${phrase(input.listName)} <${hostName(input.listId)}>`.trim(),
    'Feedback-ID': `${identifier(input.editionId)}:digest:${identifier(input.listId)}:paperboy`,
    'Content-Language': input.language,
    Precedence: 'bulk',
  });
}

/**
 * Headers of a transactional email. Auto-Submitted (RFC 3834) keeps responders quiet. No Precedence, because
 * the recipient is waiting for this email and it is not bulk. Throws PaperboyError `HEADER_UNSAFE`.
 */
export function transactionalHeaders(input: {
  /** Id of the transactional email, stable across retries. */
  id: string;
  from: string;
  language: Language;
}): Record<string, string> {
  return checked({
    'Message-ID': messageId('letter', input.id, input.from),
    'Auto-Submitted': 'auto-generated',
    'Content-Language': input.language,
  });
}

/** Domain of a mailbox (with or without a name) in ASCII. Throws PaperboyError `HEADER_UNSAFE`. */
export function mailboxDomain(mailbox: string): string {
  const address = parseMailbox(mailbox)?.address ?? '';
  return hostName(address.slice(address.lastIndexOf('@') + 1));
}

/** Message-ID of a digest, the same at every try. Throws PaperboyError `HEADER_UNSAFE`. */
export function digestMessageId(deliveryId: string, from: string): string {
  return messageId('digest', deliveryId, from);
}

/** The kind separates a digest and a transactional email that happen to have the same id. */
function messageId(kind: string, id: string, from: string): string {
  return `<${kind}.${identifier(id)}@${mailboxDomain(from)}>`;
}

function identifier(value: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value)) return value;
  throw unsafe('An id', 'Use at most 128 letters, digits, dots, hyphens and underscores.');
}

function hostName(value: string): string {
  if (/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(value) && value.length <= 253) return value.toLowerCase();
  throw unsafe('A host name', 'Check MAIL_FROM, MAIL_FROM_TRANSACTIONAL and LIST_ID.');
}

function mailto(address: string): string {
  if (/^mailto:[^\s<>@,]+@[^\s<>@,]+$/.test(address)) return address;
  throw unsafe('The unsubscribe address', 'Use the form mailto:name@example.org.');
}

/**
 * A display name by RFC 5322 and RFC 2047: plain words, or encoded ones. Quotation marks would be valid too,
 * but nodemailer encodes them as text and then hides the list id behind them as well.
 */
function phrase(name: string): string {
  if (/\p{Cc}/u.test(name)) throw unsafe('The name of the list', 'Remove its control characters.');
  if (/^[A-Za-z0-9 '-]*$/.test(name)) return name;
  // 39 bytes become 52 characters of base64; an encoded word may have 75 with its frame.
  const words = [''];
  for (const character of name) {
    const last = words.at(-1) ?? '';
    if (Buffer.byteLength(last + character) > 39) words.push(character);
    else words[words.length - 1] = last + character;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

/** Final check of every header, regardless of its source. */
function checked(headers: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(headers))
    if (!/^[ -~]{1,990}$/.test(value))
      throw unsafe(`The header ${name}`, 'Use one line of ASCII characters.');
  return headers;
}

function unsafe(what: string, remedy: string): PaperboyError {
  return new PaperboyError({
    code: 'HEADER_UNSAFE',
    message: `${what} is not valid in an email header.`,
    remedy,
  });
}
