import type { StateMove } from '../../editions/state-moves.ts';

/**
 * State of one delivery. `planned`: due later, or waiting for a retry. `sending`: claimed by a worker.
 * `accepted`: the provider accepted it. `excluded`: skipped, for a reason that is not a failure. `failed`:
 * permanently refused. `uncertain`: attempted, but no outcome was recorded.
 */
export const DELIVERY_STATES = ['planned', 'sending', 'accepted', 'excluded', 'failed', 'uncertain'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Reasons for skipping a delivery. */
export const SKIP_REASONS = [
  'nothing-new',
  'unsubscribed',
  'paused',
  'suppressed',
  'erased',
  'not-active',
  'too-late',
  'cancelled',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/**
 * Legal state moves of a delivery; a database trigger rejects any other. `excluded` is final: the subscriber,
 * the clock or a canceling operator made that decision, and a later retry must not undo it. A delivery that
 * was accepted once stays accepted when sending it again fails.
 */
export const DELIVERY_MOVES: readonly StateMove<DeliveryState>[] = [
  { from: 'planned', to: 'sending', by: ['worker'], when: 'its batch is claimed' },
  {
    from: 'planned',
    to: 'excluded',
    by: ['worker', 'operator'],
    when: 'nothing is new, consent is withdrawn, it is too late, or the edition is canceled',
  },
  {
    from: 'planned',
    to: 'accepted',
    by: ['worker', 'operator'],
    when: 'it was accepted before, and sending it again is no longer allowed',
  },
  {
    from: 'sending',
    to: 'planned',
    by: ['worker', 'sweep'],
    when: 'the claim is released, or the provider defers it',
  },
  { from: 'sending', to: 'accepted', by: ['worker', 'sweep'], when: 'the provider accepts it' },
  {
    from: 'sending',
    to: 'failed',
    by: ['worker', 'sweep'],
    when: 'the provider rejects it permanently, or it cannot be rendered',
  },
  {
    from: 'sending',
    to: 'excluded',
    by: ['worker', 'sweep'],
    when: 'consent is withdrawn before the call, or its edition was canceled meanwhile',
  },
  { from: 'sending', to: 'uncertain', by: ['worker', 'sweep'], when: 'its outcome is unknown' },
  { from: 'uncertain', to: 'accepted', by: ['webhook', 'operator'], when: 'its arrival is confirmed' },
  {
    from: 'uncertain',
    to: 'planned',
    by: ['operator'],
    when: 'it is sent again although it may have arrived',
  },
  {
    from: 'failed',
    to: 'planned',
    by: ['operator', 'worker'],
    when: 'it is retried, or its provider turns out to refuse every recipient',
  },
  { from: 'accepted', to: 'planned', by: ['operator'], when: 'it is sent to one subscriber again' },
];

/**
 * Reason for skipping a subscriber in that state; null if the subscriber is active, or if a pause ends by the
 * local day of the delivery.
 */
export function skipReasonFor(
  state: string,
  delivery: { localDay: string; pausedUntil: string | null } | null = null,
): SkipReason | null {
  const ended = state === 'paused' && delivery?.pausedUntil && delivery.pausedUntil <= delivery.localDay;
  if (state === 'active' || ended) return null;
  return (SKIP_REASONS as readonly string[]).includes(state) ? (state as SkipReason) : 'not-active';
}
