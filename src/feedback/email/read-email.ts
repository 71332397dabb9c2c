import {
  isAutomatic,
  isAwayReply,
  isFromMailServer,
  isNullSender,
  isUnsolicitedBounce,
} from './automatic-email.ts';
import { saysDelayed, saysNotDelivered, splitAtCopy } from './bounce-words.ts';
import { readComplaint } from './complaint.ts';
import { readStatusGroups, statusGroups } from './delivery-status.ts';
import type { EmailReading, EmailReport } from './email-report.ts';
import type { FieldGroup } from './field-groups.ts';
import type { InboundEmail } from './inbound-email.ts';
import { quotedHeaders, quotedMessageIds } from './quoted-email.ts';
import { readTextBounce } from './text-bounce.ts';

/**
 * Recognizes the report in an email: a complaint, a delivery status notification, or a plain-text bounce.
 * `sender` is the envelope's, null when unknown. Whether the reported email is ours is a separate step.
 */
export function readEmail(email: InboundEmail, sender: string | null): EmailReading {
  const { words, copy } = splitWords(email.text);
  const quoted = quotedHeaders(email, copy);
  const groups = statusGroups(email);
  const report = readReport(email, { words, quoted, groups, sender });
  return {
    report,
    quotedIds: quotedMessageIds(email, quoted, groups),
    notUnderstood: report === null && isFromMailServer(email) && !isAwayReply(email),
  };
}

function readReport(
  email: InboundEmail,
  found: { words: string; quoted: FieldGroup; groups: readonly FieldGroup[]; sender: string | null },
): EmailReport | null {
  const complaint = readComplaint(email, found.quoted);
  if (complaint !== null) return { shape: 'complaint', recipients: [complaint] };
  // A person who forwards a bounce sends the same parts.
  const automatic =
    isFromMailServer(email) ||
    isNullSender(email, found.sender) ||
    isAutomatic(email) ||
    isUnsolicitedBounce(email);
  const status = automatic ? readStatusGroups(found.groups, found.words) : [];
  if (status.length > 0) return { shape: 'status', recipients: status };
  const recipients = readTextBounce(email, found, found.sender);
  return recipients.length > 0 ? { shape: 'text', recipients } : null;
}

/** Some servers quote first and explain below, so that the words above the copy say nothing. */
function splitWords(text: string): { words: string; copy: string } {
  const split = splitAtCopy(text);
  return /[^\s<>]@/.test(split.words) || saysNotDelivered('', split.words) || saysDelayed('', split.words)
    ? split
    : { ...split, words: text };
}
