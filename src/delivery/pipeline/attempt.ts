import type { StateMove } from '../../editions/state-moves.ts';

/**
 * What can be said of one attempt, which is one batch in one worker's hands. claimed: written down with its key, no provider
 * called. started: the payload's hash is written down, the provider may have been called. released: given up before the
 * call. settled: every outcome is known. uncertain: of at least one delivery it was not. An attempt is history: what
 * is learnt later of a delivery stands in the delivery.
 */
export const ATTEMPT_STATES = ['claimed', 'started', 'released', 'settled', 'uncertain'] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** Every legal move of an attempt; a trigger of the database refuses any other. */
export const ATTEMPT_MOVES: readonly StateMove<AttemptState>[] = [
  {
    from: 'claimed',
    to: 'started',
    by: ['worker'],
    when: 'the last look at consent allows it, just before the call',
  },
  {
    from: 'claimed',
    to: 'released',
    by: ['worker', 'sweep'],
    when: 'nothing may be sent, or its worker was lost',
  },
  {
    from: 'started',
    to: 'settled',
    by: ['worker', 'sweep'],
    when: 'the provider told the outcome of each mail',
  },
  {
    from: 'started',
    to: 'uncertain',
    by: ['worker', 'sweep'],
    when: 'an outcome is unknown and cannot be asked for',
  },
];
