import type { StateMove } from '../../editions/state-moves.ts';

/**
 * State of one attempt: one batch claimed by one worker. `claimed`: stored with its idempotency key, no
 * provider called. `started`: the payload hash is stored, the provider may have been called. `released`:
 * given up before the call. `settled`: every outcome is known. `uncertain`: at least one outcome is not. An
 * attempt is history: what is learned later about a delivery is recorded in the delivery.
 */
export const ATTEMPT_STATES = ['claimed', 'started', 'released', 'settled', 'uncertain'] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** Legal state moves of an attempt; a database trigger rejects any other. */
export const ATTEMPT_MOVES: readonly StateMove<AttemptState>[] = [
  {
    from: 'claimed',
    to: 'started',
    by: ['worker'],
    when: 'the final check before the call passes',
  },
  {
    from: 'claimed',
    to: 'released',
    by: ['worker', 'sweep'],
    when: 'nothing can be sent now, or its worker was lost',
  },
  {
    from: 'started',
    to: 'settled',
    by: ['worker', 'sweep'],
    when: 'every outcome is known',
  },
  {
    from: 'started',
    to: 'uncertain',
    by: ['worker', 'sweep'],
    when: 'an outcome is unknown and a replay is not possible',
  },
];
