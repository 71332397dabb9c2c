/**
 * Reasons for a suppression, from weak to strong. A stronger one that is reported later replaces a weaker
 * one: reports arrive in any order, and the result must not depend on it. The operator's own is never
 * replaced.
 */
export const SUPPRESSION_REASONS = [
  'soft-bounces',
  'address-refused',
  'hard-bounce',
  'complaint',
  'operator',
] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];
