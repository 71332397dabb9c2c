import { PaperboyError } from '../errors.ts';
import { parseUrl } from '../url.ts';

// A signed link has about 150 characters.
const LONGEST_OWN = 1_000;

/**
 * Normalizes an address (ASCII, nothing to escape but `&`). Returns null if it is not http or https, carries
 * credentials, or would be longer than `longest` bytes in an attribute, in which `&` takes five.
 */
export function safeWebAddress(address: string | null, longest: number): string | null {
  if (address === null || address.length > longest) return null;
  const url = parseUrl(address);
  if (url === null) return null;
  const web = url.protocol === 'https:' || url.protocol === 'http:';
  if (!web || url.username !== '' || url.password !== '') return null;
  const href = url.href.replaceAll("'", '%27');
  const escaped = href.length + 4 * (href.split('&').length - 1);
  return escaped <= longest ? href : null;
}

/** The same for a link without which an email must not be sent. Throws PaperboyError `LINK_UNUSABLE`. */
export function requiredAddress(what: string, address: string): string {
  const usable = safeWebAddress(address, LONGEST_OWN);
  if (usable !== null) return usable;
  throw new PaperboyError({
    code: 'LINK_UNUSABLE',
    message: `The ${what} link of an email is not an http or https address of at most ${LONGEST_OWN} bytes.`,
    remedy: 'Check PUBLIC_URL: every link starts with it.',
  });
}
