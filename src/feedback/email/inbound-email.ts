import PostalMime, { type Address, addressParser, type Email } from 'postal-mime';
import { FEEDBACK } from '../../../config/feedback.ts';
import { parseAddress } from '../../subscribers/subscriber.ts';

/** One mail as far as anybody here looks at it. Every text is a stranger's. */
export interface InboundEmail {
  /** Header names in lower case, each with its values in order. */
  headers: ReadonlyMap<string, readonly string[]>;
  subject: string;
  /** The one person that it is from, in the kept form; null when there are several or none. */
  from: string | null;
  /** Whom it was delivered to as far as headers say, in the order in which they are to be believed. */
  recipients: readonly string[];
  /** The parts beside its own text: reports, quoted mails. Types in lower case. */
  parts: readonly { type: string; text: string }[];
}

const MOST_PARTS = 50;

/** Reads a mail (RFC 5322, MIME), leniently and bounded; null when it is none, or nested beyond anything a person writes. */
export async function parseInboundEmail(raw: Uint8Array): Promise<InboundEmail | null> {
  const email = await parse(raw.subarray(0, FEEDBACK.parsedEmailBytes));
  if (email === null) return null;
  const headers = new Map<string, string[]>();
  for (const { key, value } of email.headers) headers.set(key, [...(headers.get(key) ?? []), value]);
  if (!headers.has('from')) return null;
  const named = (name: string) =>
    (headers.get(name) ?? []).flatMap((value) => mailboxes(addressParser(value)));
  const from = named('from');
  return {
    headers,
    subject: (email.subject ?? '').slice(0, 1_000),
    from: from.length === 1 ? (from[0] ?? null) : null,
    recipients: [...new Set(['delivered-to', 'x-original-to', 'to', 'cc'].flatMap(named))].slice(
      0,
      MOST_PARTS,
    ),
    parts: email.attachments.slice(0, MOST_PARTS).map(({ mimeType, content }) => ({
      type: mimeType.toLowerCase(),
      text: typeof content === 'string' ? content : new TextDecoder().decode(content),
    })),
  };
}

/** The first value of a header, or null. */
export function headerValue(mail: Pick<InboundEmail, 'headers'>, name: string): string | null {
  return mail.headers.get(name)?.[0] ?? null;
}

async function parse(raw: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(raw, {
      // A quoted mail is looked at for its Message-ID only, so it is never taken apart.
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
