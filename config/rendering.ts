/** How much of a paper a digest shows. Lengths are in characters; 0 leaves the piece out. */
export interface DetailLevel {
  title: number;
  byline: number;
  summary: number;
  reason: number;
  alsoTrending: boolean;
  /** Everything beyond the headline's own link. */
  links: boolean;
  /** Addresses longer than this are left out; `&` counts five. */
  address: number;
}

const full: DetailLevel = {
  title: 300,
  byline: 160,
  summary: 195,
  reason: 200,
  alsoTrending: true,
  links: true,
  address: 2_000,
};

/** What a mail may weigh, and what goes first when it weighs more. Data only. */
export const RENDERING = {
  /** Gmail cuts a mail off here. */
  limitBytes: 102_400,
  /** Leaves room for what a provider adds, such as rewritten links. */
  targetBytes: 90_000,
  subjectLength: 70,
  preheaderTitleLength: 70,
  alsoTrending: 8,
  /** Foot lines are our own words; the bound is there so that no configuration can burst a mail. */
  footerLength: 300,
  textColumns: 72,
  /**
   * From everything down to what always fits: thirty papers in the last row weigh at most 30 × 2.8 kB even when
   * every character needs six bytes. The first row that stays within aimBytes is used.
   */
  details: [
    full,
    { ...full, summary: 140 },
    { ...full, summary: 80 },
    { ...full, summary: 140, alsoTrending: false },
    { ...full, summary: 0, alsoTrending: false },
    { ...full, summary: 0, alsoTrending: false, title: 160, byline: 80, reason: 120, address: 500 },
    {
      title: 100,
      byline: 60,
      summary: 0,
      reason: 60,
      alsoTrending: false,
      links: false,
      address: 200,
    },
  ] satisfies DetailLevel[],
} as const;
