import type { Context } from '../../context.ts';
import { maskAddresses } from '../../subscribers/mask-address.ts';
import { type Circuit, type CircuitCause, circuitReadiness } from '../providers/circuit-breaker.ts';
import { readCircuits } from '../providers/circuit-breaker-queries.ts';
import { endSentence } from '../providers/describe-result.ts';
import { countOverdue, countReasons } from './failure-queries.ts';

/** What a provider's last emails met, as long as none has gone since. */
export interface ProviderOutage {
  provider: string;
  kind: CircuitCause;
  /** `closed` when an operator has said that it is mended, and no email has shown it yet. */
  state: Circuit['state'];
  reason: string;
  /** Until when it is left alone; null when it may be tried now. */
  until: Date | null;
}

/** Who waits for an edition's email, and for what. */
export interface Backlog {
  edition: string;
  state: string;
  /** Deliveries that wait although their hour is over. */
  overdue: number;
  /** The hour of the first of them. */
  since: Date | null;
  /** What was said of those that were put off, the most frequent first, without addresses. */
  reasons: { reason: string; count: number }[];
  outages: ProviderOutage[];
  /** When the first of them is tried; null for those of an edition that is not open. */
  nextAttemptAt: Date | null;
}

type Ctx = Pick<Context, 'db' | 'clock' | 'providers'>;

/** What the last emails of each provider in use met that takes none now, or has not taken one since. */
export async function readOutages(ctx: Ctx): Promise<ProviderOutage[]> {
  const now = ctx.clock.now();
  const circuits = await readCircuits(ctx.db);
  return ctx.providers.flatMap(({ name }): ProviderOutage[] => {
    const circuit = circuits.get(name);
    if (!circuit || circuit.kind === null) return [];
    const until = openUntil(circuit, now);
    // A day's number that we count ourselves is counted anew each time.
    if (circuit.kind === 'allowance' && until === null) return [];
    const reason = maskAddresses(circuit.reason ?? 'it did not say why');
    return [{ provider: name, kind: circuit.kind, state: circuit.state, reason, until }];
  });
}

function openUntil(circuit: Circuit, now: Date): Date | null {
  const { state, kind, retryAt, probingUntil } = circuit;
  if (state === 'closed') return null;
  if (kind === 'allowance') return retryAt !== null && retryAt > now ? retryAt : null;
  if (circuitReadiness(circuit, now) !== 'resting') return null;
  return state === 'open' ? retryAt : probingUntil;
}

/** Who waits for this edition and why, and when the next try is. */
export async function readBacklog(ctx: Ctx, { id, state }: { id: string; state: string }): Promise<Backlog> {
  const { overdue, since, due } = await countOverdue(ctx.db, id, ctx.clock.now());
  const providers = await readOutages(ctx);
  const resting = providers.flatMap(({ until }) => until ?? []);
  const soonest =
    resting.length < ctx.providers.length ? 0 : Math.min(...resting.map((until) => until.getTime()));
  return {
    edition: id,
    state,
    overdue,
    since,
    reasons: mergeMaskedReasons(await countReasons(ctx.db, id, 'planned')),
    outages: providers,
    nextAttemptAt: state === 'open' && due !== null ? new Date(Math.max(due.getTime(), soonest)) : null,
  };
}

/** What mail servers say often quotes the address; without it, what is the same stands together. */
export function mergeMaskedReasons(
  reasons: readonly { reason: string; count: number }[],
): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { reason, count } of reasons) {
    const said = maskAddresses(reason);
    counts.set(said, (counts.get(said) ?? 0) + count);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

/** Sentences on who waits, why, and until when; none when nobody waits past the hour and nothing was put off. */
export function describeBacklog(backlog: Backlog, now: Date): string[] {
  const { overdue, since, reasons, outages: providers, state, nextAttemptAt: nextTry } = backlog;
  if (overdue === 0 && reasons.length === 0) return [];
  const open = state === 'open';
  const putOff = reasons.reduce((total, { count }) => total + count, 0);
  const first = since === null ? '' : `, the first since ${minute(since)}`;
  const hour = `although ${overdue === 1 ? 'its' : 'their'} hour is over${first}.`;
  return [
    ...(overdue > 0 ? [`${wait(overdue)} ${hour}`] : []),
    ...reasons
      .slice(0, MAX_REASONS)
      .map(({ reason, count }) =>
        open
          ? endSentence(`${wait(count)} and ${count === 1 ? 'is' : 'are'} tried again: ${reason}`)
          : endSentence(`${deliveries(count)} ${count === 1 ? 'was' : 'were'} put off: ${reason}`),
      ),
    ...(reasons.length > MAX_REASONS
      ? [`${reasons.length - MAX_REASONS} more reasons were given; the ledger has them all.`]
      : []),
    ...(putOff > 0 && overdue > putOff
      ? [`${overdue - putOff} more ${overdue - putOff === 1 ? 'has' : 'have'} not been tried since.`]
      : []),
    ...providers.map((rest) => describeOutage(rest)),
    open
      ? `The next try is ${nextTry === null || nextTry <= now ? 'with the next send slot, within a minute' : `at ${minute(nextTry)}`}.`
      : 'None is tried until the edition is resumed.',
  ];
}

/** What the last emails of a provider met, and until when it is left alone. */
export function describeOutage({ provider, kind, reason, until }: ProviderOutage): string {
  if (kind === 'allowance' && until !== null)
    return endSentence(`${provider} has had what this day allows, until ${minute(until)}: ${reason}`);
  const alone = until === null ? 'and may be tried again now' : `and is left alone until ${minute(until)}`;
  return endSentence(`${provider} ${OUTAGE_TEXTS[kind]} when last tried, ${alone}: ${reason}`);
}

/** Mail servers put numbers of their own into what they say, so that hardly two are the same. */
const MAX_REASONS = 10;

const OUTAGE_TEXTS: Record<CircuitCause, string> = {
  account: 'refused our account',
  service: 'took no mail',
  quota: 'took no more',
  allowance: 'had had what a day allows',
};

const deliveries = (count: number) => `${count} ${count === 1 ? 'delivery' : 'deliveries'}`;
const wait = (count: number) => `${deliveries(count)} ${count === 1 ? 'waits' : 'wait'}`;
const minute = (moment: Date) => `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
