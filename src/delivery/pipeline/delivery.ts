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
 * the clock or a canceling operator decided it, and a retry hours later must not undo that. A delivery that
 * was accepted once stays accepted when sending it again fails.
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

/** Reason for skipping a subscriber in that state; null if the subscriber is active. */
export function skipReasonFor(state: string): SkipReason | null {
  if (state === 'active') return null;
  return (SKIP_REASONS as readonly string[]).includes(state) ? (state as SkipReason) : 'not-active';
}
