/** The tags of a document in order, with the names of their attributes but without values and text. */
export function skeleton(html: string): string[] {
  return [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/\s+/g, ' ').replace(/="[^"]*"/g, ''));
}

/** The addresses that a document links to or loads, unescaped, in order. */
export function addresses(html: string): string[] {
  return [...html.matchAll(/\s(?:href|src|background|action)="([^"]*)"/gi)].map(([, address = '']) =>
    address.replaceAll('&amp;', '&'),
  );
}

/** Every address on our own site that a page names, by link, frame, style sheet or form, as a path. */
export function ownPaths(html: string, publicUrl: string): string[] {
  return addresses(html)
    .map((address) => (address.startsWith(`${publicUrl}/`) ? address.slice(publicUrl.length) : address))
    .filter((address) => address.startsWith('/') && !address.startsWith('//'));
}

/** What a page says between masthead and foot. The foot differs from address to address: it leads back there. */
export function mainOf(html: string): string {
  return /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '';
}
