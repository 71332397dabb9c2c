import type { SendResult } from '../../../ports.ts';
import { type RefusalCause, readRefusal } from '../../../suppression/refusal-cause.ts';
import { toReason } from './result.ts';

/** A failed email as nodemailer reports it, and whether any of its content had been sent. */
export interface SmtpFailure {
  /** nodemailer's own code: ECONNECTION, ESOCKET, ETIMEDOUT, EAUTH, EENVELOPE, EMESSAGE … */
  code?: string | undefined;
  /** System or TLS code that nodemailer replaced, e.g. ECONNREFUSED. */
  originalCode?: string | undefined;
  /** Command that the reply belongs to; `CONN` when the connection itself failed, at any moment. */
  command?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
  message: string;
  /** True from the first byte after the server's 354: from then on a missing reply proves nothing. */
  contentBegan: boolean;
}

export interface SmtpVerdict {
  result: SendResult;
  /**
   * True when the next email of the batch would fail the same way; trying it costs time or locks an account.
   */
  stop: boolean;
}

const SOON_MS = 60_000;
/** Greylisting commonly asks for five minutes, and full disks and rate limits do not clear sooner. */
const LATER_MS = 5 * 60_000;
/**
 * Back-off of a limit that names no time. Daily limits of Gmail and Microsoft 365 are counted over the last
 * 24 hours, so part of the quota returns every hour.
 */
const LIMIT_MS = 60 * 60_000;
/** Longest wait that a reply can ask for; each probe after it costs one refused email. */
const MAX_LIMIT_MS = 24 * 60 * 60_000;

/** 530, 534, 535 and 538 of RFC 4954: not authenticated, wrong password, mechanism or encryption. */
const AUTH_REPLIES = new Set([530, 534, 535, 538]);
/** nodemailer errors that every email and every retry would meet. */
const SETUP_ERRORS = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ECONFIG', 'EREQUIRETLS']);
/** RCPT replies that blame the address if their text names the mailbox (RFC 5321 4.2.3). */
const ADDRESS_REPLIES = new Set([550, 551, 553, 556]);
/** The domain accepts no email at all (RFC 7504). */
const NO_MAIL_DOMAIN = 556;
/** 5.1.7 and 5.1.8 blame the sender's address (RFC 3463), which is our configuration. */
const SENDER_STATUS = /^5\.1\.[78]$/;
/** Codes that say nothing by themselves, so the words decide. */
const GENERIC_STATUS = /^5\.[01]\.0$/;
/** 5.2.3 and 5.3.4: too big; 5.6.x: the content. The server may already know it from MAIL FROM SIZE=. */
const CONTENT_STATUS = /^5\.(?:2\.3|3\.4|6\.\d+)$/;

/**
 * The text of another host, which the owner of a domain writes: "host mx.example.com said: …", as by Postfix's
 * address verification and Exim's callouts. It must not stop the email to everyone else.
 */
const QUOTED_HOST = /\bsaid: |\bun(?:verified|deliverable) address\b|\bcall ?(?:out|forward|back)\b/i;
/** Temporary replies that every recipient meets, because our host or the server's own set-up is at fault. */
const OUR_HOST =
  /\bclient host\b|\brelay access\b|\bhelo command\b|\bsender address rejected\b|\bdomain of sender\b|\baccount\b.{0,20}\b(?:blocked|suspended)\b|\btemporary lookup failure\b|\bserver configuration\b|\binsufficient system\b/i;
/** Some servers answer 503 instead of 530 to a recipient before the sign-in. */
const NEEDS_SIGN_IN = /\bauthenticat|\blog ?in\b/i;

/**
 * Classifies a failure; every rule is a row of the table in
 * test/delivery/providers/mailers/smtp-reply.test.ts.
 */
export function classifyFailure(failure: SmtpFailure): SmtpVerdict {
  const { responseCode = 0, code } = failure;
  // An out-of-order reply may belong to any command, so once content has been sent it proves nothing.
  const answered =
    responseCode >= 400 && responseCode <= 599 && !(code === 'EPROTOCOL' && failure.contentBegan);
  return answered ? classifyReply(failure, responseCode) : classifySilence(failure);
}

