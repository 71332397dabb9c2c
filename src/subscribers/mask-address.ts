/** What a person would take for an address, as a mail server, an operator or an error quotes one; no part of a path, as in a stack. */
const ADDRESS = /[^\s@/<>"'()[\]{},;:]+@[^\s@/<>"'()[\]{},;:]+/g;

/** An address as a viewer sees it: the first letter and the domain, `a•••@example.com`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address][0] ?? ''}•••${address.slice(at)}`;
}

/** A text with every address in it masked, or put out of sight by what is given. */
export function maskAddresses(text: string, instead: (address: string) => string = maskAddress): string {
  return text.replace(ADDRESS, instead);
}
