import { createHash } from 'node:crypto';
import { PaperboyError } from '../../../errors.ts';
import type { OutgoingEmail } from '../../../ports.ts';

/** A mailbox taken apart: `Paperboy <digest@papers.example.org>` or the address alone. */
export interface Mailbox {
  name: string;
  address: string;
}

/** What the mail's own fields say; a second one among the headers would let a header add a recipient. */
const OWN_FIELDS =
  /^(?:from|to|cc|bcc|sender|reply-to|subject|date|mime-version|content-(?!language$).*|resent-.*|return-path)$/i;

const FIELD_NAME = /^[!-9;-~]{1,100}$/;

/** Everything that ends or garbles a header line: every control character except the tab, and Unicode's line ends. */
const LINE_BREAKING = /[^\P{Cc}\t]|[\u2028\u2029]/u;

const MAILBOX = /^(?:(?<name>[^<>]*)<(?<inner>[^<>]+)>|(?<bare>[^<>]+))$/;

// No quoted local parts and no address lists: whatever could be read as a second recipient is not one address.
const ADDRESS = /^[^\s<>@,;:"()[\]\\]{1,64}@[^\s<>@,;:"()[\]\\]{1,255}$/;

/**
 * Throws PaperboyError before anything leaves: `MAIL_HEADER_UNSAFE` when a header, an address or the id of a mail
 * could break out of its line or add a recipient, `MAIL_HEADER_MISSING` when there is no Message-ID (a library
 * would make up a random one, and a re-send would no longer be the same mail), `MAIL_BATCH_TOO_LARGE` when there
 * are more mails than the adapter takes.
 */
export function requireSafe(mails: readonly OutgoingEmail[], batchSize: number): void {
  if (mails.length > batchSize) {
    throw new PaperboyError({
      code: 'MAIL_BATCH_TOO_LARGE',
      message: `A batch holds ${mails.length} mails, and this mailer takes ${batchSize} at most.`,
      remedy: 'Cut the batch by the batchSize of the mailer.',
    });
  }
  for (const mail of mails) requireSafeHeaders(mail);
}

/** The check of one mail, for a caller that wants to set a bad mail aside and send the rest of its batch. */
export function requireSafeHeaders(mail: OutgoingEmail): void {
  const fields: [string, string][] = [
    ['id', mail.id],
    ['From', mail.from],
    ['To', mail.to],
    ['Subject', mail.subject],
    ['Date', mail.date],
    ...Object.entries(mail.headers),
  ];
  for (const [name, value] of fields) {
    if (LINE_BREAKING.test(value))
      throw unsafe(mail, name, 'holds a line break or another control character');
  }
  requireSafeNames(mail);
  readMailbox(mail, 'From', mail.from);
  readMailbox(mail, 'To', mail.to);
  if (mail.id === '') throw unsafe(mail, 'id', 'is empty');
  if (Number.isNaN(Date.parse(mail.date))) throw unsafe(mail, 'Date', 'is no time');
}

/** The mailboxes of a mail that requireSafeMail has passed. */
export function mailboxes(mail: OutgoingEmail): { from: Mailbox; to: Mailbox } {
  return { from: readMailbox(mail, 'From', mail.from), to: readMailbox(mail, 'To', mail.to) };
}

/** The Message-ID of a mail that requireSafeMail has passed. */
export function messageIdOf(mail: OutgoingEmail): string {
  const entry = Object.entries(mail.headers).find(([name]) => name.toLowerCase() === 'message-id');
  if (entry?.[1]) return entry[1];
  throw new PaperboyError({
    code: 'MAIL_HEADER_MISSING',
    message: `Mail ${JSON.stringify(mail.id)} has no Message-ID.`,
    remedy: 'Give every mail a Message-ID that follows from its id.',
  });
}

/**
 * The id in letters, digits, `_` and `-` only, for a file name or a provider's tag. Ids that are so already stay
 * as they are; any other gets its hash behind it, so that two ids never become one name.
 */
export function safeName(id: string): string {
  if (/^[A-Za-z0-9_-]{1,120}$/.test(id)) return id;
  const readable = id.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80);
  return `${readable}-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
}

function requireSafeNames(mail: OutgoingEmail): void {
  const seen = new Set<string>();
  for (const name of Object.keys(mail.headers)) {
    if (!FIELD_NAME.test(name)) throw unsafe(mail, name, 'is no header name');
    if (OWN_FIELDS.test(name))
      throw unsafe(mail, name, 'belongs to the fields of the mail, not to its further headers');
    if (seen.has(name.toLowerCase())) throw unsafe(mail, name, 'stands there twice');
    seen.add(name.toLowerCase());
  }
  messageIdOf(mail);
}

function readMailbox(mail: OutgoingEmail, field: string, text: string): Mailbox {
  const { name = '', inner, bare } = MAILBOX.exec(text.trim())?.groups ?? {};
  const address = (inner ?? bare ?? '').trim();
  if (!ADDRESS.test(address)) throw unsafe(mail, field, 'is not exactly one mailbox');
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address };
}

function unsafe(mail: OutgoingEmail, field: string, what: string): PaperboyError {
  return new PaperboyError({
    code: 'MAIL_HEADER_UNSAFE',
    message: `${JSON.stringify(field.slice(0, 60))} of mail ${JSON.stringify(mail.id.slice(0, 80))} ${what}.`,
    remedy: 'Nothing of this batch was sent. Clean the value where the mail is made.',
  });
}
