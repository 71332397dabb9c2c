import type { Transaction } from 'kysely';
import { CIRCUIT } from '../../../config/providers.ts';
import type { Context } from '../../context.ts';
import { addDays, dayOf } from '../../day.ts';
import type { Database } from '../../db/schema.ts';
import type { Provider } from '../../ports.ts';
import { afterOutcome, type Circuit, CLOSED, cleared, probing, readinessOf } from './circuit-breaker.ts';
import {
  countOnTheirWay,
  countTaken,
  lockCircuit,
  readCircuits,
  storeCircuit,
} from './circuit-breaker-queries.ts';
import { allowanceOf, batchLimit, chooseProvider, roomForEditions } from './provider.ts';

/** Where the next mails may go. */
export interface ProviderChoice {
  provider: Provider;
  /** Mails, at most. */
  limit: number;
  /** Set, and locked, when these mails try a provider that has rested: takeSeat writes that down. */
  tried: Circuit | null;
}

type Trx = Transaction<Database>;

/** What a provider has for us now: that many mails, nothing for a moment (`full`), or nothing until it has rested (`spent`). */
type Room = number | 'full' | 'spent';

/**
 * Finds the provider for a batch of an edition: of those that do not rest, by weight; one whose connections or day's mails are
 * used up makes room for the others. Null when there is none. It may lock a provider's row until the transaction
 * ends, so that no two workers take the same room.
 */
export function findProvider(
  trx: Trx,
  ctx: Pick<Context, 'providers'>,
  key: string,
  now: Date,
): Promise<ProviderChoice | null> {
  return seek(trx, ctx.providers, key, now, roomForBatch);
}

/** As findSeat, for one letter: it may take the last connection, and what a day's allowance keeps for it. */
export function chooseTransactionalProvider(
  trx: Trx,
  ctx: Pick<Context, 'providers'>,
  key: string,
  now: Date,
): Promise<ProviderChoice | null> {
  return seek(trx, ctx.providers, key, now, roomForLetter);
}

/** Notes that the mails of this seat are under way: while they try a provider, nobody else does. */
export async function reserveProvider(
  trx: Trx,
  { provider, tried }: ProviderChoice,
  now: Date,
): Promise<void> {
  if (tried) await storeCircuit(trx, provider.name, probing(tried, now), now);
}

/** After how many milliseconds it is worth looking for a seat again. */
export async function retryChoiceMs(ctx: Pick<Context, 'db' | 'providers'>, now: Date): Promise<number> {
  const circuits = await readCircuits(ctx.db);
  const waits = ctx.providers.map(({ name }) => {
    const circuit = circuits.get(name);
    if (!circuit || readinessOf(circuit, now) !== 'resting') return 0;
    if (circuit.state === 'probing') return PROBE_LOOK_MS;
    return (circuit.retryAt ?? now).getTime() - now.getTime();
  });
  return Math.min(Math.max(Math.min(...waits), ONE_SECOND_MS), LONGEST_WAIT_MS);
}

const ONE_SECOND_MS = 1_000;
/** A probe tells within seconds whether mail is taken again; `probingUntil` is for one whose worker was lost. */
const PROBE_LOOK_MS = 5_000;
/** An operator may end a rest early, and a letter should find out. */
const LONGEST_WAIT_MS = 5 * 60_000;

async function seek(
  trx: Trx,
  providers: readonly Provider[],
  key: string,
  now: Date,
  roomAt: (trx: Trx, provider: Provider, circuit: Circuit, now: Date) => Promise<Room>,
): Promise<ProviderChoice | null> {
  const circuits = await readCircuits(trx);
  let open = providers.filter(({ name }) => readinessOf(circuits.get(name), now) !== 'resting');
  for (let one = chooseProvider(open, key); one; one = chooseProvider(open, key)) {
    const provider = one;
    const shared = provider.limits.connections !== null || allowanceOf(provider.limits, dayOf(now)) !== null;
    const known = circuits.get(provider.name) ?? CLOSED;
    const circuit =
      shared || readinessOf(known, now) === 'probe' ? await lockCircuit(trx, provider.name) : known;
    const readiness = readinessOf(circuit, now);
    const room = readiness === 'resting' ? 'spent' : await roomAt(trx, provider, circuit, now);
    if (typeof room === 'number') {
      const probe = readiness === 'probe';
      return {
        provider,
        limit: probe ? Math.min(room, CIRCUIT.probeSize) : room,
        tried: probe ? circuit : null,
      };
    }
    // Who is full for a moment is not away: those that only stand in are not asked for that.
    const standIns = room === 'spent' || provider.weight === 0;
    open = open.filter((each) => each !== provider && (standIns || each.weight > 0));
  }
  return null;
}

async function roomForBatch(trx: Trx, provider: Provider, circuit: Circuit, now: Date): Promise<Room> {
  const { name, limits } = provider;
  if (limits.connections) {
    const { batches, letters } = await countOnTheirWay(trx, name, now);
    const { total, perBatch } = limits.connections;
    // One connection is left to letters, so that they never wait behind an edition.
    if (batches * perBatch + Math.max(letters, 1) + perBatch > total) return 'full';
  }
  const day = dayOf(now);
  const allowance = allowanceOf(limits, day);
  if (allowance === null) return batchLimit(provider);
  const taken = await countTaken(trx, name, new Date(`${day}T00:00:00Z`));
  const room = roomForEditions(allowance, taken);
  const reason = `the ${allowance} mails of ${day} are used up, but for those kept for letters`;
  const until = new Date(`${addDays(day, 1)}T00:00:00Z`);
  const after =
    room === 0
      ? afterOutcome(circuit, { kind: 'allowance', reason, until }, now)
      : circuit.kind === 'allowance'
        ? cleared(circuit)
        : circuit;
  if (after !== circuit) await storeCircuit(trx, name, after, now);
  return room === 0 ? 'spent' : Math.min(batchLimit(provider), room);
}

async function roomForLetter(trx: Trx, { name, limits }: Provider, _: Circuit, now: Date): Promise<Room> {
  if (!limits.connections) return 1;
  const { batches, letters } = await countOnTheirWay(trx, name, now);
  return batches * limits.connections.perBatch + letters < limits.connections.total ? 1 : 'full';
}
