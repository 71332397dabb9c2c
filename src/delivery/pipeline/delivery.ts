import type { StateMove } from '../../editions/state-moves.ts';

/**
 * What can be said of one digest. planned: waits for its hour, or for another try. sending: claimed by a worker.
 * accepted: the provider took it. excluded: nothing was sent, for a reason that is nobody's failure. failed: refused
 * for good. uncertain: an attempt whose outcome nobody recorded.
 */
export const DELIVERY_STATES = ['planned', 'sending', 'accepted', 'excluded', 'failed', 'uncertain'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why somebody in an edition's audience was sent nothing. */
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
export function skipReasonFor(state: string): SkipReason | null {
  if (state === 'active') return null;
  return (SKIP_REASONS as readonly string[]).includes(state) ? (state as SkipReason) : 'not-active';
}
