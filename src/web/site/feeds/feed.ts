import type { FeedFormat } from '../frame/feed-addresses.ts';

/** A feed in neither of its two forms yet. All texts are clean; addresses are whole. */
export interface Feed {
  /** Stays the same wherever the site moves its pages: a tag URI (RFC 4151). */
  id: string;
  title: string;
  description: string;
  /** The page that shows the same. */
  page: string;
  /** Its own address in each form. */
  addresses: Readonly<Record<FeedFormat, string>>;
  author: string;
  language: string;
  entries: readonly FeedEntry[];
}

export interface FeedEntry {
  /** The same in every feed that holds the paper, so that a reader of two shows it once. */
  id: string;
  /** Our own page of the paper. */
  url: string;
  /** Where the paper itself is. */
  source: string;
  title: string;
  authors: readonly string[];
  /** The body as HTML, escaped where it holds outside text. */
  html: string;
  summary: string;
  topics: readonly string[];
  published: Date;
  updated: Date;
}

/** When anything in a feed last changed; the beginning of time for an empty one, which must say something. */
export function updatedAt(feed: Pick<Feed, 'entries'>): Date {
  return new Date(Math.max(0, ...feed.entries.map((entry) => entry.updated.getTime())));
}
