import { signToken, type TokenKeys } from '../../../token.ts';

export type FeedFormat = 'atom' | 'json';

/** Paths of a feed in both formats: of all papers (null), or of one topic. */
export function feedPaths(topic: string | null): Record<FeedFormat, string> {
  const folder = topic === null ? '' : `/topics/${topic}`;
  return { atom: `${folder}/feed.atom`, json: `${folder}/feed.json` };
}

/**
 * Address of the private feed of a subscriber's own picks. The token in it grants reading this feed and
 * nothing else, for as long as the subscription lasts.
 */
export function feedUrl(
  publicUrl: string,
  keys: TokenKeys,
  subscriberId: string,
  format: FeedFormat = 'atom',
): string {
  return `${publicUrl}/feed/${signToken(keys, 'feed', subscriberId, null)}/picks.${format}`;
}
