import { addressParser } from 'postal-mime';
import { z } from 'zod';
import { parseAddress } from '../../subscribers/subscriber.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Parses a time leniently; an invalid one becomes null. */
export const parseTime = z
  .string()
  .transform((text) => new Date(text))
  .transform((date) => (Number.isNaN(date.getTime()) ? null : date))
  .nullish()
  .transform((date) => date ?? null);

/** The normalized address of a mailbox (`Name <a@b>` or bare); null for none or several. */
export function bareAddress(mailbox: string): string | null {
  if (mailbox.length > 1_000) return null;
  // First as it is: the header parser would decode a local part like `=?utf-8?q?a?=` into another address.
  const bare = parseAddress(mailbox.trim().replace(/^<(.*)>$/, '$1'));
  if (bare !== null) return bare;
  const found = addressParser(mailbox, { flatten: true });
  const [only] = found;
  return found.length === 1 && only?.address ? parseAddress(only.address) : null;
}

/** The single address that all mailboxes share; null when they differ or are not all addresses. */
export function onlyAddress(mailboxes: readonly string[]): string | null {
  if (mailboxes.length === 0 || mailboxes.length > 50) return null;
  const [first, ...others] = new Set(mailboxes.map(bareAddress));
  return first !== undefined && others.length === 0 ? first : null;
}

/** Our id in a tag or Message-ID; null when it is not ours. */
export function ownId(text: string | undefined): string | null {
  return text !== undefined && UUID.test(text) ? text : null;
}

/** Our id in a Message-ID that we wrote: `<digest.…@…>` or `<letter.…@…>` (rendering/headers.ts). */
export function idInMessageId(text: string | undefined): string | null {
  return ownId(
    /^\s*<(?:digest|letter)\.([0-9a-f-]{36})@[^<>@\s]+>\s*$/i.exec(text ?? '')?.[1]?.toLowerCase(),
  );
}

/** Message-IDs of ours anywhere in a text, in the form that we write. A UUID cannot be guessed. */
export function ownMessageIds(text: string): string[] {
  return [
    ...text.matchAll(
      /\b(digest|letter)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([a-z0-9.-]{1,253})/gi,
    ),
  ].map(([, kind, id, domain]) => `<${kind}.${id}@${domain}>`.toLowerCase());
}

/** A provider's email id, fit to be stored; null otherwise. */
export function providerId(text: string | undefined): string | null {
  return text !== undefined && /^[!-~]{1,200}$/.test(text) ? text : null;
}

/** True for the Message-ID of a provider that replaces ours. */
export function isProviderMessageId(messageId: string): boolean {
  return /@(?:[a-z0-9-]+\.)*(?:amazonses\.com|prod\.outlook\.com)>?$/i.test(messageId);
}

/**
 * The part of a provider's email id that all its spellings share: SES says `id` in reports, and
 * `<id@region.amazonses.com>` in the Message-ID. The indexes of deliveries compute the same in SQL.
 */
export function providerEmailKey(providerEmailId: string): string {
  return (providerEmailId.replace(/^<+/, '').split('@')[0] ?? '').toLowerCase();
}

/** External text on one line for a row: no control characters, no addresses, at most 300 characters. */
export function detailOf(...texts: (string | undefined | null)[]): string | null {
  const line = texts
    .filter((text) => text !== undefined && text !== null && text !== '')
    .join('; ')
    .slice(0, 2_000)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[^\s<>;,:"()]+@[^\s<>;,:"'()]+/g, '…')
    .trim();
  return line === '' ? null : line.slice(0, 300);
}
