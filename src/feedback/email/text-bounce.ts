import { addressParser } from 'postal-mime';
import { bareAddress, detailOf } from '../reports/report-fields.ts';
import { type BounceClass, classifyBounce } from '../reports/smtp-status.ts';
import {
  isAutomatic,
  isAwayReply,
  isBounceSubject,
  isFromMailServer,
  isNullSender,
} from './automatic-email.ts';
import { onOneLine, opensLikeMailServer, saysDelayed, saysNotDelivered } from './bounce-words.ts';
import { withoutAddress } from './delivery-status.ts';
import type { RecipientReport } from './email-report.ts';
import type { FieldGroup } from './field-groups.ts';
import { headerValue, type InboundEmail } from './inbound-email.ts';

/** Characters of a bounce's own words that are read. Servers write a few lines. */
const MAX_WORDS = 20_000;
const MAX_RECIPIENTS = 10;

/** A reply code or an enhanced code in a text. */
const CODE = /(?<![\d.])(?:[45]\d\d(?=[ \t#:;,(\]<]|-(?!\d\d))|[45]\.\d\.\d{1,3}(?![\d.]))/;

/** A reply of a server, where a mere number may be a street. */
const REPLY =
  /(?<![\d.])[45]\.\d\.\d{1,3}(?![\d.])|\b(?:smtp|rcpt|said|respon\w+|repl\w+|reason|>>>|<<<)\b.{0,80}[ :<"'[][45]\d\d[ -]/i;

/**
 * Reads a plain-text bounce, as qmail, Exim and many mailbox providers write them; empty when it is none.
 * `words` is the text before the returned email, `quoted` its headers, `sender` the envelope's if known.
 */
export function readTextBounce(
  email: InboundEmail,
  text: { words: string; quoted: FieldGroup },
  sender: string | null,
): RecipientReport[] {
  const words = text.words.slice(0, MAX_WORDS);
  if (!isBounce(email, words, sender)) return [];
  const delayed = saysDelayed(email.subject, words);
  return recipientsIn(email, words, text.quoted).map(({ address, reason }) => ({
    ...withoutAddress(delayed ? DELAYED : classifyBounce(reason), address),
    address,
    occurredAt: null,
    detail: detailOf('bounce in words', reason.slice(0, 400)),
  }));
}

const DELAYED: BounceClass = { kind: 'delayed', about: null };

/**
 * True for a bounce. A mail server's own email needs words, a code or a failed recipient; for any other
 * automatic email, the words must be those of a mail server or come with a code, because out-of-office
 * programs have an empty sender too and write about people who cannot be reached.
 */
function isBounce(email: InboundEmail, words: string, sender: string | null): boolean {
  if (isAwayReply(email)) return false;
  const plain = onOneLine(words);
  const says = saysNotDelivered(email.subject, plain) || saysDelayed(email.subject, plain);
  if (isFromMailServer(email))
    return says || headerValue(email, 'x-failed-recipients') !== null || CODE.test(plain);
  // A person's reply names the email that it answers.
  const unsolicited = isBounceSubject(email.subject) && headerValue(email, 'in-reply-to') === null;
  if (!isNullSender(email, sender) && !isAutomatic(email) && !unsolicited) return false;
  return opensLikeMailServer(plain) || (says && (REPLY.test(plain) || isBounceSubject(email.subject)));
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
  /^[ \t>*-]{0,12}(?:(?:failed |final |original |undeliverable |invalid |unknown )?(?:rcpt to|to|for|recipients?|address|user|mailbox|e-?mail|unable to deliver message to)(?: address)?[ \t]*(?:[:=]|is)[ \t]*(?:rfc822;)?[ \t]*)?(?:"[^"\n]{0,80}"[ \t]*)?[<(['"]{0,2}([^\s<>()[\]",;:@]{1,64}@[^\s<>()[\]"',;:@]{2,254}[^\s<>()[\]"',;:@.])[>)\]'"]{0,2}(?:[\s:;,.([-].{0,300})?$/i;

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
    /\b(?:rcpt to|recipient|deliver(?:ed)?(?: \w+){0,3} to|sent to|reach)[ \t]*:?\s{0,4}[<"']?([^\s<>()[\]",;:@]{1,64}@[a-z0-9.-]{2,253}[a-z0-9])/i.exec(
      words,
    )?.[1];
  return mailboxes(named ?? null);
}

function mailboxes(list: string | null): string[] {
  return addressParser((list ?? '').slice(0, 4_000), { flatten: true }).flatMap(
    ({ address }) => bareAddress(address ?? '') ?? [],
  );
}
