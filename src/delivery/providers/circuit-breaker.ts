import { CIRCUIT } from '../../../config/providers.ts';
import type { SendResult } from '../../ports.ts';
import { describeResult } from './describe-result.ts';

/**
 * Cause of an open circuit. `account`: the provider rejects our account, which an operator must fix.
 * `service`: it does not respond. `quota`: it reports a used-up quota. `allowance`: our own count does
 * (warm-up, daily quota); transactional email continues.
 */
export type CircuitCause = 'account' | 'service' | 'quota' | 'allowance';

/** State of one provider's circuit breaker, shared by all processes. */
export interface Circuit {
  state: 'closed' | 'open' | 'probing';
  /** Cause; kept when an operator closes the circuit, until a call succeeds. */
  kind: CircuitCause | null;
  reason: string | null;
  /** Consecutive rejections of the account, or consecutive calls without a response. */
  failures: number;
  openedAt: Date | null;
  /** Earliest time of the next probe. */
  retryAt: Date | null;
  /** End of the running probe's lease; until then no other batch uses the provider. */
  probingUntil: Date | null;
  /** Last period in which a quota or allowance held email back; it does not count as lateness. */
  heldFrom: Date | null;
  heldUntil: Date | null;
}

export const CLOSED_CIRCUIT: Circuit = {
  state: 'closed',
  kind: null,
  reason: null,
  failures: 0,
  openedAt: null,
  retryAt: null,
  probingUntil: null,
  heldFrom: null,
  heldUntil: null,
};

/** Evidence about a provider, from a call or from our own counts. */
export type ProviderSignal =
  | { kind: 'served' }
  | { kind: 'account' | 'service'; reason: string }
  | { kind: 'quota' | 'allowance'; reason: string; until: Date };

/** Derives the signal from the results of one call; null when they say nothing about the provider. */
export function readProviderSignal(results: readonly SendResult[], now: Date): ProviderSignal | null {
  for (const result of results) {
    if (result.outcome === 'halted') return { kind: 'account', reason: describeResult(result) };
  }
  for (const result of results) {
    if (result.outcome !== 'deferred') continue;
    const holdsBack =
      result.about === 'quota' || (result.about === 'rate' && result.retryAfterMs > CIRCUIT.maxWaitMs);
    if (!holdsBack) continue;
    const until = new Date(now.getTime() + result.retryAfterMs);
    return { kind: 'quota', reason: describeResult(result), until };
  }
  if (results.some(isAboutEmail)) return { kind: 'served' };
  const [first] = results;
  if (!first || !results.every(isAboutService)) return null;
  return { kind: 'service', reason: 'reason' in first ? first.reason : '' };
}

/** Returns the circuit after a signal; the same object when the signal changes nothing. */
export function applySignal(circuit: Circuit, signal: ProviderSignal, now: Date): Circuit {
  switch (signal.kind) {
    case 'served': {
      // A success while the circuit is open comes from a call that started before it opened; an allowance
      // ends by time alone.
      const clean = circuit.state === 'closed' && circuit.kind === null && circuit.failures === 0;
      const unchanged = circuit.state === 'open' || clean;
      return unchanged ? circuit : closeCircuit(circuit);
    }
    case 'allowance': {
      const recorded = circuit.kind === 'allowance' && circuit.retryAt?.getTime() === signal.until.getTime();
      const openForOther = circuit.state !== 'closed' && circuit.kind !== 'allowance';
      return recorded || openForOther
        ? circuit
        : withHold(openCircuit(circuit, signal, 0, now, signal.until), signal.until);
    }
    default: {
      const before = circuit.kind === 'allowance' ? closeCircuit(circuit) : circuit;
      // Only the first failure of batches in flight together counts.
      const alreadyOpen =
        before.state === 'open' && !(signal.kind === 'account' && before.kind !== 'account');
      return alreadyOpen ? circuit : applyFailure(before, signal, now);
    }
  }
}

