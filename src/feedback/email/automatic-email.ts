import { isReportEmail } from './email-report.ts';
import { headerValue, type InboundEmail } from './inbound-email.ts';

/** Local parts that only programs send from. */
const MACHINES = new RegExp(
  '^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|majordomo|listserv|autoreply' +
    '|(?:.*[-._])?bounces?(?:[-+._].*)?|owner-.*|.*-(?:request|owner))$',
);

/** True when a program sent the email by itself (RFC 3834, and the headers used before it). */
export function isAutomatic(email: Pick<InboundEmail, 'headers'>): boolean {
  const submitted = headerValue(email, 'auto-submitted');
  const autoHeaders = ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress'];
  return (
    (submitted !== null && !/^\s*no\b/i.test(submitted)) ||
    autoHeaders.some((name) => headerValue(email, name) !== null)
  );
}

/**
 * Returns the reason not to answer an email, or null (RFC 3834): programs, mailing lists, bounces and
 * ourselves, because two programs that answer each other never stop. `sender` is the envelope's, if known;
 * `own` are the addresses we send from and read.
 */
export function reasonNotToAnswer(
  email: InboundEmail,
  sender: string | null,
  own: readonly string[],
): string | null {
  const { from } = email;
  if (from === null) return 'it has no single sender';
  if (isAutomatic(email)) return 'it was sent automatically';
  if (isReportEmail(email)) return 'it is a report';
  if (/^\s*(?:bulk|list|junk|auto_reply)\b/i.test(headerValue(email, 'precedence') ?? ''))
    return 'it is bulk email';
  if ([...email.headers.keys()].some((name) => name.startsWith('list-'))) return 'it is from a mailing list';
  if (sender?.trim() === '' || sender?.trim() === '<>') return 'it is a bounce';
  if (/^\s*<\s*>\s*$/.test(headerValue(email, 'return-path') ?? '')) return 'it is a bounce';
  if (MACHINES.test(from.slice(0, from.lastIndexOf('@')))) return 'its sender is a program';
  return own.includes(from) ? 'it is from one of our own addresses' : null;
}
