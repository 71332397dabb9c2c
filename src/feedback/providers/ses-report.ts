import { z } from 'zod';
import { parseJson } from '../../json.ts';
import type { ProviderReport } from '../reports/report.ts';
import {
  bareAddress,
  detailOf,
  idInMessageId,
  onlyAddress,
  parseTime,
  providerId,
} from '../reports/report-fields.ts';
import {
  type BounceClass,
  blamesAddress,
  classifyJudgedBounce,
  EMAIL_REFUSED,
  HARD_BOUNCE,
} from '../reports/smtp-status.ts';
import { MESSAGE_SUB_TYPES } from './resend-report.ts';

const text = z.string().optional().catch(undefined);
const recipients = z
  .array(z.object({ emailAddress: z.string(), status: text, diagnosticCode: text }))
  .max(1_000);

const mail = z.object({
  timestamp: parseTime,
  messageId: z.string(),
  source: text,
  destination: z.array(z.string()).default([]),
  headers: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .optional()
    .catch(undefined),
  commonHeaders: z.object({ messageId: text }).optional().catch(undefined),
});
type SesEmail = z.infer<typeof mail>;

const schemas = {
  Bounce: z.object({
    bounce: z.object({
      bounceType: z.string(),
      bounceSubType: text,
      timestamp: parseTime,
      bouncedRecipients: recipients,
    }),
  }),
  Complaint: z.object({
    complaint: z.object({
      complaintSubType: z.string().nullish().catch(null),
      complaintFeedbackType: z.string().nullish().catch(null),
      timestamp: parseTime,
      complainedRecipients: recipients,
    }),
  }),
  Delivery: z.object({
    delivery: z.object({ timestamp: parseTime, recipients: z.array(z.string()), smtpResponse: text }),
  }),
  DeliveryDelay: z.object({
    deliveryDelay: z.object({ delayType: text, timestamp: parseTime, delayedRecipients: recipients }),
  }),
  Reject: z.object({ reject: z.object({ reason: text }) }),
};

/** Known types without effect, and the texts that SNS and SES send during setup. */
const IGNORED_TYPES = ['Open', 'Click', 'Subscription'];
const SETUP_MESSAGE = /^Successfully validated SNS topic for Amazon SES/;

/** A report before the recipient of the email is known. */
interface SesReading extends BounceClass {
  occurredAt: Date | null;
  /** Recipients that it names. */
  addresses: readonly string[];
  detail: string | null;
}

/** Parses the message of a verified SNS notification (the `Message` string); null when it is not from SES. */
export function parseSesReport(reportId: string, message: string): ProviderReport | null {
  if (SETUP_MESSAGE.test(message)) return reportOf(reportId, null, { ...OTHER, detail: 'set up' });
  const body = parseJson(message);
  const head = z
    .object({ notificationType: text, eventType: text, mail: mail.optional() })
    .transform((each) => ({ type: each.eventType ?? each.notificationType ?? '', mail: each.mail }))
    .safeParse(body);
  if (!head.success) return null;
  const reading = readByType(head.data.type, body);
  // A notification without an email can only be about a received one.
  if (reading === null || (head.data.mail === undefined && reading.kind !== 'received')) return null;
  return reportOf(reportId, head.data.mail ?? null, reading);
}

const OTHER = { kind: 'other', about: null, occurredAt: null, addresses: [], detail: null } as const;

function readByType(type: string, body: unknown): SesReading | null {
  switch (type) {
    case 'Bounce':
      return readBounce(body);
    case 'Complaint':
      return readComplaint(body);
    case 'Delivery':
      return readDelivery(body);
    case 'DeliveryDelay':
      return readDelay(body);
    case 'Send':
      return { ...OTHER, kind: 'accepted', detail: type };
    case 'Reject':
    case 'Rendering Failure': {
      // Accepted and then rejected for its content; no recipient got anything.
      const parsed = schemas.Reject.safeParse(body);
      return { ...OTHER, ...EMAIL_REFUSED, detail: detailOf(type, parsed.data?.reject.reason) };
    }
    case 'Received':
      return { ...OTHER, kind: 'received', detail: type };
    default:
      return IGNORED_TYPES.includes(type) ? { ...OTHER, detail: type } : null;
  }
}

