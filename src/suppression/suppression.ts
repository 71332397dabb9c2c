/**
 * Why an address must not be mailed, from weak to strong. A stronger one that is learnt later takes the place of the weaker:
 * reports come in any order, and what holds must not depend on it. The operator's own word is never replaced.
 */
export const SUPPRESSION_REASONS = [
  'soft-bounces',
  'address-refused',
  'hard-bounce',
  'complaint',
  'operator',
] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];
