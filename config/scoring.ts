import type { SignalName } from './signals.ts';

/** Increment with every change below that can move a paper: pools and baselines store it. */
export const SCORING_VERSION = 2;

/** Expected value of a signal for a paper of a given age; a reading counts relative to it. */
export const EXPECTATION = {
  /** Upper bounds in hours; older papers fall into the last bucket. Narrow where upvotes grow fastest. */
  ageBucketHours: [6, 12, 18, 24, 36, 48, 72, 96, 168],
  /** Longer than a conference season would mix habits; shorter leaves weekdays with too few papers. */
  windowDays: 56,
  /** m papers have weight m / (m + 20): below twenty the coarser expectation dominates. */
  shrinkage: 20,
  /**
   * A young bucket is mostly zeros with almost no spread; without a floor a single vote would be an outlier.
   */
  spreadFloor: 0.5,
  /**
   * In ln(1 + n), while there is no history. Upvotes: one vote is normal when a list opens, and the extremes
   * of one day are about four spreads apart. Others: rough orders of magnitude, with little weight.
   */
  prior: {
    hf_upvotes: { level: 0.7, spread: 1.2 },
    hf_comments: { level: 0.7, spread: 0.7 },
    github_stars: { level: 2, spread: 2 },
  },
} as const;

export const VELOCITY = {
  /** A gain has half its weight after two days, about when a list stops gaining. */
  halfLifeHours: 48,
  /** True where the first reading was gained since publication; a repository with stars may be older. */
  countsFromPublic: { hf_upvotes: true, hf_comments: true, github_stars: false },
} as const;

/** Reciprocal rank fusion, Σ weight / (k + rank), within each topic. */
export const FUSION = {
  /** From the original paper (Cormack et al. 2009). */
  k: 60,
  /** Upvotes dominate: once they exist, no other signal predicts the final list as well. */
  standing: { hf_upvotes: 1, hf_comments: 0.05, github_stars: 0.05 },
  velocity: { hf_upvotes: 0.3, hf_comments: 0, github_stars: 0.05 },
  /** For the hours without votes; `freshness` and `match` break ties and little more. */
  freshness: 0.03,
  match: 0.05,
  /** Decides while there are no votes; with votes, it orders equal ones and weighs list days. */
  prior: 0.15,
} as const;

export const ATTENTION = {
  /** Weight of other signals added to that of upvotes, each clamped to 0–4 spreads. */
  extra: { hf_comments: 0.1, github_stars: 0.1 },
  extraCeiling: 4,
  /** Spreads below "no upvotes": a listed paper without upvotes was at least submitted to the list. */
  unread: 1.5,
} as const;

/** Share of the cold model, which reads a paper before anyone votes. */
export const PRIOR = {
  /**
   * On a list, half of the weight is left after this time: at 10 UTC votes order a list at .98 (NDCG@10), the
   * model at .85.
   */
  halfLifeHours: 6,
  /** For papers on no list, which get no votes: weight, and limit of the expected standing. */
  unlisted: 0.5,
  unlistedLimit: 2,
  /** Of a paper on no list among those on one, like ATTENTION.unread. */
  unlistedShift: 1.5,
} as const;

export const OBSERVATION = {
  /** Readings of one round are closer together than this and comparable as plain numbers. */
  sameTimeHours: 3,
  /** Age of the earlier reading behind "since yesterday". */
  yesterdayHours: { from: 20, to: 28 },
} as const;

export const PICKING = {
  /** Score = (base + (1 − base) · match) · strength: a weak match costs less than low attention. */
  matchBase: 0.5,
  /**
   * Strength = share · attention + (1 − share) · rank within the topic, so small topics have leaders, too.
   */
  attentionShare: 0.65,
  /** Level = 1 / (1 + e^(−attention / scale)): wide enough that 100 upvotes still differ from 30. */
  attentionScale: 1.5,
  /** Minimum of match · level: passes a young list, and stops papers that stayed unnoticed for days. */
  floor: 0.15,
  /** A match in the abstract alone is weaker than one in the title. */
  queryInTitle: 1,
  queryInAbstract: 0.8,
  /** Words near each other are the weakest match, for queries too long to be anyone's phrase. */
  queryNearby: 0.5,
  queryNearbyWords: 5,
  /** Half of the places are distributed evenly over the interests, the rest by score. */
  slotShare: 0.5,
  /** Maximal marginal relevance (Carbonell & Goldstein 1998): λ · score − (1 − λ) · similarity. */
  lambda: 0.7,
  /** Similarity = share · titles + (1 − share) · topics. Topics weigh less: they are followed on purpose. */
  titleShare: 0.85,
  /** Number of best papers compared with each other, which bounds the cost per subscriber. */
  window: 60,
  /**
   * Each "more" mark on a topic doubles the score of its papers, each "less" halves it, from the next digest
   * on.
   */
  markFactor: 2,
  /** Papers per interest in a shortlist: more than any subscriber receives from the days of one pool. */
  depth: 150,
} as const;

/** Maximum net marks that count per topic: a subscriber who marks every pick still gets other papers. */
export const MAX_TOPIC_MARKS = 2;

export const EXPLORATION = {
  /** One pick in this many, counted over a subscriber's digests. */
  oneIn: 10,
  /** Picks of a digest, exploration included, below which it has none. */
  minimumPicks: 5,
  /** Minimum attention, average: a paper outside the followed topics must earn its place. */
  attentionFloor: 0,
  /** Papers in the shortlist, enough that those already sent do not use it up. */
  depth: 60,
} as const;

/** "Also trending" requires at least average attention. */
export const ALSO_TRENDING = { attentionFloor: 0 } as const;

/** Minimum gain of papers over the week before for a weekly recap to mention a topic. */
export const RISE = { minimumPapers: 3 } as const;

/**
 * Conditions for a top percentage in a pick reason. Among few papers it means nothing, and below the top
 * quarter it would praise a weak fact.
 */
export const COMPARISON = { minimumPapers: 5, minimumPercent: 75, minimumUpvotes: 5 } as const;

/**
 * Smallest counts that a pick reason states. Half of 7,576 papers on the daily lists up to April 2026 ended
 * with 6 upvotes or fewer, so a smaller number says nothing for a paper.
 */
export const NOTABLE: Readonly<Record<SignalName, number>> = {
  hf_upvotes: 10,
  github_stars: 25,
  hf_comments: 5,
};

/** Title words ignored by the similarity of two papers. */
export const TITLE_STOP_WORDS: ReadonlySet<string> = new Set(
  'a an and are as at by for from how in into is it of on or the to towards using via what when with'.split(
    ' ',
  ),
);
