import { type Circuit, readinessOf } from '../../../delivery/providers/circuit-breaker.ts';
import { asSentence } from '../../../delivery/providers/describe-result.ts';
import { roomForEditions } from '../../../delivery/providers/provider.ts';
import type { ProviderLimits } from '../../../ports.ts';
import { clockWords, fromNow } from '../frame/duration-words.ts';
import { PROVIDERS_TEXTS } from './providers-texts.ts';

/** One provider as of a moment. */
export interface ProviderState {
  name: string;
  circuit: Circuit | undefined;
  limits: ProviderLimits;
  /** What the day allows, and what of it is gone; null where the day has no number. */
  today: { allowance: number; taken: number } | null;
  /** Mails that it took in the last DESK.paceMinutes. */
  recent: number;
}

/** How it stands: a state for its sign, sentences, and what to do where something is to be done. */
export interface ProviderWords {
  state: 'accepted' | 'waiting' | 'failed';
  /** Goes on after its name, in few words. */
  short: string;
  /** Goes on after that: until when it is left alone. */
  rest: string | null;
  why: string | null;
  doThis: string | null;
  left: string | null;
  pace: string;
}

/** A provider in words; pure. */
export function providerWords(standing: ProviderState, now: Date): ProviderWords {
  const { limits, today, recent } = standing;
  const left =
    today === null
      ? null
      : PROVIDERS_TEXTS.left(
          Math.max(0, today.allowance - today.taken),
          today.allowance,
          roomForEditions(today.allowance, { editions: today.taken, letters: 0 }),
          limits.warmupFrom !== null,
        );
  return { ...restOf(standing, now), left, pace: PROVIDERS_TEXTS.pace(recent, limits.rate) };
}

function restOf(
  { name, circuit, limits }: ProviderState,
  now: Date,
): Pick<ProviderWords, 'state' | 'short' | 'rest' | 'why' | 'doThis'> {
  const words = PROVIDERS_TEXTS;
  const kind = circuit?.kind ?? null;
  if (!circuit || circuit.state === 'closed' || kind === null)
    return { state: 'accepted', short: words.takesMail, rest: null, why: null, doThis: null };
  const why = asSentence(circuit.reason ?? words.noReason);
  const again = againAt(circuit, now);
  if (kind === 'allowance') {
    const until = circuit.retryAt;
    // The day is over, and the next claim counts anew.
    if (until === null || until <= now)
      return { state: 'accepted', short: words.takesMail, rest: null, why: null, doThis: null };
    const doThis = limits.warmupFrom === null ? words.doThis.allowance : null;
    return { state: 'waiting', short: words.enoughOurs, rest: words.lettersGoOn(again), why, doThis };
  }
  const state = kind === 'quota' ? ('waiting' as const) : ('failed' as const);
  const tried = circuit.state === 'probing' || readinessOf(circuit, now) === 'probe';
  return {
    state,
    short: words.rests[kind],
    rest: tried ? words.tried : words.leftAlone(again),
    why,
    doThis: words.doThis[kind](name),
  };
}

function againAt({ retryAt }: Circuit, now: Date): string {
  return retryAt === null
    ? PROVIDERS_TEXTS.tried
    : PROVIDERS_TEXTS.until(clockWords(retryAt, now), fromNow(retryAt, now));
}
