/**
 * Cause of a refusal or bounce. `mailbox`: the address does not exist or is disabled. `full`: the mailbox
 * cannot take more now. `limit`: a rate or quota of the sending account. `sender`: our host, account, address
 * or reputation. `message`: size, content or protocol. `unclear`: none of these.
 */
export type RefusalCause = 'mailbox' | 'full' | 'limit' | 'sender' | 'message' | 'unclear';

/** Longer texts are cut: a server's reply has a few lines. */
const MAX_CHARACTERS = 4_000;

/**
 * Reads the cause of a refusal from SMTP replies, status fields and diagnostic texts. Words beat codes,
 * because many servers refuse a sender with 550 or 5.1.1. Of several codes the most lenient counts, because
 * gateways write their own code over the true one. Only `mailbox` is evidence against an address (rule 13).
 */
export function readRefusal({ texts }: { texts: readonly string[] }): RefusalCause {
  const text = texts.join('\n').slice(0, MAX_CHARACTERS).toLowerCase();
  const words = plainWords(text);
  const byName = BY_EXCEPTION.find(([, name]) => text.includes(name))?.[0];
  if (byName !== undefined) return byName;
  const byWords = BY_WORDS.find(([, pattern]) => pattern.test(words))?.[0];
  // X.2.2 is the recipient's mailbox; its quota may count messages.
  if (byWords === 'limit' && /(?<![\d.])[45]\.2\.2(?!\.?\d)/.test(text) && !OUTGOING.test(words))
    return 'full';
  if (byWords !== undefined) return byWords;
  if (BLOCKLIST_HOSTS.test(text)) return 'sender';
  const byCodes = causeByCodes(text);
  if (byCodes === null) return MAILBOX.test(words) ? 'mailbox' : 'unclear';
  // Outlook.com answers `550 5.5.0 … mailbox unavailable` for unknown mailboxes, so it counts as a bounce.
  return byCodes === 'message' && (MAILBOX.test(words) || UNAVAILABLE.test(words)) ? 'unclear' : byCodes;
}

/** Exceptions that Exchange names without a space. */
const BY_EXCEPTION: readonly (readonly [RefusalCause, string])[] = [
  ['limit', 'submissionquotaexceeded'],
  ['sender', 'sendasdenied'],
];

const OUTGOING = /\bsubmission|\bsend|\bout(?:bound|going)\b|\brelay|\bhour|\bda(?:y|ily)\b/;

const UNAVAILABLE = /\bmailbox\b.{0,30}\bunavailable\b/;

/** Enhanced status codes (RFC 3463) of a failure in a text, in order; parts of IP addresses do not count. */
export function enhancedCodes(text: string): string[] {
  return [...text.matchAll(/(?<![\d.])[45]\.[0-7]\.\d{1,3}(?!\.?\d)/g)].map(([code]) => code);
}

/** Codes that say nothing by themselves: servers write 5.1.0 for every kind of refusal. */
const GENERIC_CODE = /^[45]\.(?:0\.0|1\.0)$/;
/** Bad mailbox, system, syntax, moved, null MX (RFC 7505), and a disabled mailbox. */
const MAILBOX_CODE = /^5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/;

/** Causes by code, most lenient first. 5.4.5 and 5.1.90 are daily limits at Gmail and Microsoft 365. */
const BY_CODE: readonly (readonly [RefusalCause, RegExp])[] = [
  ['limit', /^[45]\.(?:4\.5|1\.90)$/],
  ['sender', /^[45]\.(?:7\.\d+|1\.[78])$/],
  ['message', /^[45]\.(?:2\.3|3\.4|5\.\d+|6\.\d+)$/],
  ['full', /^[45]\.2\.2$/],
];

function causeByCodes(text: string): RefusalCause | null {
  const codes = enhancedCodes(text).filter((code) => !GENERIC_CODE.test(code));
  if (codes.length === 0) return null;
  for (const [cause, pattern] of BY_CODE) if (codes.some((code) => pattern.test(code))) return cause;
  return codes.every((code) => MAILBOX_CODE.test(code)) ? 'mailbox' : 'unclear';
}

/**
 * Returns the text without addresses, links, host names and Postfix's table names ("unknown in relay
 * recipient table"): their words are no evidence.
 */
