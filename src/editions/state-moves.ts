/** Who makes a move: a worker that sends, the sweep after a crash, a provider's webhook, or an operator. */
export type MoveActor = 'worker' | 'sweep' | 'webhook' | 'operator';

/** One legal move from a state to another: who makes it, and when. The database refuses every move that is not listed. */
export interface StateMove<State extends string> {
  from: State;
  to: State;
  by: readonly MoveActor[];
  when: string;
}

/** The states from which that mover may go there. */
export function statesBefore<State extends string>(
  moves: readonly StateMove<State>[],
  to: State,
  by: MoveActor,
): State[] {
  return moves.filter((move) => move.to === to && move.by.includes(by)).map((move) => move.from);
}
