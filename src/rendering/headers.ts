import { domainToASCII } from 'node:url';
import type { Language } from '../../config/languages.ts';
import { PaperboyError } from '../errors.ts';
import { requiredAddress } from './web-address.ts';

/** Who a digest comes from and how to end it. All of it is our own; outside text never stands in a header. */
export interface DigestHeadersInput {
  /** Stable over retries, so that a mail that was sent twice after all can be recognised. */
  deliveryId: string;
  /** The From mailbox, e.g. `Paperboy <digest@papers.example.org>`. */
  from: string;
  /** Looks like a host name (RFC 2919). */
  listId: string;
  /** What a person calls the list. */
  listName: string;
  /** Takes the POST of RFC 8058. */
  oneClickUrl: string;
  /** Takes a mail instead, as `mailto:…`. */
  unsubscribeMailto: string;
  /** Names the edition in complaint reports. */
  editionId: string;
  /** Of our own words; the papers in it may be in others. */
  language: Language;
}

/**
 * The headers of a digest beyond From, To, Subject and Date, ASCII on one line each: RFC 8058, RFC 2919 and
 * Gmail's Feedback-ID, in which nothing tells one person from another. Precedence is no standard, but it is
 * what keeps older out-of-office programs from answering every morning. Throws PaperboyError `HEADER_UNSAFE`
 * rather than strip: a header of which a part is missing would do something else than we mean.
 */
export function digestHeaders(input: DigestHeadersInput): Record<string, string> {
  return checked({
    'Message-ID': digestMessageId(input.deliveryId, input.from),
    'List-Unsubscribe': `<${requiredAddress('one-click', input.oneClickUrl)}>, <${mailto(input.unsubscribeMailto)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': `${phrase(input.listName)} <${hostName(input.listId)}>`.trim(),
    'Feedback-ID': `${identifier(input.editionId)}:digest:${identifier(input.listId)}:paperboy`,
    'Content-Language': input.language,
    Precedence: 'bulk',
  });
}

/**
 * The headers of a transactional mail. Auto-Submitted (RFC 3834) keeps responders quiet; Precedence stays away,
 * because the person waits for this mail and it is no bulk. Throws PaperboyError `HEADER_UNSAFE`.
 */
export function transactionalHeaders(input: {
  /** The notification's id, stable over retries. */
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

/** Takes a mailbox with or without a name and gives the domain of its address in ASCII. Throws PaperboyError `HEADER_UNSAFE`. */
export function mailboxDomain(mailbox: string): string {
  const address = /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox;
  const at = address.lastIndexOf('@');
  // The URL parser behind domainToASCII drops line breaks silently, so white space is refused before it.
  const usable = at > 0 && !/\s/.test(address);
  return hostName(usable ? domainToASCII(address.slice(at + 1)) : '');
}

/** The Message-ID of a digest, the same at every try. Throws PaperboyError `HEADER_UNSAFE`. */
export function digestMessageId(deliveryId: string, from: string): string {
  return messageId('digest', deliveryId, from);
}

/** The kind keeps a delivery and a notification apart that happen to have the same number. */
function messageId(kind: string, id: string, from: string): string {
  return `<${kind}.${identifier(id)}@${mailboxDomain(from)}>`;
}

function identifier(value: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value)) return value;
  throw unsafe('An id', 'Ids in headers are letters, digits, dots, hyphens and underscores, at most 128.');
}

function hostName(value: string): string {
  if (/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(value) && value.length <= 253) return value.toLowerCase();
  throw unsafe('A host name', 'Check MAIL_FROM, MAIL_FROM_TRANSACTIONAL and LIST_ID.');
}

function mailto(address: string): string {
  if (/^mailto:[^\s<>@,]+@[^\s<>@,]+$/.test(address)) return address;
  throw unsafe('The address for unsubscribing by mail', 'It is of the form mailto:name@example.org.');
}

/**
 * A name as RFC 5322 and RFC 2047 want it: plain words, or encoded ones. Quotation marks would be right as well,
 * but nodemailer takes them for text to encode and then hides the id behind them, too.
 */
function phrase(name: string): string {
  if (/\p{Cc}/u.test(name)) throw unsafe('The name of the list', 'It must have no control characters.');
  if (/^[A-Za-z0-9 '-]*$/.test(name)) return name;
  // 39 bytes make 52 characters of base64, and an encoded word may have 75 with its frame.
  const words = [''];
  for (const character of name) {
    const last = words.at(-1) ?? '';
    if (Buffer.byteLength(last + character) > 39) words.push(character);
    else words[words.length - 1] = last + character;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

/** The last look at every header, whatever it was made from. */
function checked(headers: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(headers))
    if (!/^[ -~]{1,990}$/.test(value)) throw unsafe(`The header ${name}`, 'It must be ASCII on one line.');
  return headers;
}

function unsafe(what: string, remedy: string): PaperboyError {
  return new PaperboyError({
    code: 'HEADER_UNSAFE',
    message: `${what} cannot stand in a mail header.`,
    remedy,
  });
}
