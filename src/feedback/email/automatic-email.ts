import { decodeWords } from 'postal-mime';
import { headerValue, type InboundEmail } from './inbound-email.ts';

/** Local parts that only programs send from. */
const MACHINES = new RegExp(
  '^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|majordomo|listserv|autoreply' +
    '|(?:.*[-._])?bounces?(?:[-+._].*)?|owner-.*|.*-(?:request|owner))$',
);

/** Senders of bounces, by the local part or the display name. */
const MAIL_SERVER =
  /\b(?:mailer[-_ ]?daemon|post[-_ ]?master|mail[-_ ]?daemon|mdaemon|mmdf|mail deliver(?:y)? (?:sub)?system|mail (?:delivery )?(?:service|administrator|router|system|gateway)|system administrator|internet mail delivery|mail transport|microsoft exchange)\b|<\s*>\s*$|^\W*mail delivery\W{0,2}<|^\W*delivery (?:sub)?(?:system|service)\b|\bbounces?(?:[-+.][^@]{0,80})?@|\bmicrosoftexchange[0-9a-f]{32}@/i;

/** Senders of bounces that send other things, too: gateways, scanners, administrators. */
const PROGRAM =
  /(?:^|[\s<"'._-])(?:no-?reply|do-?not-?reply|root|(?:sys|mail)?-?admin(?:istrator)?|webmaster|system|mail(?:er)?|smtp|filter|gateway|[\w-]{1,60}-admin)[\w.-]{0,40}@|\b(?:e?-?mail|message|spam|virus|web) ?(?:filter|gateway|security|server|shield|appliance|firewall|marshal|foundry|delivery)\b|\b(?:interscan|imss|mcafee|symantec|sophos|mimecast|m-?filter)\b/i;

/** Subjects of out-of-office programs. */
const AWAY =
  /out of (?:the )?office|auto(?:matic|mated)?[- ]?(?:reply|response|respon)|autosvar|vacation|on (?:leave|holiday)|away from|abwesen|automatische antwort|r[ée]ponse automatique|absen(?:ce|te|t)\b|fuera de (?:la )?oficina|respuesta autom|risposta automatica|resposta autom|автоответ|自动回复|自動応答|不在/i;

/** True when a program sent the email by itself (RFC 3834, and the headers used before it). */
export function isAutomatic(email: Pick<InboundEmail, 'headers'>): boolean {
  const submitted = headerValue(email, 'auto-submitted');
  const autoHeaders = ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress'];
  return (
    (submitted !== null && !/^\s*no\b/i.test(submitted)) ||
    autoHeaders.some((name) => headerValue(email, name) !== null)
  );
}

/**
 * True when the whole email is a report (RFC 6522) about a delivery or a complaint; one that forwards such a
 * report is not, nor are read receipts and reports about TLS.
 */
export function isReportEmail(email: Pick<InboundEmail, 'headers'>): boolean {
  const type = headerValue(email, 'content-type') ?? '';
  const reportType = /;\s*report-type\s*=\s*"?([a-z-]+)/i.exec(type)?.[1]?.toLowerCase();
  return (
    /^\s*multipart\/report\b/i.test(type) &&
    ['delivery-status', 'feedback-report', undefined].includes(reportType)
  );
}

/** True when the sender is empty: by the envelope (if known) or by Return-Path. */
export function isNullSender(email: Pick<InboundEmail, 'headers'>, sender: string | null): boolean {
  return (
    /^\s*(?:<\s*>)?\s*$/.test(sender ?? '-') || /^\s*<\s*>\s*$/.test(headerValue(email, 'return-path') ?? '-')
  );
}

/**
 * True when a mail server sent the email: by a report's type, the header of failed recipients, or its From
 * unless it is a newsletter, which may be called Postmaster.
 */
export function isFromMailServer(email: InboundEmail): boolean {
  if (isReportEmail(email) || headerValue(email, 'x-failed-recipients') !== null) return true;
  return !isNewsletter(email) && MAIL_SERVER.test(senderOf(email));
}

/** True when a program sent the email, by its From: a mail server, or a gateway that sends other things, too. */
export function isFromProgram(email: InboundEmail): boolean {
  const sender = senderOf(email);
  return MAIL_SERVER.test(sender) || PROGRAM.test(sender);
}

/** True for a newsletter or an email of a mailing list. */
export function isNewsletter(email: Pick<InboundEmail, 'headers'>): boolean {
  return ['list-id', 'list-unsubscribe'].some((name) => headerValue(email, name) !== null);
}

function senderOf(email: InboundEmail): string {
  return decodeWords((headerValue(email, 'from') ?? '').slice(0, 1_000));
}

/** Subjects of bounces, which are never replies. */
const BOUNCE_SUBJECT =
  /^\s*(?:\W{0,4}(?:bounce|spam\?)?\W{1,4})?(?:undeliver|non[- ]?deliver|unzustellbar|unable to deliver|could not deliver|delivery status\s*$|delivery (?:status )?(?:notification|warning|failure|fail|error|problem|report|has failed|delay|incomplete)|e?-?mail (?:delivery |system |transmission )?(?:error|fail|problem|returned|bounce)|returned (?:mail|e-?mail|message|to sender)|return receipt|failure (?:notice|delivery)|fail(?:ed|ure) (?:mail|delivery|notice)|message (?:delivery|undeliver|status|could not|(?:was |has been )?(?:blocked|rejected|refused|returned))|permanent (?:delivery )?(?:failure|error)|(?:your )?(?:mail|e-?mail|message) (?:was|is) undeliver|\W{0,3}address not found|nd[nr]: |loop alert|(?:warning: )?mail loop|warning: (?:message|could not)|(?:your )?(?:mail|e-?mail|message)(?: to \S+)? (?:could not|was not|not|cannot|can't|couldn't) |user unknown|mailbox (?:full|unavailable)|bounced? (?:mail|message)|nondeliverable|niet bezorgd|non remis|échec|mancato|no se (?:ha )?pud|не ?достав|недостав|退信|系统退信|退件|配信|送信|不達|未達|宛先不明|エラーメール|メールエラー|返送)/i;

/** True for the subject of a bounce in the usual languages. */
export function isBounceSubject(subject: string): boolean {
  return BOUNCE_SUBJECT.test(subject);
}

/** True when the subject is that of a bounce, and the email neither answers another one nor is a newsletter. */
export function isUnsolicitedBounce(email: InboundEmail): boolean {
  return isBounceSubject(email.subject) && headerValue(email, 'in-reply-to') === null && !isNewsletter(email);
}

/** True for the reply of an out-of-office program. */
export function isAwayReply(email: InboundEmail): boolean {
  return (
    (AWAY.test(email.subject) && !isBounceSubject(email.subject)) ||
    /vacation/i.test(headerValue(email, 'auto-submitted') ?? '')
  );
}

/**
 * Returns the reason not to answer an email, or null (RFC 3834): programs, mailing lists, bounces and
 * ourselves, because two programs that answer each other never stop. `sender` is the envelope's, if known;
 * `own` are the addresses we send from and read.
 */
export function reasonNotToAnswer(
  email: InboundEmail,
  sender: string | null,
  own: readonly string[],
): string | null {
  const { from } = email;
  if (from === null) return 'it has no single sender';
  if (isAutomatic(email)) return 'it was sent automatically';
  if (/^\s*multipart\/report\b/i.test(headerValue(email, 'content-type') ?? '')) return 'it is a report';
  if (/^\s*(?:bulk|list|junk|auto_reply)\b/i.test(headerValue(email, 'precedence') ?? ''))
    return 'it is bulk email';
  if ([...email.headers.keys()].some((name) => name.startsWith('list-'))) return 'it is from a mailing list';
  if (isNullSender(email, sender)) return 'it is a bounce';
  if (MACHINES.test(from.slice(0, from.lastIndexOf('@')))) return 'its sender is a program';
  return own.includes(from) ? 'it is from one of our own addresses' : null;
}
