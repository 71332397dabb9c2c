import type { FeedFormat } from '../frame/feed-addresses.ts';

/** A feed, independent of its format. All texts are clean and all addresses absolute. */
export interface Feed {
  /** Tag URI (RFC 4151), which stays the same when pages move. */
  id: string;
  title: string;
  description: string;
  /** Page that shows the same papers. */
  page: string;
  /** Its own address in each format. */
  addresses: Readonly<Record<FeedFormat, string>>;
  author: string;
  language: string;
  entries: readonly FeedEntry[];
}

export interface FeedEntry {
  /** Same in every feed that contains the paper, so that a feed reader can deduplicate. */
  id: string;
  /** The paper's page on this site. */
  url: string;
  /** The paper on arXiv. */
  source: string;
  title: string;
  authors: readonly string[];
  /** Body as HTML, with external text escaped. */
  html: string;
  summary: string;
  topics: readonly string[];
  published: Date;
  updated: Date;
}

/** Time of the latest change; 1970 for an empty feed, because Atom requires a time. */
export function updatedAt(feed: Pick<Feed, 'entries'>): Date {
  return new Date(Math.max(0, ...feed.entries.map((entry) => entry.updated.getTime())));
}
