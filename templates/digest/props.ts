import type { Language } from '../../config/languages.ts';

/** Everything a digest shows, as plain data. What is not here cannot appear in a mail. */
export interface DigestProps {
  /** Of our own words; titles, names and summaries stay as they are. */
  language: Language;
  /** The reader's own date of delivery, YYYY-MM-DD. */
  date: string;
  /** The picks in reading order; empty only on a quiet day. */
  picks: DigestPick[];
  /** How many papers the picks were chosen from. */
  poolSize: number;
  /** Up to eight further titles. */
  alsoTrending: { title: string; topic: string; url: string }[];
  /** One sentence: why this came, e.g. `You follow 3 topics, weekdays at 07:00 Berlin time.` */
  why: string;
  links: {
    /** The site's first page. */
    site: string;
    preferences: string;
    /** Null until there is such a page. */
    pause: string | null;
    unsubscribe: string;
  };
  postalAddress: string;
}

/** One paper chosen for the reader, with the reason. */
export interface DigestPick {
  title: string;
  /** Names as far as they are known; may be empty. */
  authors: string[];
  /** How many authors there are, also when no name is known; 0 when nothing is known. */
  authorCount: number;
  organisation: string | null;
  /** Text for two or three lines, or null. May be a whole abstract: rendering cuts it at a sentence or word. */
  summary: string | null;
  /** The interest that fired and the signal that lifted it, e.g. `Agents & tool use · 214 upvotes`. */
  reason: string;
  /** True for the marked pick from outside the reader's interests. */
  exploration: boolean;
  /** The headline's target: the paper's arXiv page. */
  url: string;
  pdfUrl: string;
  codeUrl: string | null;
  projectUrl: string | null;
  discussionUrl: string | null;
  discussionCount: number | null;
  /** Null until there are such pages. */
  moreUrl: string | null;
  lessUrl: string | null;
}
