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
  /** Time at which an entry last left the feed. */
  leftAt: Date | null;
  /** Last change of details that feed readers need not report, like upvotes in the reasons. */
  refreshedAt: Date | null;
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
  /** Null if there is none: an empty one is invalid. */
  summary: string | null;
  topics: readonly string[];
  published: Date;
  updated: Date;
}

/** Time of the latest change; 1970 for an empty feed, because Atom requires a time. */
export function updatedAt(feed: Pick<Feed, 'entries' | 'leftAt'>): Date {
  const times = feed.entries.map((entry) => entry.updated.getTime());
  return new Date(Math.max(0, feed.leftAt?.getTime() ?? 0, ...times));
}

/** Time of the last change of any byte, for Last-Modified; never later than now (RFC 9110, 8.8.2.1). */
export function modifiedAt(feed: Pick<Feed, 'entries' | 'leftAt' | 'refreshedAt'>, now: Date): Date {
  const last = Math.max(updatedAt(feed).getTime(), feed.refreshedAt?.getTime() ?? 0);
  return new Date(Math.min(last, now.getTime()));
}
