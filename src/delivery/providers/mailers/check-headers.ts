import { createHash } from 'node:crypto';
import { PaperboyError } from '../../../errors.ts';
import { pluralize } from '../../../plural.ts';
import type { OutgoingEmail } from '../../../ports.ts';
import { type Mailbox, parseMailbox } from '../../../rendering/mailbox.ts';

/** Headers that follow from the email's own fields; a second one could add a recipient. */
const OWN_FIELDS = [
  /^(?:from|to|cc|bcc|sender|reply-to|subject|date|mime-version|return-path)$/i,
  /^(?:resent-.*|content-(?!language$).*)$/i,
];

const FIELD_NAME = /^[!-9;-~]{1,100}$/;

/**
 * Characters that end or corrupt a header line: control characters except the tab, and Unicode's line ends.
 */
const LINE_BREAKING = /[^\P{Cc}\t]|[\u2028\u2029]/u;

/**
 * Checks a batch before anything is sent. Throws PaperboyError `MAIL_HEADER_UNSAFE` when a header, an address
 * or the id of an email could break out of its line or add a recipient, `MAIL_HEADER_MISSING` without a
 * Message-ID (a library would generate a random one, and a resend would no longer be the same email),
 * `MAIL_BATCH_TOO_LARGE` for more emails than the adapter's batch size.
 */
export function requireSafeBatch(emails: readonly OutgoingEmail[], batchSize: number): void {
  requireBatchSize(emails, batchSize);
  for (const email of emails) requireSafeHeaders(email);
}

/** The check of its size alone. Throws PaperboyError `MAIL_BATCH_TOO_LARGE`. */
export function requireBatchSize(emails: readonly OutgoingEmail[], batchSize: number): void {
  if (emails.length <= batchSize) return;
  throw new PaperboyError({
    code: 'MAIL_BATCH_TOO_LARGE',
    message:
      `The batch has ${pluralize(emails.length, 'email', 'emails')}; ` +
      `this mailer accepts ${batchSize} at most.`,
    remedy: "Split the batch by the mailer's batchSize.",
  });
}

/** Checks one email, for callers that exclude a bad email and send the rest of its batch. */
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
      throw unsafeHeader(email, name, 'contains a line break or another control character');
  }
  requireSafeNames(email);
  readMailbox(email, 'From', email.from);
  readMailbox(email, 'To', email.to);
  if (email.id === '') throw unsafeHeader(email, 'id', 'is empty');
  if (Number.isNaN(Date.parse(email.date))) throw unsafeHeader(email, 'Date', 'is not a valid date');
}

/** Reads the mailboxes of an email that passed requireSafeHeaders. */
export function readMailboxes(email: OutgoingEmail): { from: Mailbox; to: Mailbox } {
  return { from: readMailbox(email, 'From', email.from), to: readMailbox(email, 'To', email.to) };
}

/** Reads the Message-ID of an email that passed requireSafeHeaders. */
export function messageIdOf(email: OutgoingEmail): string {
  const entry = Object.entries(email.headers).find(([name]) => name.toLowerCase() === 'message-id');
  if (entry?.[1]) return entry[1];
  throw new PaperboyError({
    code: 'MAIL_HEADER_MISSING',
    message: `Email ${JSON.stringify(email.id)} has no Message-ID.`,
    remedy: 'Set a Message-ID that is derived from the id of the email.',
  });
}

/**
 * Rewrites an id in letters, digits, `_` and `-` only, for a file name or a provider's tag. Ids that already
 * are stay unchanged; any other gets its hash as a suffix, so that two ids never share a name.
 */
export function safeName(id: string): string {
  if (/^[A-Za-z0-9_-]{1,120}$/.test(id)) return id;
  const readable = id.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 80);
  return `${readable}-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
}

function requireSafeNames(email: OutgoingEmail): void {
  const seen = new Set<string>();
  for (const name of Object.keys(email.headers)) {
    if (!FIELD_NAME.test(name)) throw unsafeHeader(email, name, 'is not a valid header name');
    if (OWN_FIELDS.some((pattern) => pattern.test(name)))
      throw unsafeHeader(email, name, 'is set by a field of the email and must not be among its headers');
    if (seen.has(name.toLowerCase())) throw unsafeHeader(email, name, 'occurs twice');
    seen.add(name.toLowerCase());
  }
  messageIdOf(email);
}

function readMailbox(email: OutgoingEmail, field: string, text: string): Mailbox {
  const mailbox = parseMailbox(text);
  if (mailbox === null) throw unsafeHeader(email, field, 'is not exactly one mailbox');
  return mailbox;
}

function unsafeHeader(email: OutgoingEmail, field: string, problem: string): PaperboyError {
  const header = JSON.stringify(field.slice(0, 60));
  return new PaperboyError({
    code: 'MAIL_HEADER_UNSAFE',
    message: `${header} of email ${JSON.stringify(email.id.slice(0, 80))} ${problem}.`,
    remedy: 'No email of this batch was sent. Fix the value where the email is composed.',
  });
}
