import type { Transaction } from 'kysely';
import { CIRCUIT } from '../../../config/providers.ts';
import type { Context } from '../../context.ts';
import { addDays, dayOf } from '../../day.ts';
import type { Database } from '../../db/schema.ts';
import { pluralize } from '../../plural.ts';
import type { Provider } from '../../ports.ts';
import {
  applySignal,
  type Circuit,
  CLOSED_CIRCUIT,
  circuitReadiness,
  closeCircuit,
  startProbe,
} from './circuit-breaker.ts';
import { countUsed, lockCircuit, readCircuits, storeCircuit } from './circuit-breaker-queries.ts';
import { countConnections } from './connection-queries.ts';
import { batchLimit, chooseProvider, claimLimit, dailyAllowance, editionAllowance } from './provider.ts';

/** Provider chosen for the next emails. */
export interface ProviderChoice {
  provider: Provider;
  /** Maximum number of emails, over all batches. */
  limit: number;
  /** Maximum number of emails per batch. */
  batchSize: number;
  /**
   * Circuit of the provider, row locked, when these emails probe it after a back-off; recordProbe stores it.
   */
  probed: Circuit | null;
}

type Trx = Transaction<Database>;

/**
 * Free capacity in emails; `full`: none until a connection is free; `exhausted`: none until its retry time.
 */
type Capacity = number | 'full' | 'exhausted';

/**
 * Chooses the provider for the next batches of an edition: by weight among those with a closed circuit or a
 * due probe, except those with used-up connections or daily quota. Connections of `runId` are its own;
 * `ahead` allows several windows. Null when none is left. Locks the row of a provider with shared limits
 * until the transaction ends, so that two workers cannot take the same capacity.
 */
export function chooseBatchProvider(
  trx: Trx,
  ctx: Pick<Context, 'providers'>,
  claim: { key: string; runId: string; ahead: boolean },
  now: Date,
): Promise<ProviderChoice | null> {
  return choose(trx, ctx.providers, claim.key, now, (...parameters) => batchCapacity(...parameters, claim));
}

/**
 * As chooseBatchProvider, for one transactional email: it may use the reserved connection and the reserved
 * part of the daily quota. It probes a rejected account only `probeDelayMs` after the back-off.
 */
export function chooseTransactionalProvider(
  trx: Trx,
  ctx: Pick<Context, 'providers'>,
  key: string,
  now: Date,
  probeDelayMs = 0,
): Promise<ProviderChoice | null> {
  return choose(trx, ctx.providers, key, now, transactionalCapacity, probeDelayMs);
}

/**
 * Stores that these emails probe their provider, so that no other batch does until the probe's lease ends.
 */
export async function recordProbe(trx: Trx, { provider, probed }: ProviderChoice, now: Date): Promise<void> {
  if (probed) await storeCircuit(trx, provider.name, startProbe(probed, now), now);
}

/** Returns the milliseconds until some provider may have capacity again. */
export async function nextChoiceMs(
  ctx: Pick<Context, 'db' | 'providers'>,
  now: Date,
  probeDelayMs: number,
): Promise<number> {
  const circuits = await readCircuits(ctx.db);
  const waits = ctx.providers.map(({ name }) => {
    const circuit = circuits.get(name);
    if (!circuit || delayedReadiness(circuit, now, probeDelayMs) !== 'blocked') return 0;
    if (circuit.state === 'probing' && circuitReadiness(circuit, now) === 'blocked') return PROBE_RECHECK_MS;
    return (circuit.retryAt ?? now).getTime() + probeDelayOf(circuit, probeDelayMs) - now.getTime();
  });
  return Math.min(Math.max(Math.min(...waits), ONE_SECOND_MS), MAX_RECHECK_MS);
}

const ONE_SECOND_MS = 1_000;
/** A probe has its result within seconds; `probingUntil` only matters when its worker was lost. */
const PROBE_RECHECK_MS = 5_000;
/**
 * Limits the wait, because an operator may close a circuit early and transactional email should go out then.
 */
const MAX_RECHECK_MS = 5 * 60_000;

