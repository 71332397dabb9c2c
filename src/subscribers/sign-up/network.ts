import { isIP } from 'node:net';

/**
 * Network of an IP address, as rate limits count it: the /24 of an IPv4 address, the /48 of an IPv6 one,
 * because a household is given at least a /64 and often a /56. Null for text that is not an IP address.
 */
export function networkOf(address: string): string | null {
  const bare = address.replace(/%.*$/, '');
  if (isIP(bare) === 4) return `${bare.split('.').slice(0, 3).join('.')}.0/24`;
  if (isIP(bare) !== 6) return null;
  const groups = groupsOf(bare);
  // A socket for both families shows an IPv4 address as ::ffff:192.0.2.1.
  const mapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  if (!mapped) return `${groups.slice(0, 3).join(':')}::/48`;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return `${high >> 8}.${high & 255}.${low >> 8}.0/24`;
}

/** The eight groups of an IPv6 address, in the canonical spelling of the URL standard. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const parts = (text: string) => text.split(':').filter(Boolean);
  if (tail === undefined) return parts(head);
  const missing = 8 - parts(head).length - parts(tail).length;
  return [...parts(head), ...Array<string>(missing).fill('0'), ...parts(tail)];
}
