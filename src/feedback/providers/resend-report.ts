import type { WebhookEvent } from 'resend';
import { z } from 'zod';
import type { ProviderReport, ReportKind } from '../reports/report.ts';
import {
  bareAddress,
  detailOf,
  onlyAddress,
  ownId,
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

const tagList = z.array(z.object({ name: z.string(), value: z.string() }));

const schema = z.object({
  type: z
    .string()
    .regex(/^[a-z]+(?:[._][a-z_]+)+$/)
    .max(60),
  created_at: parseTime,
  data: z.object({
    email_id: z.string().optional(),
    from: z.string().optional().catch(undefined),
    to: z.array(z.string()).default([]),
    // An object in webhooks, a list in the API.
    tags: z
      .union([z.record(z.string(), z.unknown()), tagList.transform(recordOf)])
      .default({})
      .catch({}),
    bounce: z
      .object({
        type: z.string().optional(),
        subType: z.string().optional(),
        message: z.string().optional(),
        diagnosticCode: z.array(z.string()).optional().catch(undefined),
      })
      .optional(),
    failed: z.object({ reason: z.string().optional() }).optional().catch(undefined),
    suppressed: z.object({ message: z.string().optional() }).optional().catch(undefined),
  }),
});

const KINDS: Record<string, ReportKind> = {
  'email.sent': 'accepted',
  'email.delivered': 'delivered',
  'email.delivery_delayed': 'delayed',
  'email.complained': 'complaint',
  'email.received': 'received',
} satisfies Partial<Record<WebhookEvent, ReportKind>>;

/** Bounce subtypes by which Resend (like SES, on which it runs) blames the message. */
export const MESSAGE_SUB_TYPES: readonly string[] = [
  'MessageTooLarge',
  'ContentRejected',
  'AttachmentRejected',
];

/** Parses the body of a Resend webhook with a verified signature; null when it is not one. */
export function parseResendReport(reportId: string, body: unknown): ProviderReport | null {
  const parsed = schema.safeParse(body);
  if (!parsed.success) return null;
  const { type, created_at, data } = parsed.data;
  const bounceClass = classify(type, data.bounce);
  const address = bounceClass.kind === 'received' ? bareAddress(data.from ?? '') : onlyAddress(data.to);
  const bounce = data.bounce;
  return {
    provider: 'resend',
    reportId: reportId,
    kind: bounceClass.kind,
    about: blamesAddress(bounceClass.kind) && address === null ? null : bounceClass.about,
    occurredAt: created_at,
    address,
    emailId: ownId(typeof data.tags.delivery === 'string' ? data.tags.delivery : undefined),
    providerEmailId: providerId(data.email_id),
    detail: detailOf(
      type,
      bounce?.type,
      bounce?.subType,
      ...(bounce?.diagnosticCode ?? []).slice(0, 1),
      bounce?.message ?? data.failed?.reason ?? data.suppressed?.message,
    ),
  };
}

function classify(type: string, bounce: z.infer<typeof schema>['data']['bounce']): BounceClass {
  // The address bounced or complained earlier in any program of the account: Resend will never email it
  // again.
  if (type === 'email.suppressed') return HARD_BOUNCE;
  if (type === 'email.failed') return EMAIL_REFUSED;
  if (type === 'email.bounced') return classifyResendBounce(bounce);
  const kind = KINDS[type] ?? 'other';
  return { kind, about: kind === 'complaint' ? 'address' : null };
}

/** Without a type the bounce is permanent, which is how Resend documents `email.bounced`. */
function classifyResendBounce(bounce: z.infer<typeof schema>['data']['bounce']): BounceClass {
  if (MESSAGE_SUB_TYPES.includes(bounce?.subType ?? '')) return EMAIL_REFUSED;
  const permanent = bounce?.type === undefined || bounce.type === 'Permanent';
  return classifyJudgedBounce(permanent ? 'permanent' : 'other', bounce?.diagnosticCode ?? []);
}

function recordOf(tags: z.infer<typeof tagList>): Record<string, unknown> {
  return Object.fromEntries(tags.map(({ name, value }) => [name, value]));
}
