import { createHash } from 'node:crypto';
import { FEEDBACK, SUBSCRIBE_BY_EMAIL_LIMIT } from '../../config/feedback.ts';
import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { requestTransactionalEmail } from '../subscribers/request-transactional-email.ts';
import { subscribe } from '../subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress } from '../subscribers/subscriber-queries.ts';
import { unsubscribe } from '../subscribers/unsubscribe.ts';
import { reasonNotToAnswer } from './email/automatic-email.ts';
import type { EmailReport } from './email/email-report.ts';
import type { InboundEmail } from './email/inbound-email.ts';
import { mailReports } from './email/mail-reports.ts';
import { type ParsedEmail, parseInboundEmail } from './email/parse-inbound-email.ts';
import { type InboundAddress, inboundAddressOf, ownAddresses } from './inbound-addresses.ts';
import { countInbound } from './inbound-count-queries.ts';
import type { ProviderReport } from './reports/report.ts';
import { type StoreOutcome, storeAndApplyReport } from './reports/store-report.ts';

export type InboundContext = Pick<Context, 'db' | 'clock' | 'log' | 'env' | 'queue' | 'limits'>;

export interface InboundEmailInput {
  /** The raw email, byte for byte. */
  raw: Uint8Array;
  /** Envelope recipients, if the mail server passes them on. */
  recipients?: readonly string[];
  /** Envelope sender, empty for a bounce; null when unknown. */
  sender: string | null;
}

/** Result of processing an email. `detail` gives the reason or the way, without addresses. */
export interface InboundOutcome {
  action: 'reported' | 'unsubscribed' | 'sign-up-requested' | 'ignored';
  detail: string;
}

/**
 * Processes one inbound email: applies a bounce or complaint about an email of ours, ends a subscription for
 * `leave@…`, requests a confirmation for `subscribe@…`, and ignores everything else. Safe to repeat. Throws
 * PaperboyError `MAIL_UNREADABLE` for input that is not an email, and with retry `later` when it should be
 * delivered again. Not inside a transaction.
 */
export async function processInboundEmail(
  ctx: InboundContext,
  input: InboundEmailInput,
): Promise<InboundOutcome> {
  const email = input.raw.length > FEEDBACK.emailBytes ? null : await parseInboundEmail(input);
  if (email === null) {
    throw new PaperboyError({
      code: 'MAIL_UNREADABLE',
      message: `The input is not an email (RFC 5322) of at most ${FEEDBACK.emailBytes / 1024 / 1024} MB.`,
      remedy: 'Pass one complete email with its headers.',
    });
  }
  const outcome = await dispatch(ctx, email, input);
  ctx.log.info({ ...outcome }, 'inbound email processed');
  return outcome;
}

async function dispatch(
  ctx: InboundContext,
  email: ParsedEmail,
  input: InboundEmailInput,
): Promise<InboundOutcome> {
  const mailbox = inboundAddressOf(ctx.env, input.recipients, email.recipients);
  if (email.report !== null && !(mailbox === 'leave' && leaveKey(email) !== null))
    return processReport(ctx, email.report, email.quotedIds, input.raw);
  const outcome = await processRequest(ctx, mailbox, email, input.sender);
  if (outcome.action !== 'ignored' || !email.notUnderstood) return outcome;
  await countInbound(ctx.db, 'not-understood', ctx.clock.now());
  return ignored('an email from a mail server that is not understood');
}

function processRequest(
  ctx: InboundContext,
  mailbox: InboundAddress | null,
  email: InboundEmail,
  sender: string | null,
): Promise<InboundOutcome> {
  switch (mailbox) {
    case 'leave':
      return unsubscribeByEmail(ctx, email, sender);
    case 'subscribe':
      return subscribeByEmail(ctx, email, sender);
    case null:
      return ignored('neither a report about an email nor addressed to leave@ or subscribe@');
  }
}

