import type { Transaction } from 'kysely';
import { CIRCUIT } from '../../../config/providers.ts';
import type { Context } from '../../context.ts';
import { addDays, dayOf } from '../../day.ts';
import type { Database } from '../../db/schema.ts';
import type { Provider } from '../../ports.ts';
import {
  applySignal,
  type Circuit,
  CLOSED_CIRCUIT,
  circuitReadiness,
  closeCircuit,
  startProbe,
} from './circuit-breaker.ts';
import {
  countInFlight,
  countUsed,
  lockCircuit,
  readCircuits,
  storeCircuit,
} from './circuit-breaker-queries.ts';
import { batchLimit, chooseProvider, dailyAllowance, editionAllowance } from './provider.ts';

/** Where the next emails may go. */
export interface ProviderChoice {
  provider: Provider;
  /** Emails, at most. */
  limit: number;
  /** Set, and locked, when these emails try a provider that has rested: takeSeat writes that down. */
  probed: Circuit | null;
}

type Trx = Transaction<Database>;

/** What a provider has for us now: that many emails, nothing for a moment (`full`), or nothing until it has rested (`spent`). */
type Capacity = number | 'full' | 'spent';

/**
 * Finds the provider for a batch of an edition: of those that do not rest, by weight; one whose connections or day's emails are
 * used up makes room for the others. Null when there is none. It may lock a provider's row until the transaction
 * ends, so that no two workers take the same room.
 */
export function chooseBatchProvider(
  trx: Trx,
  ctx: Pick<Context, 'providers'>,
  key: string,
  now: Date,
): Promise<ProviderChoice | null> {
  return choose(trx, ctx.providers, key, now, batchCapacity);
}

/** As findSeat, for one transactional email: it may take the last connection, and what a day's allowance keeps for it. */
export function chooseTransactionalProvider(
  trx: Trx,
  ctx: Pick<Context, 'providers'>,
  key: string,
  now: Date,
): Promise<ProviderChoice | null> {
  return choose(trx, ctx.providers, key, now, transactionalCapacity);
}

/** Notes that the emails of this seat are under way: while they try a provider, nobody else does. */
export async function recordProbe(
  trx: Trx,
  { provider, probed: tried }: ProviderChoice,
  now: Date,
): Promise<void> {
  if (tried) await storeCircuit(trx, provider.name, startProbe(tried, now), now);
}

/** After how many milliseconds it is worth looking for a seat again. */
export async function nextChoiceMs(ctx: Pick<Context, 'db' | 'providers'>, now: Date): Promise<number> {
  const circuits = await readCircuits(ctx.db);
  const waits = ctx.providers.map(({ name }) => {
    const circuit = circuits.get(name);
    if (!circuit || circuitReadiness(circuit, now) !== 'resting') return 0;
    if (circuit.state === 'probing') return PROBE_RECHECK_MS;
    return (circuit.retryAt ?? now).getTime() - now.getTime();
  });
  return Math.min(Math.max(Math.min(...waits), ONE_SECOND_MS), MAX_RECHECK_MS);
}

const ONE_SECOND_MS = 1_000;
/** A probe tells within seconds whether email is taken again; `probingUntil` is for one whose worker was lost. */
const PROBE_RECHECK_MS = 5_000;
/** An operator may end a rest early, and a transactional email should find out. */
const MAX_RECHECK_MS = 5 * 60_000;

async function choose(
  trx: Trx,
  providers: readonly Provider[],
  key: string,
  now: Date,
  capacityOf: (trx: Trx, provider: Provider, circuit: Circuit, now: Date) => Promise<Capacity>,
): Promise<ProviderChoice | null> {
  const circuits = await readCircuits(trx);
  let open = providers.filter(({ name }) => circuitReadiness(circuits.get(name), now) !== 'resting');
  for (let one = chooseProvider(open, key); one; one = chooseProvider(open, key)) {
    const provider = one;
    const shared =
      provider.limits.connections !== null || dailyAllowance(provider.limits, dayOf(now)) !== null;
    const known = circuits.get(provider.name) ?? CLOSED_CIRCUIT;
    const circuit =
      shared || circuitReadiness(known, now) === 'probe' ? await lockCircuit(trx, provider.name) : known;
    const readiness = circuitReadiness(circuit, now);
    const capacity = readiness === 'resting' ? 'spent' : await capacityOf(trx, provider, circuit, now);
    if (typeof capacity === 'number') {
      const probe = readiness === 'probe';
      return {
        provider,
        limit: probe ? Math.min(capacity, CIRCUIT.probeSize) : capacity,
        probed: probe ? circuit : null,
      };
    }
    // Who is full for a moment is not away: those that only stand in are not asked for that.
    const standIns = capacity === 'spent' || provider.weight === 0;
    open = open.filter((each) => each !== provider && (standIns || each.weight > 0));
  }
  return null;
}

async function batchCapacity(trx: Trx, provider: Provider, circuit: Circuit, now: Date): Promise<Capacity> {
  const { name, limits } = provider;
  if (limits.connections) {
    const { batches, transactional } = await countInFlight(trx, name, now);
    const { total, perBatch } = limits.connections;
    // One connection is left to transactional emails, so that they never wait behind an edition.
    if (batches * perBatch + Math.max(transactional, 1) + perBatch > total) return 'full';
  }
  const day = dayOf(now);
  const allowance = dailyAllowance(limits, day);
  if (allowance === null) return batchLimit(provider);
  const taken = await countUsed(trx, name, new Date(`${day}T00:00:00Z`));
  const left = editionAllowance(allowance, taken);
  const reason = `the ${allowance} emails of ${day} are used up, but for those kept for transactional`;
  const until = new Date(`${addDays(day, 1)}T00:00:00Z`);
  const after =
    left === 0
      ? applySignal(circuit, { kind: 'allowance', reason, until }, now)
      : circuit.kind === 'allowance'
        ? closeCircuit(circuit)
        : circuit;
  if (after !== circuit) await storeCircuit(trx, name, after, now);
  return left === 0 ? 'spent' : Math.min(batchLimit(provider), left);
}

async function transactionalCapacity(
  trx: Trx,
  { name, limits }: Provider,
  _: Circuit,
  now: Date,
): Promise<Capacity> {
  if (!limits.connections) return 1;
  const { batches, transactional } = await countInFlight(trx, name, now);
  return batches * limits.connections.perBatch + transactional < limits.connections.total ? 1 : 'full';
}
