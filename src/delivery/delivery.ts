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
 * Every legal move of a delivery, and who makes it. Queries name the state they move from in their WHERE clause,
 * so a move that is not here does not happen, whoever else is at work.
 *
 * planned → sending     a worker claims a batch
 * planned → excluded    composing finds nothing, or consent is gone, or it is too late
 * sending → planned     the claim is released, or the provider asked to wait
 * sending → accepted | failed | excluded | uncertain    the outcome is recorded
 * uncertain → accepted | failed    a webhook or the operator settles it
 * failed → planned      the operator retries exactly the failures
 */
export const DELIVERY_MOVES: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  planned: ['sending', 'excluded'],
  sending: ['planned', 'accepted', 'failed', 'excluded', 'uncertain'],
  uncertain: ['accepted', 'failed'],
  failed: ['planned'],
  accepted: [],
  excluded: [],
};

/** The reason for which a subscriber in that state is sent nothing; null for an active one. */
export function exclusionFor(state: string): Exclusion | null {
  if (state === 'active') return null;
  return (EXCLUSIONS as readonly string[]).includes(state) ? (state as Exclusion) : 'not-active';
}

/** The books of one or several editions: audience = the sum of all the others. */
export interface Books {
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
export function booksOf(
  audience: number,
  counts: readonly { state: string; reason: string | null; count: number }[],
): Books {
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
export function totalOf(books: readonly Books[]): Books {
  const total: Books = {
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
