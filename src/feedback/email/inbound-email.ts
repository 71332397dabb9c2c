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
  /** Parts other than its own text: reports, quoted emails. Types in lower case. */
  parts: readonly { type: string; text: string }[];
}

const MAX_PARTS = 50;

/**
 * Parses an email (RFC 5322, MIME) leniently and within limits; null when it is not one, or nested deeper
 * than any genuine email.
 */
export async function parseInboundEmail(raw: Uint8Array): Promise<InboundEmail | null> {
  const parsed = await parse(raw.subarray(0, FEEDBACK.parsedEmailBytes));
  if (parsed === null) return null;
  const headers = new Map<string, string[]>();
  for (const { key, value } of parsed.headers) headers.set(key, [...(headers.get(key) ?? []), value]);
  if (!headers.has('from')) return null;
  const addressesIn = (name: string) =>
    (headers.get(name) ?? []).flatMap((value) => mailboxes(addressParser(value)));
  const from = addressesIn('from');
  return {
    headers,
    subject: (parsed.subject ?? '').slice(0, 1_000),
    from: from.length === 1 ? (from[0] ?? null) : null,
    recipients: [...new Set(['delivered-to', 'x-original-to', 'to', 'cc'].flatMap(addressesIn))].slice(
      0,
      MAX_PARTS,
    ),
    parts: parsed.attachments.slice(0, MAX_PARTS).map(({ mimeType, content }) => ({
      type: mimeType.toLowerCase(),
      text: typeof content === 'string' ? content : new TextDecoder().decode(content),
    })),
  };
}

/** First value of a header, or null. */
export function headerValue(email: Pick<InboundEmail, 'headers'>, name: string): string | null {
  return email.headers.get(name)?.[0] ?? null;
}

async function parse(raw: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(raw, {
      // Only the Message-ID of a quoted email is used, so it is never parsed as one.
      forceRfc822Attachments: true,
      maxNestingDepth: 20,
      maxHeadersSize: 256 * 1024,
    });
  } catch {
    return null;
  }
}

function mailboxes(addresses: readonly Address[]): string[] {
  return addresses
    .flatMap((each) => (each.group === undefined ? [each] : each.group))
    .flatMap(({ address }) => parseAddress(address) ?? []);
}