function readBounce(body: unknown): SesReading | null {
  const parsed = schemas.Bounce.safeParse(body);
  if (!parsed.success) return null;
  const { bounceType, bounceSubType, timestamp, bouncedRecipients } = parsed.data.bounce;
  const [first] = bouncedRecipients;
  const texts = [first?.status, first?.diagnosticCode];
  return {
    ...classifySesBounce(bounceType, bounceSubType, texts),
    occurredAt: timestamp,
    addresses: bouncedRecipients.map((each) => each.emailAddress),
    detail: detailOf('Bounce', bounceType, bounceSubType, first?.status, first?.diagnosticCode),
  };
}

/** Subtypes by which SES itself knows that the address is dead, regardless of its status. */
const SUPPRESSED_SUB_TYPES: readonly string[] = ['Suppressed', 'OnAccountSuppressionList', 'NoEmail'];

function classifySesBounce(
  type: string,
  subType: string | undefined,
  texts: readonly (string | undefined)[],
): BounceClass {
  if (MESSAGE_SUB_TYPES.includes(subType ?? '')) return EMAIL_REFUSED;
  const permanent = type === 'Permanent';
  if (permanent && SUPPRESSED_SUB_TYPES.includes(subType ?? '')) return HARD_BOUNCE;
  return classifyJudgedBounce(permanent ? 'permanent' : 'other', texts);
}

function readComplaint(body: unknown): SesReading | null {
  const parsed = schemas.Complaint.safeParse(body);
  if (!parsed.success) return null;
  const { complaintSubType, complaintFeedbackType, timestamp, complainedRecipients } = parsed.data.complaint;
  // Most feedback loops give no type. `not-spam` withdraws a complaint, the others concern the message.
  const isAbuse = ['abuse', 'opt-out', 'opt-out-list'].includes(complaintFeedbackType ?? 'abuse');
  return {
    ...OTHER,
    ...(isAbuse ? { kind: 'complaint', about: 'address' } : {}),
    occurredAt: timestamp,
    addresses: complainedRecipients.map((each) => each.emailAddress),
    detail: detailOf('Complaint', complaintSubType, complaintFeedbackType),
  };
}

function readDelivery(body: unknown): SesReading | null {
  const parsed = schemas.Delivery.safeParse(body);
  if (!parsed.success) return null;
  const { timestamp, recipients: addresses, smtpResponse } = parsed.data.delivery;
  return {
    ...OTHER,
    kind: 'delivered',
    occurredAt: timestamp,
    addresses,
    detail: detailOf('Delivery', smtpResponse),
  };
}

function readDelay(body: unknown): SesReading | null {
  const parsed = schemas.DeliveryDelay.safeParse(body);
  if (!parsed.success) return null;
  const { delayType, timestamp, delayedRecipients } = parsed.data.deliveryDelay;
  const addresses = delayedRecipients.map((each) => each.emailAddress);
  return {
    ...OTHER,
    kind: 'delayed',
    occurredAt: timestamp,
    addresses,
    detail: detailOf('DeliveryDelay', delayType),
  };
}

/**
 * Our emails have one recipient, so a report that names several, or an email that went to several, is about
 * none of them.
 */
function reportOf(reportId: string, email: SesEmail | null, reading: SesReading): ProviderReport {
  const received = reading.kind === 'received';
  // Feedback loops hide or hash the recipient; if the email had only one, it is known anyway.
  const hidesRecipient = reading.kind === 'complaint' && (email?.destination.length ?? 0) > 0;
  const address =
    email === null
      ? null
      : received
        ? bareAddress(email.source ?? '')
        : onlyAddress([...email.destination, ...(hidesRecipient ? [] : reading.addresses)]);
  const header = email?.headers?.find(({ name }) => name.toLowerCase() === 'message-id')?.value;
  return {
    provider: 'ses',
    reportId: reportId,
    kind: reading.kind,
    about: blamesAddress(reading.kind) && address === null ? null : reading.about,
    occurredAt: reading.occurredAt ?? email?.timestamp ?? null,
    address,
    // SES replaces the Message-ID and reports ours only where headers are included.
    emailId: received ? null : (idInMessageId(header) ?? idInMessageId(email?.commonHeaders?.messageId)),
    providerEmailId: providerId(email?.messageId),
    detail: reading.detail,
  };
}
