/**
 * Matches addresses in free text as mail servers, operators and errors quote them; nothing of a path or stack
 * trace.
 */
const ADDRESS = /[^\s@/<>"'()[\]{},;:]+@[^\s@/<>"'()[\]{},;:]+/g;

/** Masks an address for viewers: its first letter and its domain, `a•••@example.com`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address][0] ?? ''}•••${address.slice(at)}`;
}

/** Replaces every address in a text by its masked form, or by what `replace` returns. */
export function maskAddresses(text: string, replace: (address: string) => string = maskAddress): string {
  return text.replace(ADDRESS, replace);
}
