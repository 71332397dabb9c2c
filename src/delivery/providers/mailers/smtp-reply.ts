import type { SendResult } from '../../../ports.ts';
import { toReason } from './result.ts';

/** What nodemailer knows of an email that failed, and whether any byte of its content had been handed to the server. */
export interface SmtpFailure {
  /** nodemailer's own code: ECONNECTION, ESOCKET, ETIMEDOUT, EAUTH, EENVELOPE, EMESSAGE … */
  code?: string | undefined;
  /** The code of the system or of TLS that nodemailer replaced, e.g. ECONNREFUSED. */
  originalCode?: string | undefined;
  /** The command that was answered; `CONN` where the connection itself failed, at whatever moment. */
  command?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
  message: string;
  /** True from the first byte after the server's 354: from here silence proves nothing. */
  contentBegan: boolean;
}

export interface SmtpVerdict {
  result: SendResult;
  /** True where the next email of the batch would fail alike, so that trying it only costs time or locks an account. */
  stop: boolean;
}

const SOON_MS = 60_000;
/** Greylisting commonly asks for five minutes, and full disks and rate limits do not clear sooner. */
const LATER_MS = 5 * 60_000;

/** 530, 534, 535 and 538 of RFC 4954: not logged in, wrong password, mechanism or encryption. */
const AUTH_REPLIES = new Set([530, 534, 535, 538]);
/** Errors of nodemailer that no other email and no later try would be spared. */
const SETUP_ERRORS = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ECONFIG', 'EREQUIRETLS']);
/** Replies to RCPT that name the address even without an enhanced code (RFC 5321 4.2.3, 556 by RFC 7504). */
const ADDRESS_REPLIES = new Set([550, 551, 553, 556]);
/** 5.1.7 and 5.1.8 are the sender's address (RFC 3463), which is our configuration. */
const SENDER_STATUS = /^5\.1\.[78]$/;
/** 5.1.x: the address; 5.2.1: the mailbox is switched off. A full mailbox (5.2.2) is not the address's fault. */
const ADDRESS_STATUS = /^5\.(?:1\.\d+|2\.1)$/;
/** 5.2.3 and 5.3.4: too big; 5.6.x: the content. The server may know it from MAIL FROM SIZE= already. */
const CONTENT_STATUS = /^5\.(?:2\.3|3\.4|6\.\d+)$/;

/** Reads a failure; every rule is a row of the table in test/delivery/mailers/smtp-reply.test.ts. */
export function classifyFailure(failure: SmtpFailure): SmtpVerdict {
  const { responseCode = 0, code } = failure;
  // A reply out of turn may belong to anything, so once content has gone out it proves nothing.
  const answered =
    responseCode >= 400 && responseCode <= 599 && !(code === 'EPROTOCOL' && failure.contentBegan);
  return answered ? classifyReply(failure, responseCode) : classifySilence(failure);
}

function classifyReply(failure: SmtpFailure, replyCode: number): SmtpVerdict {
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(failure.response ?? '')?.[1];
  const code = status ? `${replyCode} ${status}` : String(replyCode);
  const reason = describeFailure(failure);
  const inSession = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(failure.command ?? '');
  if (replyCode < 500 || replyCode === 503) {
    // 503 says that the session was out of step, not that the email was refused.
    const retryAfterMs = replyCode === 421 || replyCode === 503 ? SOON_MS : LATER_MS;
    // Only what is said of a recipient or a content is about this email; the rest any email would be told.
    const ofMail = replyCode !== 421 && ['RCPT TO', 'DATA'].includes(failure.command ?? '');
    return {
      result: { outcome: 'deferred', retryAfterMs, code, reason, about: ofMail ? 'mail' : 'service' },
      stop: replyCode === 421 || !inSession,
    };
  }
  const setup = AUTH_REPLIES.has(replyCode) || failure.code === 'EAUTH' || SENDER_STATUS.test(status ?? '');
  if (setup || !inSession) return { result: { outcome: 'halted', code, reason }, stop: true };
  if (failure.command === 'MAIL FROM' && replyCode !== 552 && !CONTENT_STATUS.test(status ?? '')) {
    return { result: { outcome: 'halted', code, reason }, stop: true };
  }
  return {
    result: { outcome: 'refused', about: blamedPart(failure, replyCode, status), code, reason },
    stop: false,
  };
}

/** In doubt the email: a wrong blame on the address would end a person's subscription. */
function blamedPart(failure: SmtpFailure, replyCode: number, status: string | undefined): 'address' | 'mail' {
  if (status && status !== '5.0.0') return ADDRESS_STATUS.test(status) ? 'address' : 'mail';
  return failure.command === 'RCPT TO' && ADDRESS_REPLIES.has(replyCode) ? 'address' : 'mail';
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
  // A certificate that does not verify will not verify for the next email either, and somebody must look at it.
  if (SETUP_ERRORS.has(code) || /CERT|SIGNATURE|ERR_SSL|ERR_TLS/.test(originalCode)) {
    return { result: { outcome: 'halted', code: originalCode || code, reason }, stop: true };
  }
  // A connection that breaks is one connection; one that cannot be made cannot be made for the next email either.
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
