import { decodeHTML } from 'entities';
import PostalMime, { type Address, addressParser, type Email } from 'postal-mime';
import { FEEDBACK } from '../../../config/feedback.ts';
import { parseAddress } from '../../subscribers/subscriber.ts';

/** An inbound email, reduced to what is used. Every text is external and untrusted. */
export interface InboundEmail {
  /** Header values by lower-case name, in order. */
  headers: ReadonlyMap<string, readonly string[]>;
  subject: string;
  /** The only sender, normalized; null when there are several or none. */
  from: string | null;
  /** Recipients according to the headers, most trustworthy first. */
  recipients: readonly string[];
  /** Its own text: every inline text part, converted from HTML where there is nothing else. */
  text: string;
  /** Parts other than its own text: reports, quoted emails. Types in lower case. */
  parts: readonly { type: string; text: string }[];
}

/** Headers of which an email has at least one, unless it has both Subject and Date. */
const IDENTIFYING = ['from', 'return-path', 'x-failed-recipients', 'received'];

const MAX_PARTS = 50;
const MAX_HEADER_CHARACTERS = 10_000;
const MAX_BOUNDARY_LINES = 500;
const HYPHEN = 0x2d;

/**
 * Parses an email (RFC 5322, MIME) leniently and within limits; null when it is not one, or nested deeper
 * than any genuine email.
 */
export async function parseEmail(raw: Uint8Array): Promise<InboundEmail | null> {
  const parsed = await parse(firstLines(raw));
  if (parsed === null) return null;
  const headers = new Map<string, string[]>();
  for (const { key, value } of parsed.headers) headers.set(key, [...(headers.get(key) ?? []), value]);
  // Some mail servers write reports without From.
  if (!IDENTIFYING.some((name) => headers.has(name)) && !(headers.has('subject') && headers.has('date')))
    return null;
  const addressesIn = (name: string) =>
    (headers.get(name) ?? [])
      .slice(0, MAX_PARTS)
      .flatMap((value) => mailboxes(addressParser(value.slice(0, MAX_HEADER_CHARACTERS))));
  const from = addressesIn('from');
  return {
    headers,
    subject: (parsed.subject ?? '').slice(0, 1_000),
    from: from.length === 1 ? (from[0] ?? null) : null,
    recipients: [...new Set(['delivered-to', 'x-original-to', 'to', 'cc'].flatMap(addressesIn))].slice(
      0,
      MAX_PARTS,
    ),
    text: (textOf(parsed) || bodyOf(raw, parsed)).slice(0, FEEDBACK.readCharacters),
    parts: parsed.attachments.slice(0, MAX_PARTS).map(({ mimeType, content }) => ({
      type: mimeType.toLowerCase(),
      text: decode(content).slice(0, FEEDBACK.readCharacters),
    })),
  };
}

/** First value of a header, or null. */
export function headerValue(email: Pick<InboundEmail, 'headers'>, name: string): string | null {
  return email.headers.get(name)?.[0] ?? null;
}

/**
 * Beginning of an email, up to a number of bytes, of lines, and of lines that may start a part. The parser
 * spends microseconds on every line, however short, and the square of their number on parts: 1 MB of line
 * ends took 3 s, 1 MB of boundaries more than 10.
 */
function firstLines(raw: Uint8Array): Uint8Array {
  const bytes = raw.subarray(0, FEEDBACK.parsedEmailBytes);
  let boundaries = 0;
  let start = 0;
  for (let line = 0; line < FEEDBACK.parsedEmailLines; line += 1) {
    if (bytes[start] === HYPHEN && bytes[start + 1] === HYPHEN) boundaries += 1;
    if (boundaries > MAX_BOUNDARY_LINES) return bytes.subarray(0, start);
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) return bytes;
    start = end + 1;
  }
  return bytes.subarray(0, start);
}

async function parse(raw: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(raw, {
      // Only the headers of a quoted email are used, so it is never parsed as one.
      forceRfc822Attachments: true,
      maxNestingDepth: 20,
      maxHeadersSize: 256 * 1024,
    });
  } catch {
    return null;
  }
}

function textOf({ text, html }: Email): string {
  if (text !== undefined && text.trim() !== '') return text;
  const marked = (html ?? '').replace(/<(?:br|\/?(?:p|div|tr|li|h\d|pre))\b[^<>]*>/gi, '\n');
  return decodeHTML(marked.replace(/<[^<>]*>/g, ' '));
}

/** Raw body, for a multipart email without its boundary. */
function bodyOf(raw: Uint8Array, { attachments }: Email): string {
  if (attachments.length > 0) return '';
  const text = Buffer.from(raw.subarray(0, FEEDBACK.readCharacters)).toString('latin1');
  return text.slice(Math.max(0, text.search(/\r?\n\r?\n/)));
}

function decode(content: ArrayBuffer | Uint8Array | string): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

function mailboxes(addresses: readonly Address[]): string[] {
  return addresses
    .flatMap((each) => (each.group === undefined ? [each] : each.group))
    .flatMap(({ address }) => parseAddress(address) ?? []);
}
