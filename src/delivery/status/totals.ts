import { DELIVERY_STATES, type DeliveryState } from '../pipeline/delivery.ts';

/** The books of one or several editions: audience = the sum of all the others. */
export interface DeliveryTotals {
  audience: number;
  accepted: number;
  /** Reason → number. */
  excluded: Record<string, number>;
  failed: number;
  uncertain: number;
  /** Still to be done: waiting, or in a worker's hands at this moment. */
  planned: number;
  balanced: boolean;
}

/** Counts the books from state, reason and number. `audience` was counted apart, when the rows were planned. */
export function toTotals(
  audience: number,
  counts: readonly { state: string; reason: string | null; count: number }[],
): DeliveryTotals {
  const sum = (...states: DeliveryState[]) =>
    counts
      .filter((row) => (states as string[]).includes(row.state))
      .reduce((total, row) => total + row.count, 0);
  const excluded: Record<string, number> = {};
  for (const row of counts) {
    if (row.state !== 'excluded') continue;
    const reason = row.reason ?? 'unknown';
    excluded[reason] = (excluded[reason] ?? 0) + row.count;
  }
  const books = {
    audience,
    accepted: sum('accepted'),
    excluded,
    failed: sum('failed'),
    uncertain: sum('uncertain'),
    planned: sum('planned', 'sending'),
  };
  return { ...books, balanced: audience === sum(...DELIVERY_STATES) };
}

/** The books of several editions together. */
export function sumTotals(books: readonly DeliveryTotals[]): DeliveryTotals {
  const total: DeliveryTotals = {
    audience: 0,
    accepted: 0,
    excluded: {},
    failed: 0,
    uncertain: 0,
    planned: 0,
    balanced: true,
  };
  for (const each of books) {
    for (const key of ['audience', 'accepted', 'failed', 'uncertain', 'planned'] as const)
      total[key] += each[key];
    for (const [reason, count] of Object.entries(each.excluded)) {
      total.excluded[reason] = (total.excluded[reason] ?? 0) + count;
    }
    total.balanced &&= each.balanced;
  }
  return total;
}
