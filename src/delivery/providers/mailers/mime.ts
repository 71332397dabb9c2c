import { createHash } from 'node:crypto';
import MimeNode from 'nodemailer/lib/mime-node';
import * as quotedPrintable from 'nodemailer/lib/qp';
import type { OutgoingEmail } from '../../../ports.ts';
import { readMailboxes } from './check-headers.ts';

/**
 * One RFC 5322 message as bytes (ASCII, CRLF, no line over 998 characters), from the email alone: the same email
 * gives the same bytes. Takes an email that requireSafe has passed.
 *
 * MimeNode encodes and folds the headers; the body is put together here, because nodemailer's composer only
 * streams, and a payload's hash must be known before anything is sent. Both parts are quoted-printable whatever they hold,
 * so that a relay without 8BITMIME has nothing to re-encode and a digest's lines stay readable in the outbox.
 */
export function mimeMessage(email: OutgoingEmail): Buffer {
  const known = messageCache.get(email);
  if (known) return known;
  const message = buildMessage(email);
  messageCache.set(email, message);
  return message;
}

// An email is hashed before it is sent, so it would be built twice and more. It never changes; its bytes go with it.
const messageCache = new WeakMap<OutgoingEmail, Buffer>();

function buildMessage(email: OutgoingEmail): Buffer {
  const boundary = boundaryOf(email);
  const lines = [
    headersOf(email, boundary),
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    encodePart(email.text),
    `--${boundary}`,
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    encodePart(email.html),
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/** SHA-256 in hex over the messages of a batch, each with its length before it, so that no two batches read alike. */
export function hashMessages(emails: readonly OutgoingEmail[]): string {
  const hash = createHash('sha256');
  for (const email of emails) {
    const message = mimeMessage(email);
    hash.update(`${message.length}\n`).update(message);
  }
  return hash.digest('hex');
}

function headersOf(email: OutgoingEmail, boundary: string): string {
  const { from, to } = readMailboxes(email);
  const root = new MimeNode(`multipart/alternative; boundary="${boundary}"`);
  root.setHeader('From', { ...from });
  root.setHeader('To', { ...to });
  root.setHeader('Subject', email.subject);
  root.setHeader('Date', new Date(email.date));
  for (const [key, value] of Object.entries(email.headers)) root.addHeader({ key, value });
  return root.buildHeaders();
}

/** `=_` never stands in quoted-printable text, where every `=` is followed by hex digits or a line end. */
function boundaryOf(email: OutgoingEmail): string {
  return `=_paperboy_${createHash('sha256').update(email.id).digest('hex').slice(0, 24)}`;
}

function encodePart(text: string): string {
  return quotedPrintable.wrap(quotedPrintable.encode(text.replace(/\r\n|\r|\n/g, '\r\n')), 76);
}
