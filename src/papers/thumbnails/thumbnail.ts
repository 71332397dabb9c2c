import { THUMBNAIL_LIMITS } from '../../../config/thumbnails.ts';
import { parseUrl } from '../../url.ts';

/** Formats that every browser shows and that carry no script. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/**
 * Address to fetch an image from; null unless it is allowed. Without a mirror: https on one of Hugging Face's
 * hosts, default port, no credentials. With a mirror (`THUMBNAIL_BASE_URL`): the same path there.
 */
export function thumbnailUrl(address: string, mirror: string | undefined): URL | null {
  const url = parseUrl(address);
  if (url === null || !isOwnHost(url)) return null;
  if (mirror === undefined) return url;
  // Set, not resolved: the path `//host/…` would resolve to another host.
  const mirrored = new URL(mirror);
  mirrored.pathname = url.pathname;
  mirrored.search = url.search;
  return mirrored;
}

/** True if a redirect may lead to this address: an allowed host, or the mirror's own origin. */
export function isAllowed(url: URL, mirror: string | undefined): boolean {
  if (mirror === undefined) return isOwnHost(url);
  return url.origin === new URL(mirror).origin && url.username === '' && url.password === '';
}

function isOwnHost({ protocol, hostname, port, username, password }: URL): boolean {
  const hosts: readonly string[] = THUMBNAIL_LIMITS.hosts;
  return protocol === 'https:' && port === '' && username + password === '' && hosts.includes(hostname);
}

/** Type of an image by its first bytes (never by a header); null for anything else, SVG and HTML included. */
export function imageTypeOf(bytes: Buffer): ImageType | null {
  const starts = (...values: number[]) => values.every((value, place) => bytes[place] === value);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  const tag = (from: number) => bytes.toString('latin1', from, from + 4);
  return tag(0) === 'RIFF' && tag(8) === 'WEBP' ? 'image/webp' : null;
}
