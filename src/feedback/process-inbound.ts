import { createHash } from 'node:crypto';
import { FEEDBACK, SUBSCRIBE_BY_EMAIL_LIMIT } from '../../config/feedback.ts';
import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { requestTransactionalEmail } from '../subscribers/request-transactional-email.ts';
import { subscribe } from '../subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress } from '../subscribers/subscriber-queries.ts';
import { unsubscribe } from '../subscribers/unsubscribe.ts';
import { arfReports } from './email/arf.ts';
import { reasonNotToAnswer } from './email/automatic-email.ts';
import { dsnReports } from './email/dsn.ts';
import { isReportEmail } from './email/email-report.ts';
import { type InboundEmail, parseInboundEmail } from './email/inbound-email.ts';
import { inboundAddressOf, ownAddresses } from './inbound-addresses.ts';
import { storeAndApplyReport } from './reports/store-report.ts';

export type InboundContext = Pick<Context, 'db' | 'clock' | 'log' | 'env' | 'queue' | 'limits'>;

export interface InboundEmailInput {
  /** The whole mail, byte for byte. */
  raw: Uint8Array;
  /** The envelope's recipients, where the mail server tells them. */
  recipients?: readonly string[];
  /** The envelope's sender, empty for a bounce; null where it is not known. */
  sender: string | null;
}

/** What was done with a mail. `detail` says why or how, with no address in it. */
export interface InboundOutcome {
  action: 'reported' | 'unsubscribed' | 'sign-up-requested' | 'ignored';
  detail: string;
}

/**
 * Reads one mail that came to us: a bounce or complaint about a mail of ours is applied, `leave@…` ends a subscription,
 * `subscribe@…` asks for a confirmation, and everything else is ignored. Reading it twice is safe. Throws PaperboyError
 * `MAIL_UNREADABLE` for what is no mail, and with retry `later` when it should be brought again. Not inside a transaction.
 */
export async function processInboundEmail(
  ctx: InboundContext,
  input: InboundEmailInput,
): Promise<InboundOutcome> {
  const mail = input.raw.length > FEEDBACK.emailBytes ? null : await parseInboundEmail(input.raw);
  if (mail === null) {
    throw new PaperboyError({
      code: 'MAIL_UNREADABLE',
      message: `This is not a mail (RFC 5322) of at most ${FEEDBACK.emailBytes / 1024 / 1024} MB.`,
      remedy: 'Give one whole mail with its headers.',
    });
  }
  const report = await dispatch(ctx, mail, input);
  ctx.log.info({ ...report }, 'mail read');
  return report;
}

function dispatch(
  ctx: InboundContext,
  mail: InboundEmail,
  input: InboundEmailInput,
): Promise<InboundOutcome> {
  if (isReportEmail(mail)) return processReport(ctx, mail, input.raw);
  switch (inboundAddressOf(ctx.env, input.recipients, mail.recipients)) {
    case 'leave':
      return unsubscribeByEmail(ctx, mail, input.sender);
    case 'subscribe':
      return subscribeByEmail(ctx, mail, input.sender);
    case null:
      return ignored('it came through no door of ours');
  }
}

async function processReport(
  ctx: InboundContext,
  mail: InboundEmail,
  raw: Uint8Array,
): Promise<InboundOutcome> {
  const id = createHash('sha256').update(raw).digest('hex');
  const events = [...dsnReports(mail, id), ...arfReports(mail, id)];
  if (events.length === 0) return ignored('a report that asks nothing of us, or quotes no mail of ours');
  const kept = new TextDecoder().decode(raw.subarray(0, FEEDBACK.storedEmailCharacters));
  const outcomes: string[] = [];
  for (const event of events) outcomes.push(`${event.kind}: ${await storeAndApplyReport(ctx, event, kept)}`);
  return { action: 'reported', detail: outcomes.join(', ') };
}

/**
 * With the key of the mail's own link (`mailto:leave@…?subject=leave <key>`) whoever writes, a program too. Without one, the
 * person it is from, who gets a letter about it: a sender is easily forged.
 */
async function unsubscribeByEmail(
  ctx: InboundContext,
  mail: InboundEmail,
  sender: string | null,
): Promise<InboundOutcome> {
  const key = /(?:^|\s)leave\s+([A-Za-z0-9_-]{22})(?=\s|$)/i.exec(mail.subject)?.[1];
  if (key !== undefined) {
    return {
      action: 'unsubscribed',
      detail: (await unsubscribe(ctx, key)) ? 'by key' : 'by key, nothing to change',
    };
  }
  if (mail.from === null) return ignored('it is not from one person');
  // A sender is easily forged, so whoever is taken out by it must be told; whom we may not answer we cannot tell.
  const obstacle = reasonNotToAnswer(mail, sender, ownAddresses(ctx.env));
  if (obstacle !== null) return ignored(obstacle);
  const subscriber = await findSubscriberByAddress(ctx.db, mail.from);
  if (!subscriber || !(await unsubscribe(ctx, subscriber.unsubscribeKey)))
    return ignored('nothing to change');
  await requestTransactionalEmail(ctx, subscriber.id, 'goodbye');
  return { action: 'unsubscribed', detail: 'by sender' };
}

async function subscribeByEmail(
  ctx: InboundContext,
  mail: InboundEmail,
  sender: string | null,
): Promise<InboundOutcome> {
  const obstacle = reasonNotToAnswer(mail, sender, ownAddresses(ctx.env));
  if (obstacle !== null || mail.from === null) return ignored(obstacle ?? 'it is not from one person');
  const waitMs = await ctx.limits.take(SUBSCRIBE_BY_EMAIL_LIMIT, 'all');
  if (waitMs > 0) {
    throw new PaperboyError({
      code: 'SUBSCRIBE_LIMITED',
      message: 'Too many have asked by mail in the last hour.',
      remedy: 'The mail is tried again later.',
      retry: 'later',
      retryAfterMs: waitMs,
    });
  }
  await subscribe(ctx, { address: mail.from, source: 'mail', network: null });
  return {
    action: 'sign-up-requested',
    detail: 'a confirmation is on its way, unless it was asked too often',
  };
}

async function ignored(detail: string): Promise<InboundOutcome> {
  return { action: 'ignored', detail };
}
