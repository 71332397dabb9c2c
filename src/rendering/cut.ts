import { randomBytes, randomInt } from 'node:crypto';

/**
 * Stand-ins for what differs by reader. They are random in each process, so that no external text can contain
 * one, and as long as what they stand for, so that nothing is cut or wrapped differently.
 */
export const STAND_INS = {
  token: `q${randomBytes(31).toString('hex')}`,
  page: `q${randomBytes(31).toString('hex')}`,
  key: `q${randomBytes(11).toString('hex').slice(1)}`,
  reason: `q${randomBytes(20).toString('hex')}`,
  section: `q${randomBytes(20).toString('hex')}`,
  number: String(randomInt(1e14, 2e14)),
} as const;

/** Part of a digest that differs by reader. */
export type Slot = keyof typeof STAND_INS;

const SLOTS = new Map<string, Slot>([
  [STAND_INS.token, 'token'],
  [STAND_INS.page, 'page'],
  [STAND_INS.key, 'key'],
  [STAND_INS.reason, 'reason'],
  [STAND_INS.section, 'section'],
  [STAND_INS.number, 'number'],
]);
const STAND_IN = new RegExp(`(${[...SLOTS.keys()].join('|')})`);

/** Compiled text, cut at its slots. */
export interface Cut {
  first: string;
  rest: readonly { slot: Slot; after: string }[];
}

/** Cuts a compiled text at every stand-in. */
export function cutAtSlots(compiled: string): Cut {
  const [first = '', ...pieces] = compiled.split(STAND_IN);
  const rest: { slot: Slot; after: string }[] = [];
  for (let index = 0; index < pieces.length; index += 2) {
    const slot = SLOTS.get(pieces[index] ?? '');
    if (slot) rest.push({ slot, after: pieces[index + 1] ?? '' });
  }
  return { first, rest };
}

/** Appends a cut to `parts`, with values that are already escaped for where they stand. */
export function fillCut(parts: string[], { first, rest }: Cut, values: Readonly<Record<Slot, string>>): void {
  parts.push(first);
  for (const { slot, after } of rest) parts.push(values[slot], after);
}

/** Memory that a cut takes, in bytes. */
export function cutBytes({ first, rest }: Cut): number {
  return rest.reduce((sum, { after }) => sum + 2 * after.length + 64, 2 * first.length + 64);
}
