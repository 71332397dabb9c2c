import { DELIVERY_STATES, type DeliveryState } from '../pipeline/delivery.ts';

/**
 * Delivery totals of one or several editions: audience = accepted + excluded + failed + uncertain + planned.
 */
export interface DeliveryTotals {
  audience: number;
  accepted: number;
  /** Counts by reason. */
  excluded: Record<string, number>;
  failed: number;
  uncertain: number;
  /** Scheduled, or claimed by a worker. */
  planned: number;
  balanced: boolean;
}

/** Sums counts by state and reason. `audience` comes from the edition, counted when its rows were planned. */
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
  const totals = {
    audience,
    accepted: sum('accepted'),
    excluded,
    failed: sum('failed'),
    uncertain: sum('uncertain'),
    planned: sum('planned', 'sending'),
  };
  return { ...totals, balanced: audience === sum(...DELIVERY_STATES) };
}

/** Adds up the totals of several editions. */
export function sumTotals(editions: readonly DeliveryTotals[]): DeliveryTotals {
  const total: DeliveryTotals = {
    audience: 0,
    accepted: 0,
    excluded: {},
    failed: 0,
    uncertain: 0,
    planned: 0,
    balanced: true,
  };
  for (const each of editions) {
    for (const key of ['audience', 'accepted', 'failed', 'uncertain', 'planned'] as const)
      total[key] += each[key];
    for (const [reason, count] of Object.entries(each.excluded)) {
      total.excluded[reason] = (total.excluded[reason] ?? 0) + count;
    }
    total.balanced &&= each.balanced;
  }
  return total;
}