/** As circuitReadiness, with a delay before a probe of a rejected account. */
function delayedReadiness(
  circuit: Circuit | undefined,
  now: Date,
  probeDelayMs: number,
): ReturnType<typeof circuitReadiness> {
  const readiness = circuitReadiness(circuit, now);
  if (!circuit || readiness !== 'probe') return readiness;
  const from = (circuit.retryAt?.getTime() ?? 0) + probeDelayOf(circuit, probeDelayMs);
  return from <= now.getTime() ? 'probe' : 'blocked';
}

function probeDelayOf({ kind }: Circuit, probeDelayMs: number): number {
  return kind === 'account' ? probeDelayMs : 0;
}

async function choose(
  trx: Trx,
  providers: readonly Provider[],
  key: string,
  now: Date,
  capacityOf: (trx: Trx, provider: Provider, circuit: Circuit, now: Date) => Promise<Capacity>,
  probeDelayMs = 0,
): Promise<ProviderChoice | null> {
  const circuits = await readCircuits(trx);
  let candidates = providers.filter(
    ({ name }) => delayedReadiness(circuits.get(name), now, probeDelayMs) !== 'blocked',
  );
  for (let next = chooseProvider(candidates, key); next; next = chooseProvider(candidates, key)) {
    const provider = next;
    const hasSharedLimits =
      provider.limits.connections !== null || dailyAllowance(provider.limits, dayOf(now)) !== null;
    const stored = circuits.get(provider.name) ?? CLOSED_CIRCUIT;
    const needsLock = hasSharedLimits || circuitReadiness(stored, now) === 'probe';
    const circuit = needsLock ? await lockCircuit(trx, provider.name) : stored;
    const readiness = delayedReadiness(circuit, now, probeDelayMs);
    const capacity = readiness === 'blocked' ? 'exhausted' : await capacityOf(trx, provider, circuit, now);
    if (typeof capacity === 'number') {
      const probe = readiness === 'probe';
      const batchSize = probe ? Math.min(batchLimit(provider), CIRCUIT.probeSize) : batchLimit(provider);
      return {
        provider,
        limit: probe ? Math.min(capacity, batchSize) : capacity,
        batchSize,
        probed: probe ? circuit : null,
      };
    }
    // A full provider is still available, so fail-over providers (weight 0) do not replace it.
    const allowsFailOver = capacity === 'exhausted' || provider.weight === 0;
    candidates = candidates.filter((each) => each !== provider && (allowsFailOver || each.weight > 0));
  }
  return null;
}

async function batchCapacity(
  trx: Trx,
  provider: Provider,
  circuit: Circuit,
  now: Date,
  { runId, ahead }: { runId: string; ahead: boolean },
): Promise<Capacity> {
  const { name, limits } = provider;
  const limit = claimLimit(provider, ahead);
  if (limits.connections) {
    const { runs, transactional } = await countConnections(trx, name, now, runId);
    const { total, perRun } = limits.connections;
    // One connection is reserved for transactional email, which therefore never waits behind an edition.
    if (runs + Math.max(transactional, 1) + perRun > total) return 'full';
  }
  const day = dayOf(now);
  const allowance = dailyAllowance(limits, day);
  if (allowance === null) return limit;
  const used = await countUsed(trx, name, new Date(`${day}T00:00:00Z`));
  const left = editionAllowance(allowance, used);
  const quota = `the daily quota of ${pluralize(allowance, 'email', 'emails')} for ${day}`;
  const reason = `${quota} is used up, except for the part reserved for transactional email`;
  const until = new Date(`${addDays(day, 1)}T00:00:00Z`);
  const after =
    left === 0
      ? applySignal(circuit, { kind: 'allowance', reason, until }, now)
      : circuit.kind === 'allowance'
        ? closeCircuit(circuit)
        : circuit;
  if (after !== circuit) await storeCircuit(trx, name, after, now);
  return left === 0 ? 'exhausted' : Math.min(limit, left);
}

async function transactionalCapacity(
  trx: Trx,
  { name, limits }: Provider,
  _: Circuit,
  now: Date,
): Promise<Capacity> {
  if (!limits.connections) return 1;
  const { runs, transactional } = await countConnections(trx, name, now, null);
  return runs + transactional < limits.connections.total ? 1 : 'full';
}
