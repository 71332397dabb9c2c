import { addressParser } from 'postal-mime';
import { z } from 'zod';
import { parseAddress } from '../../subscribers/subscriber.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Lenient where a report is only to be shown; a time that is none is null. */
export const parseTime = z
  .string()
  .transform((text) => new Date(text))
  .transform((date) => (Number.isNaN(date.getTime()) ? null : date))
  .nullish()
  .transform((date) => date ?? null);

/** The address of a mailbox (`Name <a@b>` or bare) in its kept form, or null when it is none or several. */
export function bareAddress(mailbox: string): string | null {
  if (mailbox.length > 1_000) return null;
  const found = addressParser(mailbox, { flatten: true });
  const [only] = found;
  return found.length === 1 && only?.address ? parseAddress(only.address) : null;
}

/** The one address that all of these are, or null when they are several, or not all addresses. */
export function onlyAddress(mailboxes: readonly string[]): string | null {
  if (mailboxes.length === 0 || mailboxes.length > 50) return null;
  const [first, ...others] = new Set(mailboxes.map(bareAddress));
  return first !== undefined && others.length === 0 ? first : null;
}

/** Our id in a tag or Message-ID, or null when it is none of ours. */
export function ownId(text: string | undefined): string | null {
  return text !== undefined && UUID.test(text) ? text : null;
}

/** Our id in a Message-ID that we have written: `<digest.…@…>` or `<letter.…@…>` (rendering/headers.ts). */
export function idInMessageId(text: string | undefined): string | null {
  return ownId(/^\s*<(?:digest|letter)\.([0-9a-f-]{36})@[^<>@\s]+>\s*$/.exec(text ?? '')?.[1]);
}

/** A provider's id of a mail as it may stand in a row, or null. */
export function providerId(text: string | undefined): string | null {
  return text !== undefined && /^[!-~]{1,200}$/.test(text) ? text : null;
}

/** Outside words on one line for a row: no control characters, no addresses, at most 300 characters. */
export function detailOf(...texts: (string | undefined | null)[]): string | null {
  const line = texts
    .filter((text) => text !== undefined && text !== null && text !== '')
    .join('; ')
    .slice(0, 2_000)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[^\s<>;,:"'()]+@[^\s<>;,:"'()]+/g, '…')
    .trim();
  return line === '' ? null : line.slice(0, 300);
}
