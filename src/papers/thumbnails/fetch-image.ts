import { THUMBNAIL_LIMITS } from '../../../config/thumbnails.ts';
import { readBounded } from '../../read-bounded.ts';
import { parseUrl } from '../../url.ts';
import { type ImageType, imageTypeOf, isAllowed } from './thumbnail.ts';

/** An image as it is stored. */
export interface Image {
  type: ImageType;
  bytes: Buffer;
}

interface FetchOptions {
  mirror: string | undefined;
  userAgent: string;
  signal: AbortSignal | undefined;
}

/**
 * Fetches one image under the limits of config/thumbnails.ts. Throws an Error with the reason for anything
 * else: another status, a redirect to a host that is not allowed, a body too large, too slow, or not an
 * image.
 */
export async function fetchImage(url: URL, options: FetchOptions): Promise<Image> {
  const timeout = AbortSignal.timeout(THUMBNAIL_LIMITS.timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const response = await follow(url, options, signal);
  const bytes = await readBounded(response, THUMBNAIL_LIMITS.maxBytes);
  const type = imageTypeOf(bytes);
  if (type === null) throw new Error('The response is not a PNG, JPEG or WebP image.');
  return { type, bytes };
}

async function follow(
  start: URL,
  { mirror, userAgent }: FetchOptions,
  signal: AbortSignal,
): Promise<Response> {
  let url = start;
  for (let redirects = 0; redirects <= THUMBNAIL_LIMITS.maxRedirects; redirects += 1) {
    const headers = { accept: 'image/webp, image/png, image/jpeg', 'user-agent': userAgent };
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    if (response.ok) return response;
    await response.body?.cancel();
    const location =
      response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) throw new Error(`The response has status ${response.status}.`);
    const next = parseUrl(location, url.href);
    if (next === null || !isAllowed(next, mirror)) throw new Error('The redirect leads to another host.');
    url = next;
  }
  throw new Error(`There are more than ${THUMBNAIL_LIMITS.maxRedirects} redirects.`);
}
