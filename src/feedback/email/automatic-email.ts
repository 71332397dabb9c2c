import { isReportEmail } from './email-report.ts';
import { headerValue, type InboundEmail } from './inbound-email.ts';

/** Names that no person writes from. */
const MACHINES =
  /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|(?:.*[-._])?bounces?(?:[-+._].*)?|owner-.*|.*-(?:request|owner)|majordomo|listserv|autoreply)$/;

/** Whether a program wrote it by itself (RFC 3834, and what programs did before it). */
export function isAutomatic(mail: Pick<InboundEmail, 'headers'>): boolean {
  const submitted = headerValue(mail, 'auto-submitted');
  const answers = ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress'];
  return (
    (submitted !== null && !/^\s*no\b/i.test(submitted)) ||
    answers.some((name) => headerValue(mail, name) !== null)
  );
}

/**
 * Why nothing may be answered to a mail, or null (RFC 3834): programs, lists, bounces and ourselves, because two that answer
 * each other never stop. `sender` is the envelope's, where it is known; `own` are the addresses that we write from and read.
 */
export function reasonNotToAnswer(
  mail: InboundEmail,
  sender: string | null,
  own: readonly string[],
): string | null {
  const { from } = mail;
  if (from === null) return 'it is not from one person';
  if (isAutomatic(mail)) return 'a program wrote it by itself';
  if (isReportEmail(mail)) return 'it is a report';
  if (/^\s*(?:bulk|list|junk|auto_reply)\b/i.test(headerValue(mail, 'precedence') ?? '')) return 'it is bulk';
  if ([...mail.headers.keys()].some((name) => name.startsWith('list-'))) return 'it comes from a list';
  if (sender?.trim() === '' || sender?.trim() === '<>') return 'it is a bounce';
  if (/^\s*<\s*>\s*$/.test(headerValue(mail, 'return-path') ?? '')) return 'it is a bounce';
  if (MACHINES.test(from.slice(0, from.lastIndexOf('@')))) return 'its sender is a program';
  return own.includes(from) ? 'it is from ourselves' : null;
}
