/** Raise with every change below that can move a paper: pools and baselines carry it. */
export const SCORING_VERSION = 1;

/** A signal's reading is worth this much against what is expected of a paper of its age. */
export const EXPECTATION = {
  /** Upper ends in hours; what is older falls into the last bucket. Narrow where upvotes grow fastest. */
  ageBucketHours: [6, 12, 18, 24, 36, 48, 72, 96, 168],
  /** Longer than a season of conferences would mix habits; shorter leaves weekdays with too few papers. */
  windowDays: 56,
  /** m papers speak with weight m / (m + 20): below twenty the coarser expectation has the say. */
  shrinkage: 20,
  /** A young bucket is mostly zeros, its spread nearly none; without a floor one vote would be a sensation. */
  spreadFloor: 0.5,
  /**
   * In ln(1 + n), while there is no history. Upvotes: one vote is ordinary when a list opens, and the ends
   * of one day lie about four spreads apart. Others: rough orders of magnitude, they weigh little.
   */
  prior: {
    hf_upvotes: { level: 0.7, spread: 1.2 },
    hf_comments: { level: 0.7, spread: 0.7 },
    github_stars: { level: 2, spread: 2 },
  },
} as const;

export const VELOCITY = {
  /** A gain counts half after two days, about when a list stops gaining. */
  halfLifeHours: 48,
  /** The first reading was gained since the paper became public, except stars: a repository may be old. */
  countsFromPublic: { hf_upvotes: true, hf_comments: true, github_stars: false },
} as const;

/** Reciprocal rank fusion, Σ weight / (k + rank), within each topic. */
export const FUSION = {
  /** The value of the original paper (Cormack et al. 2009). */
  k: 60,
  /** Upvotes lead: as soon as they exist nothing else predicts the final list as well. */
  standing: { hf_upvotes: 1, hf_comments: 0.05, github_stars: 0.05 },
  velocity: { hf_upvotes: 0.3, hf_comments: 0, github_stars: 0.05 },
  /** For the hours without votes: they part what would else be equal, and little more. */
  freshness: 0.03,
  match: 0.05,
} as const;

export const ATTENTION = {
  /** What other signals add to the standing by upvotes, each cut to 0–4 spreads so that none runs away. */
  extra: { hf_comments: 0.1, github_stars: 0.1 },
  extraCeiling: 4,
  /** Spreads below "no upvotes": a paper on a list with none was at least proposed by somebody. */
  unread: 1.5,
} as const;

export const OBSERVATION = {
  /** Readings of one round of observation lie closer together than this and can be compared as numbers. */
  sameTimeHours: 3,
  /** "Since yesterday" needs an earlier reading of that age. */
  yesterdayHours: { from: 20, to: 28 },
} as const;

export const PICKING = {
  /** Score = (base + (1 − base) · match) · strength: a doubtful match costs, but less than low attention. */
  matchBase: 0.5,
  /** Strength = share · attention + (1 − share) · place within the topic: a small topic has leaders, too. */
  attentionShare: 0.65,
  /** level = 1 / (1 + e^(−attention / scale)): wide enough that 100 upvotes still differ from 30. */
  attentionScale: 1.5,
  /** Of match · level. Lets a young list pass, and holds back what stayed unnoticed for days. */
  floor: 0.15,
  /** A query that fires in the abstract alone says less than one in the title. */
  queryInTitle: 1,
  queryInAbstract: 0.8,
  /** Half the places are dealt out evenly to the interests, the rest goes by merit. */
  slotShare: 0.5,
  /** Maximal marginal relevance (Carbonell & Goldstein 1998): λ · score − (1 − λ) · similarity. */
  lambda: 0.7,
  /** Similarity = share · titles + (1 − share) · topics. Topics less: a reader follows them on purpose. */
  titleShare: 0.85,
  /** Only so many of the best are weighed against each other, so that a pick stays cheap a subscriber. */
  window: 60,
  /** Each mark "more" on a topic doubles what its papers count, each "less" halves it: seen in the next digest. */
  markFactor: 2,
  /** Papers a shortlist keeps per interest: more than anybody is given of the days of one pool. */
  depth: 150,
} as const;

/** A topic weighs at most so many marks more, or less: a reader who marks every pick shall still get other papers. */
export const MAX_TOPIC_MARKS = 2;

export const EXPLORATION = {
  /** One place in this many, at least one from `minimumSize` on. */
  oneIn: 10,
  minimumSize: 5,
  /** Attention it must have: ordinary or better. What is outside a reader's topics must earn its place. */
  attentionFloor: 0,
  /** How many a shortlist keeps, so that what was sent before does not use them up. */
  depth: 60,
} as const;

/** "Also trending" says that it is: attention must be ordinary or better. */
export const ALSO_TRENDING = { attentionFloor: 0 } as const;

/** When "more than 97 %" may be said: of few papers or a bare majority it means nothing. */
export const COMPARISON = { minimumPapers: 5, minimumPercent: 50 } as const;

/** Words of titles that make no two papers alike. */
export const TITLE_STOP_WORDS: ReadonlySet<string> = new Set(
  'a an and are as at by for from how in into is it of on or the to towards using via what when with'.split(
    ' ',
  ),
);