async function processReport(
  ctx: InboundContext,
  report: EmailReport,
  quotedIds: readonly string[],
  raw: Uint8Array,
): Promise<InboundOutcome> {
  const now = ctx.clock.now();
  const reports = mailReports(report, quotedIds, createHash('sha256').update(raw).digest('hex'));
  if (reports.length === 0) {
    await countInbound(ctx.db, 'unmatched', now);
    return ignored('a report about an email that is not ours');
  }
  if (report.shape === 'complaint' && reports.every(({ kind }) => kind === 'other')) {
    await countInbound(ctx.db, 'matched', now);
    return ignored('a report from a feedback loop that is not a complaint');
  }
  const payload = new TextDecoder().decode(raw.subarray(0, FEEDBACK.storedEmailCharacters));
  const outcomes: StoreOutcome[] = [];
  for (const each of reports) outcomes.push(await storeAndApplyReport(ctx, each, payload));
  if (outcomes.some((outcome) => outcome !== 'repeated'))
    await countInbound(ctx.db, outcomes.every(isUnmatched(reports)) ? 'unmatched' : 'matched', now);
  const detail = reports.map(({ kind }, index) => `${kind}: ${outcomes[index]}`).join(', ');
  return { action: 'reported', detail };
}

/** True for a report about an unknown email. A waiting provider id is almost always another program's. */
function isUnmatched(reports: readonly ProviderReport[]) {
  return (outcome: StoreOutcome, index: number) =>
    outcome === 'unmatched' || (outcome === 'waiting' && reports[index]?.emailId === null);
}

/** The key of an email's own unsubscribe link, as its subject contains it. */
function leaveKey(email: Pick<InboundEmail, 'subject'>): string | null {
  return /(?:^|\s)leave\s+([A-Za-z0-9_-]{22})(?=\s|$)/i.exec(email.subject)?.[1] ?? null;
}

/**
 * Unsubscribes by the key of an email's own link (`mailto:leave@…?subject=leave <key>`), no matter which
 * person or program sends it. Without a key, unsubscribes the sender and emails them about it, because a
 * sender is easily forged.
 */
async function unsubscribeByEmail(
  ctx: InboundContext,
  email: InboundEmail,
  sender: string | null,
): Promise<InboundOutcome> {
  const key = leaveKey(email);
  if (key !== null) {
    return {
      action: 'unsubscribed',
      detail: (await unsubscribe(ctx, key)) ? 'by key' : 'by key, nothing to change',
    };
  }
  if (email.from === null) return ignored('it has no single sender');
  // A forged sender must not end a subscription unnoticed, so senders that must not be answered are ignored.
  const reason = reasonNotToAnswer(email, sender, ownAddresses(ctx.env));
  if (reason !== null) return ignored(reason);
  const subscriber = await findSubscriberByAddress(ctx.db, email.from);
  if (!subscriber || !(await unsubscribe(ctx, subscriber.unsubscribeKey)))
    return ignored('nothing to change');
  await requestTransactionalEmail(ctx, subscriber.id, 'goodbye');
  return { action: 'unsubscribed', detail: 'by sender' };
}

async function subscribeByEmail(
  ctx: InboundContext,
  email: InboundEmail,
  sender: string | null,
): Promise<InboundOutcome> {
  const reason = reasonNotToAnswer(email, sender, ownAddresses(ctx.env));
  if (reason !== null || email.from === null) return ignored(reason ?? 'it has no single sender');
  const waitMs = await ctx.limits.take(SUBSCRIBE_BY_EMAIL_LIMIT, 'all');
  if (waitMs > 0) {
    throw new PaperboyError({
      code: 'SUBSCRIBE_LIMITED',
      message: 'Too many sign-ups by email in the last hour.',
      remedy: 'This email is processed again later.',
      retry: 'later',
      retryAfterMs: waitMs,
    });
  }
  await subscribe(ctx, { address: email.from, source: 'mail', network: null });
  return {
    action: 'sign-up-requested',
    detail: 'a confirmation link is sent unless the address has reached its limit',
  };
}

async function ignored(detail: string): Promise<InboundOutcome> {
  return { action: 'ignored', detail };
}
