/** Why an address must not be mailed. */
export const SUPPRESSION_REASONS = ['address-refused', 'hard-bounce', 'complaint', 'operator'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];
