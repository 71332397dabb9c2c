/**
 * Whole numbers that sources report about a paper's attention. Terms are added up in this order, so that sums are the
 * same to the last bit: a new one goes to the end, and none is ever taken out, because kept digests name them.
 */
export const SIGNAL_NAMES = ['hf_upvotes', 'hf_comments', 'github_stars', 'hn_points'] as const;

export type SignalName = (typeof SIGNAL_NAMES)[number];