function applyFailure(
  before: Circuit,
  signal: Exclude<ProviderSignal, { kind: 'served' }>,
  now: Date,
): Circuit {
  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  // A closed circuit without a cause counts calls without a response, which say nothing about the account.
  const isSameCause = before.kind === signal.kind || (before.kind === null && signal.kind === 'service');
  const failures = isSameCause ? before.failures + 1 : 1;
  if ('until' in signal) return withHold(openCircuit(before, signal, 0, now, signal.until), signal.until);
  if (signal.kind === 'account') {
    const backOffs = CIRCUIT.accountBackOffMs;
    const backOffMs = backOffs[Math.min(failures, backOffs.length) - 1] ?? 0;
    return openCircuit(before, signal, failures, now, later(backOffMs));
  }
  if (before.state === 'closed' && failures < CIRCUIT.failuresToOpen) return { ...before, failures };
  // A provider that rejected the account and now does not respond still counts as rejecting it.
  const cause =
    before.kind === 'account' ? { kind: before.kind, reason: before.reason ?? signal.reason } : signal;
  const failureCount = before.kind === 'account' ? before.failures : failures;
  return openCircuit(before, cause, failureCount, now, later(CIRCUIT.serviceBackOffMs));
}

/**
 * `ready`: any batch may use the provider. `probe`: one small batch may. `blocked`: none may. An allowance
 * does not block: it is counted again at each choice, and transactional email continues.
 */
export function circuitReadiness(circuit: Circuit | undefined, now: Date): 'ready' | 'probe' | 'blocked' {
  if (!circuit || circuit.state === 'closed' || circuit.kind === 'allowance') return 'ready';
  const until = circuit.state === 'open' ? circuit.retryAt : circuit.probingUntil;
  return (until?.getTime() ?? 0) <= now.getTime() ? 'probe' : 'blocked';
}

/** True when only an operator can fix the cause; all other causes end without one. */
export function isAccountRefused(circuit: Circuit | undefined): boolean {
  return circuit !== undefined && circuit.state !== 'closed' && circuit.kind === 'account';
}

/** Returns the circuit during a probe. */
export function startProbe(circuit: Circuit, now: Date): Circuit {
  return { ...circuit, state: 'probing', probingUntil: new Date(now.getTime() + CIRCUIT.probeLeaseMs) };
}

/**
 * Returns the time from which the lateness of an email due at `since` counts: the end of the last hold by a
 * quota or allowance that began at most `freshMs` after `since`, else `since`.
 */
export function latenessStart(since: Date, circuits: Iterable<Circuit>, freshMs: number): Date {
  let from = since;
  for (const { heldFrom, heldUntil } of circuits) {
    if (heldFrom === null || heldUntil === null) continue;
    if (heldFrom.getTime() <= since.getTime() + freshMs && heldUntil > from) from = heldUntil;
  }
  return from;
}

/** Returns the circuit closed, without cause and failures; the last hold stays stored. */
export function closeCircuit({ heldFrom, heldUntil }: Circuit): Circuit {
  return { ...CLOSED_CIRCUIT, heldFrom, heldUntil };
}

function withHold(circuit: Circuit, until: Date): Circuit {
  return { ...circuit, heldFrom: circuit.openedAt, heldUntil: until };
}

function openCircuit(
  before: Circuit,
  cause: { kind: CircuitCause; reason: string },
  failures: number,
  now: Date,
  retryAt: Date,
): Circuit {
  const { kind, reason } = cause;
  const open = { state: 'open', kind, reason: reason.slice(0, 500), failures } as const;
  return { ...before, ...open, openedAt: now, retryAt, probingUntil: null };
}

function isAboutEmail(result: SendResult): boolean {
  if (result.outcome === 'accepted' || result.outcome === 'refused') return true;
  return result.outcome === 'deferred' && (result.about ?? 'mail') === 'mail';
}

function isAboutService(result: SendResult): boolean {
  return 'about' in result && result.about === 'service';
}
