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
 * Reads the mail behind a stored report that the provider got one for us (SES by SNS, Resend's `email.received`). What it held is
 * kept by whatever it led to; the payload itself goes at once, because it is somebody's letter. Two at once do no harm:
 * whatever a mail leads to may happen twice (inbound.ts).
 */
export async function processReceivedEmail(ctx: InboundContext, key: ReportKey): Promise<ReceivedOutcome> {
  const event = await readOpenReport(ctx.db, key);
  if (!event) return 'known';
  try {
    const mail = await mailOf(ctx, event);
    const { action, detail } = mail ? await processInboundEmail(ctx, mail) : NO_CONTENT;
    return await close(ctx, event, `${action === 'ignored' ? 'ignored' : 'applied'}: ${action}, ${detail}`);
  } catch (error) {
    const now = ctx.clock.now();
    const passing =
      error instanceof PaperboyError && error.retry === 'never' ? false : !isReportTooOld(event, now);
    if (!passing) return close(ctx, event, `ignored: ${reasonOf(error).slice(0, 200)}`);
    ctx.log.warn({ event: event.reportId, reason: reasonOf(error) }, 'a received mail is tried again later');
    await postponeReport(ctx.db, event, {
      outcome: 'waiting: could not be read',
      nextAt: nextAttemptAt(event, now),
    });
    return 'waiting';
  }
}

/** SES writes the content into the message only where the rule's action is SNS. */
const NO_CONTENT = { action: 'ignored', detail: 'the report came without the mail' } as const;

async function close(ctx: InboundContext, event: StoredReport, outcome: string): Promise<ReceivedOutcome> {
  await clearReportPayload(ctx.db, event);
  await closeReport(ctx.db, event, { outcome, subscriberId: null, now: ctx.clock.now() });
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

async function mailOf(ctx: InboundContext, event: StoredReport): Promise<InboundEmailInput | null> {
  const body = parseJson(event.raw ?? '');
  if (event.provider === 'resend') {
    if (event.providerEmailId === null) return null;
    const recipients = resendSchema.safeParse(body).data?.data.to;
    const raw = await fetchReceivedEmail(ctx.env, event.providerEmailId);
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
