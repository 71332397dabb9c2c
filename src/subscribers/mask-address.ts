/**
 * Matches addresses in free text as mail servers, operators and errors quote them; nothing of a path or stack
 * trace. Before the domain of an email address, all characters of a local part count, `/`, `'` and braces
 * too.
 */
const ADDRESS =
  /[^\s@<>"()[\],;:]+@(?:[a-z0-9-]+\.)+(?:xn--[a-z0-9-]+|[a-z]{2,})\b|[^\s@/<>"'()[\]{},;:]+@[^\s@/<>"'()[\]{},;:]+/gi;

/** Masks an address for viewers: its first letter and its domain, `a•••@example.com`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address][0] ?? ''}•••${address.slice(at)}`;
}

/** Replaces every address in a text by its masked form, or by what `replace` returns. */
export function maskAddresses(text: string, replace: (address: string) => string = maskAddress): string {
  return text.replace(ADDRESS, replace);
}
