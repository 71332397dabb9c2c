/** Tags of a document in order, with the names of their attributes but without values and text. */
export function tagSkeleton(html: string): string[] {
  return [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/\s+/g, ' ').replace(/="[^"]*"/g, ''));
}

/** Addresses that a document links to or loads, unescaped, in order. */
export function addresses(html: string): string[] {
  return [...html.matchAll(/\s(?:href|src|background|action)="([^"]*)"/gi)].map(([, address = '']) =>
    address.replaceAll('&amp;', '&'),
  );
}

/** Every address on our own site in a page, from links, frames, style sheets and forms, as a path. */
export function ownPaths(html: string, publicUrl: string): string[] {
  return addresses(html)
    .map((address) => (address.startsWith(`${publicUrl}/`) ? address.slice(publicUrl.length) : address))
    .filter((address) => address.startsWith('/') && !address.startsWith('//'));
}

/**
 * Content of a page between masthead and footer. The footer differs between addresses, because it links back
 * to them.
 */
export function mainOf(html: string): string {
  return /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '';
}