function plainWords(text: string): string {
  return text
    .replace(/<?[^\s<>]+@[^\s<>]+>?/g, ' ')
    .replace(/\bhttps?:\S+/g, ' ')
    .replace(/\b(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+\b/g, ' ')
    .replace(/\b(?:relay|virtual|local) (?:recipient|mailbox|alias|user) (?:table|maps?)\b/g, ' table ')
    .replace(/\b(?:retry )?time-?(?:out|limit)?(?: (?:was|has been))? (?:exceeded|not reached[\w ]*)\b/g, ' ')
    .replace(/\bqueued? (?:for )?too long\b|\badministratively (?=disabled|suspended|deactivated)/g, ' ')
    .replace(/\b[45]\d\d-/g, ' ')
    .replace(/[\s"'“”‘’`*_]+/g, ' ');
}

const BLOCKLIST_HOSTS =
  /(?:spamhaus|spamcop|sorbs|abusix|uceprotect|senderbase|senderscore|barracudacentral|invaluement|mailspike|spamrats|surbl|uribl|(?:^|[\s./(<[-])(?:dns|r|x|s|p)?bls?[.-])/;

const oneOf = (...patterns: RegExp[]): RegExp => new RegExp(patterns.map(({ source }) => source).join('|'));

/** The recipient gets or keeps more email than its server accepts: about the mailbox, and temporary. */
const RECEIVING =
  /\b(?:recipient|mailbox|user)(?: s)? (?:mail |e-?mail |message )?quota\b|\b(?:recipients?|user|mailbox|contact|account)\b.{0,80}\b(?:receiv\w+|receipt|inbound|incoming)\b.{0,60}\b(?:rate|limit|quota|quickly|too many|threshold)\b/;

/** Period of a limit, and the limit itself. */
const PERIOD =
  '(?:daily|hourly|monthly|per (?:hour|day|minute|second|month)|' +
  '(?:this|an?|one|last|24) (?:hours?|day)|today)';
const LIMIT = '(?:limit\\w*|quota|exceed\\w*|allow\\w*|max\\w*|many)';

/** Limits of the sending account or host. */
const SENDING_LIMIT = oneOf(
  new RegExp(`\\b${PERIOD}\\b.{0,80}\\b${LIMIT}\\b`),
  new RegExp(`\\b${LIMIT}\\b.{0,80}\\b${PERIOD}\\b`),
  /\b(?:send|sending|submission|outbound|outgoing|relay|rate|recipients?|connections?|smtp|volume|messages?|e-?mails?) (?:rate |volume )?(?:limit\w*|quota)\b/,
  /\btoo (?:many|much) (?!hops|received)(?:\w+ ){0,2}(?:messages?|recipients?|mails?|e-?mails?|connections?|sessions?|errors?|requests?|traffic|commands?)\b/,
  /\btoo (?:fast|quickly|frequent\w*)\b/,
  /\b(?:rate|ratelimit\w*|throttl\w+)\b/,
  /\bexceed\w*\b.{0,60}\b(?:messages|mails|e-?mails|recipients|connections)\b/,
);

const SIZE = oneOf(
  /\b(?:message|mail|e-?mail|content|header|attachment|body)\b.{0,40}\b(?:size|too (?:big|large|long)|length)\b/,
  /\bsize\b.{0,30}\b(?:limit|exceed\w*|maximum|big|large)\b/,
  /\btoo (?:big|large)\b/,
  /\b(?:line|header|hop)s?\b.{0,30}\b(?:length|too long|limit|count|exceed\w*)\b/,
  /\btoo many hops\b|\bmail loop\b|\brouting loop\b/,
);

const FULL = oneOf(
  /\bover ?quota\b|\bquota (?:is )?(?:exceed\w*|full|reached|violation)\b|\bexceed\w* (?:\w+ ){0,3}quota\b/,
  /\b(?:mailbox|inbox|maildrop|mail ?(?:folder|spool|store|dir)|storage|disk|space|folder|account|user|recipient)s?\b.{0,40}\b(?:full|quota|storage|space|exceed\w*)\b/,
  /\b(?:full|insufficient|not enough|out of|no more|exceed\w*)\b.{0,20}\b(?:mailbox|inbox|disk|storage|space)\b/,
);

/** The mailbox is temporarily unavailable. */
const PAUSED =
  /\b(?:user\W{0,2}s?\W{0,2}|(?<!\byour )account|mailbox|recipient)\b.{0,30}\btemporarily (?:limited|restricted|locked|disabled|suspended|unavailable|inactive)\b/;

/** Our account, host, address or reputation, or a rule about them. */
const SENDER = oneOf(
  /\brelay(?:ing|ed|s)?\b|\brcpthosts\b|\bnot (?:permitted|allowed) to (?:send|relay)\b|\bsend ?as\b/,
  /\bauth(?:\b|entic\w+|ori[sz]\w+)|\bunauth\w+|\blog(?:ged)? ?in\b|\bpasswords?\b|\bsasl\b/,
  /\bcredentials?\b|\btls\b|\bstarttls\b|\bencrypt\w+/,
  /\b(?:black|block|deny|white|access|grey|gray)[- ]?list\w*|\b(?:d?nsbl|dnsbl|rbl|sbl|xbl|pbl|bl)s?\b/,
  /\bspam(?:haus|cop)\b|\bsorbs\b|\bsenderbase\b|\buceprotect\b|\babusix\b/,
  /\bblock(?:ed|ing|s)?\b|\bbanned\b/,
  /\b(?:access|permission|connection|delivery|service|mail|request) (?:is |was )?(?:denied|refused|rejected)\b/,
  /\bdenied\b/,
  /(?<!\b(?:to|the) )\bsenders?\b|\bmail ?from\b|\bfrom address\b|\breturn[- ]?path\b|\benvelope from\b/,
  /\bhelo\b|\behlo\b|\breverse\b|\bptr\b|\br-?dns\b|\bfcrdns\b|\bclient host\b|\bhost ?name\b/,
  /\bip(?:v[46])?(?: address\w*)?\b/,
  /\byour (?:ip|host|network|domain|server|account|connection|isp|provider|mail ?server|sending|reputation|smtp)\b/,
  /\bsending (?:user|account|address|domain|host|server|system)\b|\boutbound\w*|\bnot permitted\b/,
  /\bforbidden\b/,
  /\bsending (?:is |was |has been )?(?:suspended|paused|disabled)\b|\bunusual sending\b/,
  /\bpending approval\b|\bserver is (?:inactive|disabled|suspended)\b/,
  /\b(?:trial|customer|smtp) (?:account|user|plan)\b|\bsandbox\b|\bpayment required\b/,
  /\bpop before smtp\b|\bcheck (?:for )?(?:new |your )?mail\b|\bnot an? (?:open )?(?:relay|gateway)\b/,
  /\blocal users? only\b/,
  /\bpolic(?:y|ies)\b|\breputation\b|\bprohibit\w*|\babus\w+|\bcomplain\w*|\baup\b|\badministrativ\w+/,
  /\bsecurity\b|\bsuspicious\b|\bviolat\w+/,
  /\bspf\b|\bdkim\b|\bdmarc\b|\bverif\w+|\bcallout\b|\bcallback\b|\bfilter\w*|\bbulk\b|\bmailing ?list\b/,
  /\bnot welcome\b/,
);

const CONTENT =
  /\bspam\w*|\bjunk\w*|\bunsolicited\b|\bvirus\w*|\bmalware\b|\bphish\w*|\bcontent\b|\bscor(?:e|ed|ing)\b|\battachment\b|\burls?\b/;

/** Order matters: the first pattern that matches decides. */
const BY_WORDS: readonly (readonly [RefusalCause, RegExp])[] = [
  ['full', RECEIVING],
  ['full', PAUSED],
  ['limit', SENDING_LIMIT],
  ['message', SIZE],
  ['full', FULL],
  ['message', CONTENT],
  ['sender', SENDER],
  ['limit', /\b(?:limit(?:s|ed)?|quota|exceed\w*)\b/],
];

const RECIPIENT =
  '(?:users?|mailbox(?:es)?|accounts?|recipients?|address(?:es|ee)?|alias(?:es)?|local[- ]?part|person|' +
  'customer|subscriber|member|employee|inbox|maildrop|userid|username|e-?mail)';
const ABSENT =
  '(?:unknown(?! (?:error|reason|problem|status|cause|issue|failure))|not known|non-?existent|' +
  'nonexist\\w*|does ?n[o ]t exist|do ?n[o ]t exist|not exist\\w*|no longer|not found|not listed|' +
  'could ?n[o ]t be found|disabled|deactivated|inactive|discontinued|terminated|deleted|invalid|' +
  'not (?:a )?valid|not our customer|doesn t have)';

/** Names the mailbox as absent or disabled, in either order: "unknown user", "mailbox not found". */
const MAILBOX = new RegExp(
  `\\bno (?:such|mailbox|account|valid) (?:\\w+ )?${RECIPIENT}\\b|\\bno mailbox\\b|` +
    '\\bno such (?:person|recipient)\\b|\\bcould ?n[o ]t (?:find|locate) (?:th(?:at|e|' +
    `is) )?${RECIPIENT}\\b|` +
    `\\b${RECIPIENT}\\b.{0,60}\\b${ABSENT}\\b|\\b${ABSENT} (?:\\w+ ){0,3}${RECIPIENT}\\b|\\bno (?:user|` +
    'mailbox|account)\\b.{0,30}\\bhere\\b|' +
    '\\bunbekannte[rns]? (?:benutzer|empf\\S+|adresse|postfach)|\\b(?:benutzer|empf\\S+|adresse|' +
    'postfach)\\b.{0,40}\\b(?:unbekannt|existiert nicht|nicht gefunden)',
);
