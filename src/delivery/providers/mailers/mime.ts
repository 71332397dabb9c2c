import { createHash } from 'node:crypto';
import MimeNode from 'nodemailer/lib/mime-node';
import * as quotedPrintable from 'nodemailer/lib/qp';
import type { OutgoingEmail } from '../../../ports.ts';
import { mailboxes } from './check-headers.ts';

/**
 * One RFC 5322 message as bytes (ASCII, CRLF, no line over 998 characters), from the mail alone: the same mail
 * gives the same bytes. Takes a mail that requireSafe has passed.
 *
 * MimeNode encodes and folds the headers; the body is put together here, because nodemailer's composer only
 * streams, and a payload's hash must be known before anything is sent. Both parts are quoted-printable whatever they hold,
 * so that a relay without 8BITMIME has nothing to re-encode and a digest's lines stay readable in the outbox.
 */
export function mimeMessage(mail: OutgoingEmail): Buffer {
  const known = built.get(mail);
  if (known) return known;
  const message = buildMessage(mail);
  built.set(mail, message);
  return message;
}

// A mail is hashed before it is sent, so it would be built twice and more. It never changes; its bytes go with it.
const built = new WeakMap<OutgoingEmail, Buffer>();

function buildMessage(mail: OutgoingEmail): Buffer {
  const boundary = boundaryOf(mail);
  const lines = [
    headersOf(mail, boundary),
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    encodePart(mail.text),
    `--${boundary}`,
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    encodePart(mail.html),
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/** SHA-256 in hex over the messages of a batch, each with its length before it, so that no two batches read alike. */
export function hashMessages(mails: readonly OutgoingEmail[]): string {
  const hash = createHash('sha256');
  for (const mail of mails) {
    const message = mimeMessage(mail);
    hash.update(`${message.length}\n`).update(message);
  }
  return hash.digest('hex');
}

function headersOf(mail: OutgoingEmail, boundary: string): string {
  const { from, to } = mailboxes(mail);
  const root = new MimeNode(`multipart/alternative; boundary="${boundary}"`);
  root.setHeader('From', { ...from });
  root.setHeader('To', { ...to });
  root.setHeader('Subject', mail.subject);
  root.setHeader('Date', new Date(mail.date));
  for (const [key, value] of Object.entries(mail.headers)) root.addHeader({ key, value });
  return root.buildHeaders();
}

/** `=_` never stands in quoted-printable text, where every `=` is followed by hex digits or a line end. */
function boundaryOf(mail: OutgoingEmail): string {
  return `=_paperboy_${createHash('sha256').update(mail.id).digest('hex').slice(0, 24)}`;
}

function encodePart(text: string): string {
  return quotedPrintable.wrap(quotedPrintable.encode(text.replace(/\r\n|\r|\n/g, '\r\n')), 76);
}
