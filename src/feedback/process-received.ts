import { z } from 'zod';
import { PaperboyError, reasonOf } from '../errors.ts';
import { parseJson } from '../json.ts';
import { type InboundContext, type InboundEmailInput, processInboundEmail } from './process-inbound.ts';
import { fetchReceivedEmail } from './providers/fetch-received-email.ts';
import { isReportTooOld, nextAttemptAt } from './reports/apply-report.ts';
import {
  clearReportPayload,
  closeReport,
  postponeReport,
  type ReportKey,
  readOpenReport,
  type StoredReport,
} from './reports/report-queries.ts';

export type ReceivedOutcome = 'applied' | 'ignored' | 'waiting' | 'known';

/**
 * Processes an email that a provider received for us (SES through SNS, Resend's `email.received`). Its
 * effects are stored where they belong; the payload itself is deleted at once, because it is a private email.
 * Two concurrent runs do no harm: every effect is idempotent (process-inbound.ts).
 */
export async function processReceivedEmail(ctx: InboundContext, key: ReportKey): Promise<ReceivedOutcome> {
  const report = await readOpenReport(ctx.db, key);
  if (!report) return 'known';
  try {
    const input = await inputFrom(ctx, report);
    const { action, detail } = input ? await processInboundEmail(ctx, input) : NO_CONTENT;
    return await close(ctx, report, `${action === 'ignored' ? 'ignored' : 'applied'}: ${action}, ${detail}`);
  } catch (error) {
    const now = ctx.clock.now();
    const permanent = error instanceof PaperboyError && error.retry === 'never';
    if (permanent || isReportTooOld(report, now))
      return close(ctx, report, `ignored: ${reasonOf(error).slice(0, 200)}`);
    ctx.log.warn(
      { report: report.reportId, reason: reasonOf(error) },
      'received email could not be processed; retrying later',
    );
    await postponeReport(ctx.db, report, {
      outcome: 'waiting: could not be read',
      nextAt: nextAttemptAt(report, now),
    });
    return 'waiting';
  }
}

/** SES includes the content only where the action of the receipt rule is SNS. */
const NO_CONTENT = { action: 'ignored', detail: 'the report does not contain the email' } as const;

async function close(ctx: InboundContext, report: StoredReport, outcome: string): Promise<ReceivedOutcome> {
  await clearReportPayload(ctx.db, report);
  await closeReport(ctx.db, report, { outcome, subscriberId: null, now: ctx.clock.now() });
  return outcome.startsWith('applied') ? 'applied' : 'ignored';
}

const sesSchema = z.object({
  content: z.string(),
  mail: z.object({ source: z.string().optional() }).optional(),
  receipt: z
    .object({
      recipients: z.array(z.string()).optional(),
      action: z.object({ encoding: z.string().optional() }).optional(),
    })
    .optional(),
});

const resendSchema = z.object({ data: z.object({ to: z.array(z.string()).optional() }) });

async function inputFrom(ctx: InboundContext, report: StoredReport): Promise<InboundEmailInput | null> {
  const body = parseJson(report.raw ?? '');
  if (report.provider === 'resend') {
    if (report.providerEmailId === null) return null;
    const recipients = resendSchema.safeParse(body).data?.data.to;
    const raw = await fetchReceivedEmail(ctx.env, report.providerEmailId);
    return { raw, sender: null, ...(recipients ? { recipients } : {}) };
  }
  const { data } = sesSchema.safeParse(body);
  if (!data) return null;
  const { receipt } = data;
  const isBase64 = receipt?.action?.encoding?.toUpperCase() === 'BASE64';
  return {
    raw: Buffer.from(data.content, isBase64 ? 'base64' : 'utf8'),
    sender: data.mail?.source ?? null,
    ...(receipt?.recipients ? { recipients: receipt.recipients } : {}),
  };
}