function classifyReply(failure: SmtpFailure, replyCode: number): SmtpVerdict {
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(failure.response ?? '')?.[1];
  const code = status ? `${replyCode} ${status}` : String(replyCode);
  const reason = describeFailure(failure);
  const inSession = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(failure.command ?? '');
  const cause = readRefusal({ texts: [failure.response ?? ''] });
  // Too many connections at once is no quota: the next call has fewer.
  const isOurLimit = cause === 'limit' && !QUOTED_HOST.test(reason);
  if (inSession && isOurLimit && replyCode !== 421) {
    const retryAfterMs = requestedWaitMs(reason) ?? (replyCode < 500 ? LATER_MS : LIMIT_MS);
    return { result: { outcome: 'deferred', retryAfterMs, code, reason, about: 'quota' }, stop: true };
  }
  if (replyCode < 500 || (replyCode === 503 && !NEEDS_SIGN_IN.test(reason)))
    return deferReply(failure, replyCode, { code, reason, inSession });
  const setup = AUTH_REPLIES.has(replyCode) || failure.code === 'EAUTH' || SENDER_STATUS.test(status ?? '');
  if (setup || !inSession) return { result: { outcome: 'halted', code, reason }, stop: true };
  if (failure.command === 'MAIL FROM' && replyCode !== 552 && !CONTENT_STATUS.test(status ?? '')) {
    return { result: { outcome: 'halted', code, reason }, stop: true };
  }
  const about = blamedPart(failure, replyCode, status, cause);
  return { result: { outcome: 'refused', about, code, reason }, stop: false };
}

/** Defers an email after a temporary reply. 503 means that the session was out of sync. */
function deferReply(
  { command = '' }: SmtpFailure,
  replyCode: number,
  { code, reason, inSession }: { code: string; reason: string; inSession: boolean },
): SmtpVerdict {
  const retryAfterMs = replyCode === 421 || replyCode === 503 ? SOON_MS : LATER_MS;
  // Only replies to a recipient or a content are about this email; any email would get the others.
  const isAboutEmail =
    replyCode !== 421 &&
    ['RCPT TO', 'DATA'].includes(command) &&
    !(command === 'RCPT TO' && OUR_HOST.test(reason) && !QUOTED_HOST.test(reason));
  return {
    result: { outcome: 'deferred', retryAfterMs, code, reason, about: isAboutEmail ? 'mail' : 'service' },
    stop: replyCode === 421 || !inSession,
  };
}

/** Blames the email in doubt: wrongly blaming the address would end a subscription. */
function blamedPart(
  failure: SmtpFailure,
  replyCode: number,
  status: string | undefined,
  cause: RefusalCause,
): 'address' | 'mail' | 'sender' {
  if (cause === 'sender') return 'sender';
  const atRecipient = failure.command === 'RCPT TO';
  if (replyCode === NO_MAIL_DOMAIN && atRecipient && cause === 'unclear') return 'address';
  if (cause !== 'mailbox') return 'mail';
  const named = status !== undefined && !GENERIC_STATUS.test(status);
  return named || (atRecipient && ADDRESS_REPLIES.has(replyCode)) ? 'address' : 'mail';
}

/** Reads "try again in 15 minutes"; null when the reply names no time. */
function requestedWaitMs(reply: string): number | null {
  const [, count, unit] = /\b(?:in|after|for|wait)\s+(\d{1,4})\s*(sec|min|hour)/i.exec(reply) ?? [];
  if (count === undefined || unit === undefined) return null;
  const unitMs = { sec: 1_000, min: 60_000, hour: 3_600_000 }[unit.toLowerCase()] ?? 0;
  return Math.min(Number(count) * unitMs, MAX_LIMIT_MS);
}

function classifySilence(failure: SmtpFailure): SmtpVerdict {
  const { code = 'ESMTP', originalCode = '' } = failure;
  const reason = describeFailure(failure);
  if (failure.contentBegan)
    return { result: { outcome: 'uncertain', reason, about: 'service' }, stop: false };
  if (code === 'EMESSAGE')
    return { result: { outcome: 'refused', about: 'mail', code, reason }, stop: false };
  if (code === 'EENVELOPE')
    return { result: { outcome: 'refused', about: 'address', code, reason }, stop: false };
  // A certificate that does not verify fails for the next email too, and an operator must fix it.
  if (SETUP_ERRORS.has(code) || /CERT|SIGNATURE|ERR_SSL|ERR_TLS/.test(originalCode)) {
    return { result: { outcome: 'halted', code: originalCode || code, reason }, stop: true };
  }
  // A broken connection affects one email; a failure to connect affects the next one too.
  const unreachable = ['ESOCKET', 'EDNS', 'ETIMEDOUT', 'ETLS', 'EPROXY'].includes(code);
  return {
    result: {
      outcome: 'deferred',
      retryAfterMs: SOON_MS,
      code: originalCode || code,
      reason,
      about: 'service',
    },
    stop: unreachable && !['ECONNRESET', 'EPIPE'].includes(originalCode),
  };
}

function describeFailure(failure: SmtpFailure): string {
  return toReason(failure.response ?? failure.message) || 'no reason given';
}
