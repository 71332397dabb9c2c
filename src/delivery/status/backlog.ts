import type { Context } from '../../context.ts';
import { pluralize } from '../../plural.ts';
import { maskAddresses } from '../../subscribers/mask-address.ts';
import { type Circuit, type CircuitCause, circuitReadiness } from '../providers/circuit-breaker.ts';
import { readCircuits } from '../providers/circuit-breaker-queries.ts';
import { endSentence } from '../providers/describe-result.ts';
import { countOverdue, countReasons } from './failure-queries.ts';

/** Open or unproven circuit of a provider: its last attempt failed, and no call has succeeded since. */
export interface ProviderOutage {
  provider: string;
  kind: CircuitCause;
  /** `closed` when an operator has reported the cause as fixed and no call has succeeded since. */
  state: Circuit['state'];
  reason: string;
  /** End of the block by the circuit breaker; null when an attempt is allowed now. */
  until: Date | null;
}

/**
 * Overdue and deferred deliveries of an edition, and what they wait for; the CLI prints its fields as JSON.
 */
export interface Backlog {
  edition: string;
  state: string;
  /** Number of planned deliveries past their send hour. */
  overdue: number;
  /** Earliest send hour among them. */
  since: Date | null;
  /** Reasons of deferred deliveries, most frequent first, without addresses. */
  reasons: { reason: string; count: number }[];
  providers: ProviderOutage[];
  /** Time of the next attempt; null when the edition is not open. */
  nextTry: Date | null;
}

type Ctx = Pick<Context, 'db' | 'clock' | 'providers'>;

/** Reads the outages of the configured providers. */
export async function readOutages(ctx: Ctx): Promise<ProviderOutage[]> {
  const now = ctx.clock.now();
  const circuits = await readCircuits(ctx.db);
  return ctx.providers.flatMap(({ name }): ProviderOutage[] => {
    const circuit = circuits.get(name);
    if (!circuit || circuit.kind === null) return [];
    const until = openUntil(circuit, now);
    // Our own daily quota is counted again at each choice.
    if (circuit.kind === 'allowance' && until === null) return [];
    const reason = maskAddresses(circuit.reason ?? 'no reason given');
    return [{ provider: name, kind: circuit.kind, state: circuit.state, reason, until }];
  });
}

function openUntil(circuit: Circuit, now: Date): Date | null {
  const { state, kind, retryAt, probingUntil } = circuit;
  if (state === 'closed') return null;
  if (kind === 'allowance') return retryAt !== null && retryAt > now ? retryAt : null;
  if (circuitReadiness(circuit, now) !== 'blocked') return null;
  return state === 'open' ? retryAt : probingUntil;
}

/** Reads the backlog of an edition, with its reasons and the time of the next attempt. */
export async function readBacklog(ctx: Ctx, { id, state }: { id: string; state: string }): Promise<Backlog> {
  const { overdue, since, due } = await countOverdue(ctx.db, id, ctx.clock.now());
  const outages = await readOutages(ctx);
  const blockedUntil = outages.flatMap(({ until }) => until ?? []);
  const soonest =
    blockedUntil.length < ctx.providers.length
      ? 0
      : Math.min(...blockedUntil.map((until) => until.getTime()));
  return {
    edition: id,
    state,
    overdue,
    since,
    reasons: mergeMaskedReasons(await countReasons(ctx.db, id, 'planned')),
    providers: outages,
    nextTry: state === 'open' && due !== null ? new Date(Math.max(due.getTime(), soonest)) : null,
  };
}

/** Masks the addresses that mail servers quote, and merges reasons that are then equal. */
export function mergeMaskedReasons(
  reasons: readonly { reason: string; count: number }[],
): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { reason, count } of reasons) {
    const masked = maskAddresses(reason);
    counts.set(masked, (counts.get(masked) ?? 0) + count);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

/** Describes a backlog in sentences; none when no delivery is overdue or deferred. */
export function describeBacklog(backlog: Backlog, now: Date): string[] {
  const { overdue, since, reasons, providers, state, nextTry } = backlog;
  if (overdue === 0 && reasons.length === 0) return [];
  const isOpen = state === 'open';
  const deferred = reasons.reduce((total, { count }) => total + count, 0);
  const hidden = reasons.length - MAX_REASONS;
  return [
    ...(overdue > 0 ? [describeOverdue(overdue, since)] : []),
    ...reasons
      .slice(0, MAX_REASONS)
      .map(({ reason, count }) => endSentence(`${describeDeferred(count, isOpen)}: ${reason}`)),
    ...(hidden > 0
      ? [`${pluralize(hidden, 'more reason', 'more reasons')}; the ledger lists them all.`]
      : []),
    ...(deferred > 0 && overdue > deferred
      ? [`${pluralize(overdue - deferred, 'more has', 'more have')} not been attempted yet.`]
      : []),
    ...providers.map((outage) => describeOutage(outage)),
    isOpen ? describeNextAttempt(nextTry, now) : 'No further attempts until the edition is resumed.',
  ];
}

/** Describes the last failure of a provider, and the end of the block by its circuit breaker. */
export function describeOutage({ provider, kind, reason, until }: ProviderOutage): string {
  if (kind === 'allowance' && until !== null)
    return endSentence(`${provider} sends no digests until ${formatMinute(until)}: ${reason}`);
  const outlook =
    until === null ? 'a retry is allowed now' : `circuit breaker open until ${formatMinute(until)}`;
  return endSentence(`${provider} ${OUTAGE_TEXTS[kind]} on the last attempt; ${outlook}: ${reason}`);
}

/** Maximum number of reasons: mail servers put their own ids into replies, so hardly two are equal. */
const MAX_REASONS = 10;

const OUTAGE_TEXTS: Record<CircuitCause, string> = {
  account: 'rejected our account',
  service: 'did not respond',
  quota: 'reported a used-up quota',
  allowance: 'had reached its daily quota',
};

function describeOverdue(count: number, since: Date | null): string {
  const oldest = since === null ? '' : `; the oldest was due at ${formatMinute(since)}`;
  return `${pluralize(count, 'delivery is', 'deliveries are')} overdue${oldest}.`;
}

function describeDeferred(count: number, isOpen: boolean): string {
  return isOpen
    ? `${pluralize(count, 'delivery is', 'deliveries are')} waiting for a retry`
    : `${pluralize(count, 'delivery was', 'deliveries were')} deferred`;
}

function describeNextAttempt(at: Date | null, now: Date): string {
  return at === null || at <= now
    ? 'Next attempt: in the next send slot, within a minute.'
    : `Next attempt: ${formatMinute(at)}.`;
}

const formatMinute = (moment: Date) => `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
