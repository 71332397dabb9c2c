/** Amount of detail per paper in a digest. Lengths are in characters; 0 omits the part. */
export interface DetailLevel {
  title: number;
  byline: number;
  summary: number;
  /** Summary of the lead, which is set larger than the other picks. */
  leadSummary: number;
  reason: number;
  alsoTrending: boolean;
  contents: boolean;
  /** Links other than that of the headline. */
  links: boolean;
  /** Longer URLs are omitted; `&` counts as five. */
  address: number;
}

const full: DetailLevel = {
  title: 300,
  byline: 160,
  summary: 195,
  leadSummary: 280,
  reason: 200,
  alsoTrending: true,
  contents: true,
  links: true,
  address: 2_000,
};

/** Size limits of an email, and the levels of detail to get below them. Data only. */
export const RENDERING = {
  /** Gmail clips an email here. */
  limitBytes: 102_400,
  /** Leaves room for additions by a provider, like rewritten links. */
  targetBytes: 90_000,
  /** Level of most digests, and the only one at which they are joined from compiled pieces. */
  fullDetail: full,
  /** Length of a summary at full detail. */
  summaryLength: full.summary,
  subjectLength: 70,
  preheaderTitleLength: 70,
  alsoTrending: 8,
  /** Fewest stars that a byline names: two thirds of repositories have fewer on the morning of their list (870 of 2026). */
  starsFrom: 10,
  /** Picks from which on a digest has a contents list. */
  contentsFrom: 5,
  /** Maximum length of a title there, and minimum length before a colon for a title to be cut at it. */
  contentsTitle: 56,
  shortTitle: 16,
  /** The footer is our own text; the limit only keeps any configuration from exceeding the size. */
  footerLength: 300,
  textColumns: 72,
  /**
   * From full detail down to a level that always fits: 30 papers at the last level take at most 30 × 2.8 kB
   * even when every character needs six bytes. The first level within targetBytes is used.
   */
  details: [
    full,
    { ...full, summary: 140, leadSummary: 195 },
    { ...full, summary: 80, leadSummary: 140 },
    { ...full, summary: 140, leadSummary: 140, alsoTrending: false },
    { ...full, summary: 0, leadSummary: 0, alsoTrending: false },
    {
      ...full,
      summary: 0,
      leadSummary: 0,
      alsoTrending: false,
      contents: false,
      title: 160,
      byline: 80,
      reason: 120,
      address: 500,
    },
    {
      title: 100,
      byline: 60,
      summary: 0,
      leadSummary: 0,
      contents: false,
      reason: 60,
      alsoTrending: false,
      links: false,
      address: 200,
    },
  ] satisfies DetailLevel[],
} as const;
