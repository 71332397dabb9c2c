import { type Circuit, circuitReadiness } from '../../../delivery/providers/circuit-breaker.ts';
import { endSentence } from '../../../delivery/providers/describe-result.ts';
import { editionAllowance } from '../../../delivery/providers/provider.ts';
import type { ProviderLimits } from '../../../ports.ts';
import { formatClock, formatFromNow } from '../frame/format.ts';
import { PROVIDERS_TEXTS } from './providers-texts.ts';

/** State of one provider at one moment. */
export interface ProviderStatus {
  name: string;
  circuit: Circuit | undefined;
  limits: ProviderLimits;
  /** Daily quota and the emails accepted today; null without a daily quota. */
  today: { allowance: number; taken: number } | null;
  /** Emails accepted in the last DASHBOARD.paceMinutes. */
  recent: number;
}

/** One provider in words: a state for its sign, phrases, and the remedy where one is needed. */
export interface ProviderDescription {
  state: 'accepted' | 'waiting' | 'failed';
  /** Status in a few words, to follow the name. */
  status: string;
  /** Next attempt, to follow the status. */
  outlook: string | null;
  reason: string | null;
  whatToDo: string | null;
  left: string | null;
  pace: string;
}

/** Describes a provider; pure. */
export function describeProvider(provider: ProviderStatus, now: Date): ProviderDescription {
  const { limits, today, recent } = provider;
  const left =
    today === null
      ? null
      : PROVIDERS_TEXTS.left(
          Math.max(0, today.allowance - today.taken),
          today.allowance,
          editionAllowance(today.allowance, { editions: today.taken, transactional: 0 }),
          limits.warmupFrom !== null,
        );
  return { ...describeCircuit(provider, now), left, pace: PROVIDERS_TEXTS.pace(recent, limits.rate) };
}

function describeCircuit(
  { name, circuit, limits }: ProviderStatus,
  now: Date,
): Omit<ProviderDescription, 'left' | 'pace'> {
  const texts = PROVIDERS_TEXTS;
  const available = {
    state: 'accepted',
    status: texts.available,
    outlook: null,
    reason: null,
    whatToDo: null,
  } as const;
  const kind = circuit?.kind ?? null;
  if (!circuit || circuit.state === 'closed' || kind === null) return available;
  const { retryAt } = circuit;
  const reason = endSentence(circuit.reason ?? texts.noReason);
  if (kind === 'allowance') {
    // The day is over; the next claim counts from zero.
    if (retryAt === null || retryAt <= now) return available;
    const outlook = texts.digestsResume(formatClock(retryAt, now), formatFromNow(retryAt, now));
    const whatToDo = limits.warmupFrom === null ? texts.whatToDo.allowance : null;
    return { state: 'waiting', status: texts.quotaUsedUp, outlook, reason, whatToDo };
  }
  const isTesting =
    retryAt === null || circuit.state === 'probing' || circuitReadiness(circuit, now) === 'probe';
  return {
    state: kind === 'quota' ? 'waiting' : 'failed',
    status: texts.problems[kind],
    outlook: isTesting
      ? texts.testing
      : texts.nextAttempt(formatClock(retryAt, now), formatFromNow(retryAt, now)),
    reason,
    whatToDo: texts.whatToDo[kind](name),
  };
}
