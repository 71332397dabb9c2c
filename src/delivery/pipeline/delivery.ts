import type { StateMove } from '../../editions/state-moves.ts';

/**
 * What can be said of one digest. planned: waits for its hour, or for another try. sending: claimed by a worker.
 * accepted: the provider took it. excluded: nothing was sent, for a reason that is nobody's failure. failed: refused
 * for good. uncertain: an attempt whose outcome nobody recorded.
 */
export const DELIVERY_STATES = ['planned', 'sending', 'accepted', 'excluded', 'failed', 'uncertain'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why somebody in an edition's audience was sent nothing. */
export const EXCLUSIONS = [
  'nothing-new',
  'unsubscribed',
  'paused',
  'suppressed',
  'erased',
  'not-active',
  'too-late',
  'cancelled',
] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/**
 * Every legal move of a delivery; a trigger of the database refuses any other. Excluded is the end: it was decided that this
 * person gets nothing, by themselves, by the clock or by an operator who cancelled, and what was decided is not
 * undone hours later by a retry. What a provider once took stays accepted when a further sending of it comes to nothing.
 */
export const DELIVERY_MOVES: readonly StateMove<DeliveryState>[] = [
  { from: 'planned', to: 'sending', by: ['worker'], when: 'it is claimed with its batch' },
  {
    from: 'planned',
    to: 'excluded',
    by: ['worker', 'operator'],
    when: 'nothing is new, consent is gone, it is too late, or the edition is cancelled',
  },
  {
    from: 'planned',
    to: 'accepted',
    by: ['worker', 'operator'],
    when: 'it was to be sent once more and no longer may be: what was taken before counts',
  },
  {
    from: 'sending',
    to: 'planned',
    by: ['worker', 'sweep'],
    when: 'the claim is given back, or the provider asked to wait',
  },
  { from: 'sending', to: 'accepted', by: ['worker', 'sweep'], when: 'the provider took it' },
  { from: 'sending', to: 'failed', by: ['worker', 'sweep'], when: 'the provider refused it for good' },
  {
    from: 'sending',
    to: 'excluded',
    by: ['worker', 'sweep'],
    when: 'consent is gone at the last look, or it comes back to a cancelled edition',
  },
  { from: 'sending', to: 'uncertain', by: ['worker', 'sweep'], when: 'nobody knows what became of it' },
  { from: 'uncertain', to: 'accepted', by: ['webhook', 'operator'], when: 'it turns out that it was taken' },
  { from: 'uncertain', to: 'planned', by: ['operator'], when: 'it shall be sent again in spite of it' },
  { from: 'failed', to: 'planned', by: ['operator'], when: 'it shall be tried again' },
  { from: 'accepted', to: 'planned', by: ['operator'], when: 'one person shall get it once more' },
];

/** The reason for which a subscriber in that state is sent nothing; null for an active one. */
export function exclusionFor(state: string): Exclusion | null {
  if (state === 'active') return null;
  return (EXCLUSIONS as readonly string[]).includes(state) ? (state as Exclusion) : 'not-active';
}

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
export function totalsOf(
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
export function totalOf(books: readonly DeliveryTotals[]): DeliveryTotals {
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
