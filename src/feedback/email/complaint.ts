import { addressParser } from 'postal-mime';
import { bareAddress, detailOf } from '../reports/report-fields.ts';
import type { RecipientReport } from './email-report.ts';
import { type FieldGroup, parseFieldGroups } from './field-groups.ts';
import { headerValue, type InboundEmail } from './inbound-email.ts';
import { hasQuotedPart } from './quoted-email.ts';

/** Types that end a subscription. `not-spam` withdraws a complaint; the others concern the message. */
const COMPLAINTS = ['abuse', 'opt-out', 'opt-out-list', 'complaint', 'spam'];

/** Fields in which feedback loops name the recipient, the most explicit first. Often hidden or hashed. */
const RECIPIENT_FIELDS = ['original-rcpt-to', 'removal-recipient', 'original-recipient'];

/** Senders and subjects of feedback loops that only forward the email, like Microsoft's JMRP. */
const LOOP_SENDER =
  /^(?:staff@(?:hotmail|outlook|live|msn|microsoft)\.|(?:[\w.-]{0,30}[._-])?(?:fbl|feedback-?loop|complaints?|scomp)(?:[._-][\w.-]{0,30})?@)/;
const LOOP_SUBJECT =
  /^\s*(?:\[(?:fbl|feedback[- ]?loop|abuse)\]|(?:fwd?: ?)?(?:complaint about message from|(?:\w+ )?abuse (?:report|complaint)|(?:spam|user|junk) (?:report|complaint)|(?:e-?mail )?feedback (?:loop )?report|fbl (?:report|complaint))\b)/i;

/**
 * Reads the complaint of a feedback loop (RFC 5965, or a forward of the email as JMRP sends it); null when it
 * is none. Types that do not end a subscription have the kind `other`.
 */
export function readComplaint(email: InboundEmail, quoted: FieldGroup): RecipientReport | null {
  const fields = feedbackFields(email);
  if (fields === null && !isForwardedComplaint(email, quoted)) return null;
  const type = fields?.get('feedback-type')?.toLowerCase();
  const kind = fields === null || COMPLAINTS.includes(type ?? '') ? 'complaint' : 'other';
  const named = [
    ...RECIPIENT_FIELDS.map((name) => fields?.get(name)),
    quoted.get('x-hmxmroriginalrecipient'),
    quoted.get('to'),
  ]
    .flatMap((text) => addressParser((text ?? '').slice(0, 1_000), { flatten: true }))
    .flatMap(({ address }) => bareAddress(address ?? '') ?? []);
  return {
    kind,
    about: kind === 'complaint' ? 'address' : null,
    address: named[0] ?? null,
    occurredAt: null,
    detail: detailOf('complaint', type, fields?.get('user-agent')),
  };
}

/** Fields of the machine-readable part. Some loops declare it as plain text. */
function feedbackFields(email: InboundEmail): FieldGroup | null {
  const typed = email.parts.find(({ type }) => /^(?:message|text)\/(?:x-)?feedback-report$/.test(type));
  if (typed) return parseFieldGroups(typed.text)[0] ?? new Map();
  if (!hasQuotedPart(email) && !/feedback-report/i.test(headerValue(email, 'content-type') ?? ''))
    return null;
  const plain = [
    email.text,
    ...email.parts.filter(({ type }) => type === 'text/plain').map(({ text }) => text),
  ];
  return plain.flatMap(parseFieldGroups).find((group) => group.has('feedback-type')) ?? null;
}

function isForwardedComplaint(email: InboundEmail, quoted: FieldGroup): boolean {
  if (!hasQuotedPart(email)) return false;
  const knownSender = LOOP_SENDER.test(email.from ?? '');
  return LOOP_SUBJECT.test(email.subject) || (knownSender && quoted.has('x-hmxmroriginalrecipient'));
}
