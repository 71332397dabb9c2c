/**
 * Whole numbers that sources report about a paper's attention. Terms are added up in this order, so that sums
 * are equal to the last bit: append new names. A name that is removed must stay readable in stored digests
 * (`compositionSchema`).
 */
export const SIGNAL_NAMES = ['hf_upvotes', 'hf_comments', 'github_stars'] as const;

export type SignalName = (typeof SIGNAL_NAMES)[number];
