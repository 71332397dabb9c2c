import { createHash } from 'node:crypto';
import { PaperboyError } from '../../../errors.ts';
import type { OutgoingEmail } from '../../../ports.ts';

/** A mailbox taken apart: `Paperboy <digest@papers.example.org>` or the address alone. */
export interface Mailbox {
  name: string;
  address: string;
}

/** What the email's own fields say; a second one among the headers would let a header add a recipient. */
const OWN_FIELDS =
  /^(?:from|to|cc|bcc|sender|reply-to|subject|date|mime-version|content-(?!language$).*|resent-.*|return-path)$/i;

const FIELD_NAME = /^[!-9;-~]{1,100}$/;

/** Everything that ends or garbles a header line: every control character except the tab, and Unicode's line ends. */
const LINE_BREAKING = /[^\P{Cc}\t]|[\u2028\u2029]/u;

const MAILBOX = /^(?:(?<name>[^<>]*)<(?<inner>[^<>]+)>|(?<bare>[^<>]+))$/;

// No quoted local parts and no address lists: whatever could be read as a second recipient is not one address.
const ADDRESS = /^[^\s<>@,;:"()[\]\\]{1,64}@[^\s<>@,;:"()[\]\\]{1,255}$/;

/**
 * Throws PaperboyError before anything leaves: `MAIL_HEADER_UNSAFE` when a header, an address or the id of an email
 * could break out of its line or add a recipient, `MAIL_HEADER_MISSING` when there is no Message-ID (a library
 * would make up a random one, and a re-send would no longer be the same email), `MAIL_BATCH_TOO_LARGE` when there
 * are more emails than the adapter takes.
 */
export function requireSafeBatch(emails: readonly OutgoingEmail[], batchSize: number): void {
  if (emails.length > batchSize) {
    throw new PaperboyError({
      code: 'MAIL_BATCH_TOO_LARGE',
      message: `A batch holds ${emails.length} emails, and this mailer takes ${batchSize} at most.`,
      remedy: 'Cut the batch by the batchSize of the mailer.',
    });
  }
  for (const email of emails) requireSafeHeaders(email);
}

/** The check of one email, for a caller that wants to set a bad email aside and send the rest of its batch. */
export function requireSafeHeaders(email: OutgoingEmail): void {
  const fields: [string, string][] = [
    ['id', email.id],
    ['From', email.from],
    ['To', email.to],
    ['Subject', email.subject],
    ['Date', email.date],
    ...Object.entries(email.headers),
  ];
  for (const [name, value] of fields) {
    if (LINE_BREAKING.test(value))
      throw unsafeHeader(email, name, 'holds a line break or another control character');
  }
  requireSafeNames(email);
  readMailbox(email, 'From', email.from);
  readMailbox(email, 'To', email.to);
  if (email.id === '') throw unsafeHeader(email, 'id', 'is empty');
  if (Number.isNaN(Date.parse(email.date))) throw unsafeHeader(email, 'Date', 'is no time');
}

/** The mailboxes of an email that requireSafeMail has passed. */
export function readMailboxes(email: OutgoingEmail): { from: Mailbox; to: Mailbox } {
  return { from: readMailbox(email, 'From', email.from), to: readMailbox(email, 'To', email.to) };
}

/** The Message-ID of an email that requireSafeMail has passed. */
export function messageIdOf(email: OutgoingEmail): string {
  const entry = Object.entries(email.headers).find(([name]) => name.toLowerCase() === 'message-id');
  if (entry?.[1]) return entry[1];
  throw new PaperboyError({
    code: 'MAIL_HEADER_MISSING',
    message: `Mail ${JSON.stringify(email.id)} has no Message-ID.`,
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

function requireSafeNames(email: OutgoingEmail): void {
  const seen = new Set<string>();
  for (const name of Object.keys(email.headers)) {
    if (!FIELD_NAME.test(name)) throw unsafeHeader(email, name, 'is no header name');
    if (OWN_FIELDS.test(name))
      throw unsafeHeader(email, name, 'belongs to the fields of the mail, not to its further headers');
    if (seen.has(name.toLowerCase())) throw unsafeHeader(email, name, 'stands there twice');
    seen.add(name.toLowerCase());
  }
  messageIdOf(email);
}

function readMailbox(email: OutgoingEmail, field: string, text: string): Mailbox {
  const { name = '', inner, bare } = MAILBOX.exec(text.trim())?.groups ?? {};
  const address = (inner ?? bare ?? '').trim();
  if (!ADDRESS.test(address)) throw unsafeHeader(email, field, 'is not exactly one mailbox');
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address };
}

function unsafeHeader(email: OutgoingEmail, field: string, what: string): PaperboyError {
  return new PaperboyError({
    code: 'MAIL_HEADER_UNSAFE',
    message: `${JSON.stringify(field.slice(0, 60))} of email ${JSON.stringify(email.id.slice(0, 80))} ${what}.`,
    remedy: 'Nothing of this batch was sent. Clean the value where the mail is made.',
  });
}
