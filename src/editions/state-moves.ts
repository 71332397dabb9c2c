/** Who makes a move: a worker that sends, the sweep after a crash, a provider's webhook, or an operator. */
export type Mover = 'worker' | 'sweep' | 'webhook' | 'operator';

/** One legal move from a state to another: who makes it, and when. The database refuses every move that is not listed. */
export interface Move<State extends string> {
  from: State;
  to: State;
  by: readonly Mover[];
  when: string;
}

/** The states from which that mover may go there. */
export function statesBefore<State extends string>(
  moves: readonly Move<State>[],
  to: State,
  by: Mover,
): State[] {
  return moves.filter((move) => move.to === to && move.by.includes(by)).map((move) => move.from);
}
