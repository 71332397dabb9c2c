import { signToken, type TokenKeys } from '../../../token.ts';
import type { FeedForm } from './feed.ts';

/** Paths of a feed in both forms: of all papers, or of a topic. */
export function feedPaths(topic: string | null): Record<FeedForm, string> {
  const folder = topic === null ? '' : `/topics/${topic}`;
  return { atom: `${folder}/feed.atom`, json: `${folder}/feed.json` };
}

/**
 * The private feed of a subscriber's own picks, for the page of their preferences. Whoever has the address can read
 * along, and nothing else; it works as long as the subscription does.
 */
export function feedUrl(
  publicUrl: string,
  keys: TokenKeys,
  subscriberId: string,
  form: FeedForm = 'atom',
): string {
  return `${publicUrl}/feed/${signToken(keys, 'feed', subscriberId, null)}/picks.${form}`;
}
