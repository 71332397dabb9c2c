import type { Language } from '../../config/languages.ts';

/** Everything a digest shows, as plain data. */
export interface DigestProps {
  /** Language of our own texts; titles, names and summaries are not translated. */
  language: Language;
  /** Date of delivery in the subscriber's time zone, YYYY-MM-DD. */
  date: string;
  /** In reading order; empty when nothing matched. */
  picks: DigestPick[];
  /** Number of papers in the candidate pool. */
  poolSize: number;
  /** Set in a weekly recap, which groups its picks by topic; null in a daily digest. */
  week: DigestWeek | null;
  /** Up to eight further titles. */
  alsoTrending: { title: string; topic: string; url: string }[];
  /** Footer line about the subscription: `You follow 3 topics · weekdays at 07:00, Berlin`. */
  subscription: string;
  /** Null links are omitted: a page that others may open has none of the subscriber's own links. */
  links: {
    /** Home page. */
    site: string;
    preferences: string | null;
    pause: string | null;
    unsubscribe: string | null;
    /** This digest as a page. */
    browser: string | null;
    readingList: string | null;
    /** Sign-up page, for readers of a forwarded email. */
    subscribe: string;
  };
  postalAddress: string;
}

/** The week of a recap. */
export interface DigestWeek {
  /** Its first day, YYYY-MM-DD. */
  from: string;
  /** Largest rise: a topic with its papers in this and the week before, or a paper; null without one. */
  rise:
    | { kind: 'topic'; name: string; url: string; papers: number; before: number }
    | { kind: 'paper'; name: string; url: string; upvotes: number }
    | null;
}

/** One pick with its reason. */
export interface DigestPick {
  title: string;
  /** Known names; may be empty. */
  authors: string[];
  /** Number of authors, including those without a known name; 0 if unknown. */
  authorCount: number;
  organisation: string | null;
  /** Day it became public, YYYY-MM-DD; null if unknown. */
  publicOn: string | null;
  /** GitHub stars of its code; null if unknown. */
  stars: number | null;
  /** Name of its topic; empty without one. */
  topic: string;
  /** The whole abstract, from which rendering takes the summary if there is none. */
  abstract: string | null;
  /** Summary by the source, an operator or a language model; rendering truncates it. */
  summary: string | null;
  /** Pick reason, e.g. `214 upvotes since yesterday · top 3% in Agents & tool use`. */
  reason: string;
  /** True for a pick from outside the subscriber's interests, which is labeled. */
  exploration: boolean;
  /** Target of the headline: the paper's page on this site. */
  url: string;
  arxivUrl: string;
  pdfUrl: string;
  codeUrl: string | null;
  projectUrl: string | null;
  discussionUrl: string | null;
  discussionCount: number | null;
  /** Null omits the link, as for `moreUrl` and `lessUrl`. */
  saveUrl: string | null;
  moreUrl: string | null;
  lessUrl: string | null;
}
