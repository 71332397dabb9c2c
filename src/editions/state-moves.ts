/** Actor of a move: a worker that sends, the sweep after a crash, a provider's webhook, or an operator. */
export type MoveActor = 'worker' | 'sweep' | 'webhook' | 'operator';

/**
 * One legal move between two states, with its actors and its occasion. The database rejects every move that
 * is not listed.
 */
export interface StateMove<State extends string> {
  from: State;
  to: State;
  by: readonly MoveActor[];
  when: string;
}

/** States from which this actor may move to `to`. */
export function statesBefore<State extends string>(
  moves: readonly StateMove<State>[],
  to: State,
  by: MoveActor,
): State[] {
  return moves.filter((move) => move.to === to && move.by.includes(by)).map((move) => move.from);
}
