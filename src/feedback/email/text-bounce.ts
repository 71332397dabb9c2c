import { addressParser } from 'postal-mime';
import { bareAddress, detailOf } from '../reports/report-fields.ts';
import { type BounceClass, classifyBounce } from '../reports/smtp-status.ts';
import {
  isAutomatic,
  isAwayReply,
  isBounceSubject,
  isFromMailServer,
  isFromProgram,
  isNewsletter,
  isNullSender,
  isUnsolicitedBounce,
} from './automatic-email.ts';
import {
  onOneLine,
  opensLikeMailServer,
  saysDelayed,
  saysNotDelivered,
  startsLikeMailServer,
  unquoted,
} from './bounce-words.ts';
import { withoutAddress } from './delivery-status.ts';
import type { RecipientReport } from './email-report.ts';
import type { FieldGroup } from './field-groups.ts';
import { headerValue, type InboundEmail } from './inbound-email.ts';
import { hasQuotedPart } from './quoted-email.ts';

/** Characters of a bounce's own words that are read. Servers write a few lines. */
const MAX_WORDS = 20_000;
const MAX_RECIPIENTS = 10;

/** A reply code or an enhanced code in a text. */
const CODE = /(?<![\d.])(?:[45]\d\d(?=[ \t#:;,(\]<]|-(?!\d\d))|[45]\.\d\.\d{1,3}(?![\d.]))/;

/** A reply of a server, where a mere number may be a street. */
const REPLY =
  /(?<![\d.])[45]\.\d\.\d{1,3}(?![\d.])|\b(?:smtp|rcpt|said|respon\w+|repl\w+|reason|>>>|<<<)\b.{0,80}[ :<"'[][45]\d\d[ -]/i;

/** Deliveries that are not emails. */
const PARCEL = /\b(?:parcel|package|shipment|shipping|paket|sendungsnummer|tracking number)\b/i;

/** Headers that a returned email has, and that nobody types. */
const RETURNED_HEADER = /^[ \t]{0,8}(?:received|return-path|message-id)[ \t]*:/im;

/**
 * Reads a plain-text bounce, as qmail, Exim and many mailbox providers write them; empty when it is none.
 * `words` is the text before the returned email, `quoted` its headers, `sender` the envelope's if known.
 */
export function readTextBounce(
  email: InboundEmail,
  text: { words: string; quoted: FieldGroup },
  sender: string | null,
): RecipientReport[] {
  if (isAwayReply(email)) return [];
  // Helpdesks and people quote the bounce that they answer.
  const words = isFromMailServer(email) ? text.words.slice(0, MAX_WORDS) : unquoted(text.words);
  const named = recipientsIn(email, words, text.quoted);
  const delayed = saysDelayed(email.subject, words);
  const found: Evidence = {
    says: delayed || saysNotDelivered(email.subject, words),
    replies: REPLY.test(onOneLine(words)),
    names: named.some(({ address }) => address !== null),
    returns: hasQuotedPart(email) || RETURNED_HEADER.test(email.text),
  };
  if (!isBounce(email, words, found, sender)) return [];
  return named.map(({ address, reason }) => ({
    ...withoutAddress(delayed ? DELAYED : classifyBounce(reason), address),
    address,
    occurredAt: null,
    detail: detailOf('bounce in words', reason.slice(0, 400)),
  }));
}

const DELAYED: BounceClass = { kind: 'delayed', about: null };

/** Traits of a bounce: words of a failure, a server's reply, a recipient, the returned email. */
interface Evidence {
  says: boolean;
  replies: boolean;
  names: boolean;
  returns: boolean;
}

/**
 * True for a bounce. The less the sender looks like a mail server, the more evidence is needed: out-of-office
 * programs have an empty sender, too, and write about people who cannot be reached; shops write of failed
 * deliveries, and people of the bounces they got.
 */
function isBounce(email: InboundEmail, words: string, found: Evidence, sender: string | null): boolean {
  if (!isFromMailServer(email))
    return !isNewsletter(email) && !PARCEL.test(words) && isBounceOfOther(email, words, found, sender);
  if (opensLikeMailServer(words) || headerValue(email, 'x-failed-recipients') !== null) return true;
  const says = found.says || CODE.test(onOneLine(words));
  return says && (isBounceSubject(email.subject) || isTraced(found));
}

/** True for a bounce whose sender is no mail server by its name. */
function isBounceOfOther(
  email: InboundEmail,
  words: string,
  found: Evidence,
  sender: string | null,
): boolean {
  const { says, replies, returns } = found;
  const titled = isBounceSubject(email.subject);
  const starts = startsLikeMailServer(words);
  if (isNullSender(email, sender)) return starts || (says && (titled ? isTraced(found) : replies));
  if (isAutomatic(email)) return starts || (says && (titled ? isTraced(found) : replies && returns));
  if (!isUnsolicitedBounce(email)) return false;
  return starts || (says && (returns || (isFromProgram(email) && isTraced(found))));
}

/** True when a text is about one email: it quotes a reply or the email, or names a recipient. */
function isTraced({ replies, names, returns }: Evidence): boolean {
  return replies || names || returns;
}

interface Named {
  address: string | null;
  /** Words about this recipient. */
  reason: string;
}

/** Recipients that the words name, each with its lines; one without an address when they name none. */
function recipientsIn(email: InboundEmail, words: string, quoted: FieldGroup): Named[] {
  const own = [headerValue(email, 'from'), ...email.recipients].map((mailbox) => bareAddress(mailbox ?? ''));
  const known = mailboxes(headerValue(email, 'x-failed-recipients'));
  const to = mailboxes(quoted.get('to') ?? null);
  const blocks = blocksOf(words).filter(({ address }) => !own.includes(address));
  if (blocks.length > 0)
    return blocks.map(({ address, text }) => ({ address, reason: reasonIn(text, words) }));
  const reason = reasonIn(words, words);
  // Elsewhere in the words there may be a helpdesk's address, so one counts only as the quoted recipient.
  const mentioned = to.filter((address) => words.toLowerCase().includes(address));
  const addresses = [known, mentioned, addressInSentence(words)].find((found) => found.length > 0) ?? [];
  if (addresses.length === 0) return [{ address: null, reason }];
  return addresses.slice(0, MAX_RECIPIENTS).map((address) => ({ address, reason }));
}

/** Line that introduces a recipient: its address alone or first, or after `RCPT TO:`, `To:` and the like. */
const INTRODUCTION =
  /^[ \t>*-]{0,12}(?:(?:failed |final |original |undeliverable |invalid |unknown )?(?:rcpt to|to|for|recipients?|address|user|mailbox|e-?mail|unable to deliver message to|[\u0080-\uffff]{1,20})(?: address)?[ \t]*(?:[:=：]|is)[ \t]*(?:rfc822;)?[ \t]*)?(?:"[^"\n]{0,80}"[ \t]*)?[<(['"]{0,2} ?([^\s<>()[\]",;:@]{1,64}@[^\s<>()[\]"',;:@]{2,254}[^\s<>()[\]"',;:@.]) ?[>)\]'"]{0,2}(?:[\s:;,.([-].{0,300})?$/i;

/** The address we wrote to, where an alias leads to the one that failed (Exim, Postfix, sendmail). */
const ALIAS = /\b(?:generated|expanded) from:?[ \t]*<?([^\s<>()[\]",;:@]{1,64}@[^\s<>()[\]"',;:@]{3,253})/i;

function blocksOf(words: string): { address: string; text: string }[] {
  const blocks: { addresses: Set<string>; lines: string[] }[] = [];
  for (const line of words.replace(/\r\n?/g, '\n').split('\n')) {
    const named = bareAddress(INTRODUCTION.exec(line.slice(0, 600))?.[1] ?? '');
    const alias = bareAddress(ALIAS.exec(line.slice(0, 600))?.[1] ?? '');
    if (named !== null && !blocks.at(-1)?.addresses.has(named)) {
      if (blocks.length === MAX_RECIPIENTS) break;
      blocks.push({ addresses: new Set([named]), lines: [] });
    }
    const block = blocks.at(-1);
    block?.lines.push(line);
    if (alias !== null) block?.addresses.add(alias);
  }
  const texts = new Map<string, string>();
  for (const { addresses, lines } of blocks)
    for (const address of addresses) texts.set(address, `${texts.get(address) ?? ''}\n${lines.join('\n')}`);
  return [...texts].slice(0, MAX_RECIPIENTS).map(([address, text]) => ({ address, text }));
}

/** Advice that mail servers add; its words (verify, contact, policy) say nothing about this failure. */
const ADVICE =
  /\b(?:please|contact|verify the|make sure|check (?:the|that|your)|try (?:again|to re|resend)|postmaster|further (?:information|help|assist)|more information|if you|assistance|created automatically|learn more|do not reply|for help|problem report|sorry)\b/i;

/** Returns the lines with a code, those of the block before all others, else the words without advice. */
function reasonIn(block: string, words: string): string {
  const codes = linesWithCode(block) || linesWithCode(words);
  if (codes !== '') return codes;
  return onOneLine(onOneLine(block).length > 40 ? block : words)
    .split(/(?<=[.!?:]) /)
    .filter((sentence) => !ADVICE.test(sentence))
    .join(' ');
}

/** Lines with a code, each with the two lines after it, which continue it. */
function linesWithCode(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  return lines
    .filter((_, index) => lines.slice(Math.max(0, index - 2), index + 1).some((line) => CODE.test(line)))
    .join('\n');
}

/** The recipient in a sentence or in a quoted dialogue. */
function addressInSentence(words: string): string[] {
  const named =
    /(?:\b(?:rcpt to|recipient|(?:message|mail|e-?mail) to|deliver(?:ed)?(?: \w+){0,3} to|sent to|reach)|宛先|あて先|收件人\S{0,6}|发送到|投递到|rcpt=)[ \t]*[:：]?\s{0,4}[<"'（([]?\s?([^\s<>()[\]",;:@]{1,64}@[a-z0-9.-]{2,253}[a-z0-9])/i.exec(
      words,
    )?.[1];
  return mailboxes(named ?? null);
}

function mailboxes(list: string | null): string[] {
  return addressParser((list ?? '').slice(0, 4_000), { flatten: true }).flatMap(
    ({ address }) => bareAddress(address ?? '') ?? [],
  );
}
