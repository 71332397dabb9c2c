import { CIRCUIT } from '../../../config/providers.ts';
import type { SendResult } from '../../ports.ts';
import { describeResult } from './describe-result.ts';

/**
 * Why a provider is left alone. account: it refuses us, and a person must mend that. service: it does not answer. quota: it says
 * that enough was sent. allowance: we say so (warm-up, the plan's number); transactional emails go on.
 */
export type CircuitCause = 'account' | 'service' | 'quota' | 'allowance';

/** What all processes know of one provider. */
export interface Circuit {
  state: 'closed' | 'open' | 'probing';
  /** Kept when an operator closes the circuit, until a call has shown that it is over. */
  kind: CircuitCause | null;
  reason: string | null;
  /** In a row: refusals of the account, or calls that came to nothing. */
  failures: number;
  openedAt: Date | null;
  /** When a small batch may try it again. */
  retryAt: Date | null;
  /** One batch tries it; until then nobody else does. */
  probingUntil: Date | null;
  /** The last time for which email had to wait because enough was sent: it is not counted as lateness. */
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

/** What a call, or our own counting, tells about a provider. */
export type ProviderSignal =
  | { kind: 'served' }
  | { kind: 'account' | 'service'; reason: string }
  | { kind: 'quota' | 'allowance'; reason: string; until: Date };

/** What the results of one call tell about the provider; null where they tell nothing. */
export function readProviderSignal(results: readonly SendResult[], now: Date): ProviderSignal | null {
  for (const result of results) {
    if (result.outcome === 'halted') return { kind: 'account', reason: describeResult(result) };
  }
  for (const result of results) {
    if (result.outcome !== 'deferred') continue;
    const rests =
      result.about === 'quota' || (result.about === 'rate' && result.retryAfterMs > CIRCUIT.maxWaitMs);
    if (!rests) continue;
    const until = new Date(now.getTime() + result.retryAfterMs);
    return { kind: 'quota', reason: describeResult(result), until };
  }
  if (results.some(isAboutEmail)) return { kind: 'served' };
  const [first] = results;
  if (!first || !results.every(isAboutService)) return null;
  return { kind: 'service', reason: 'reason' in first ? first.reason : '' };
}

/** The circuit after that news. The same circuit, and not a copy, when it changes nothing. */
export function applySignal(circuit: Circuit, signal: ProviderSignal, now: Date): Circuit {
  switch (signal.kind) {
    case 'served': {
      // A call that began before the pause proves nothing about now, and no call ends what we ourselves hold back.
      const well = circuit.state === 'closed' && circuit.kind === null && circuit.failures === 0;
      const same = circuit.state === 'open' || well;
      return same ? circuit : closeCircuit(circuit);
    }
    case 'allowance': {
      const known = circuit.kind === 'allowance' && circuit.retryAt?.getTime() === signal.until.getTime();
      const rests = circuit.state !== 'closed' && circuit.kind !== 'allowance';
      return known || rests
        ? circuit
        : withHold(openCircuit(circuit, signal, 0, now, signal.until), signal.until);
    }
    default: {
      const before = circuit.kind === 'allowance' ? closeCircuit(circuit) : circuit;
      // Of batches that were on their way together, only the first one opens it.
      const known = before.state === 'open' && !(signal.kind === 'account' && before.kind !== 'account');
      return known ? circuit : applyFailure(before, signal, now);
    }
  }
}

function applyFailure(
  before: Circuit,
  signal: Exclude<ProviderSignal, { kind: 'served' }>,
  now: Date,
): Circuit {
  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  const failures = before.kind === signal.kind || before.kind === null ? before.failures + 1 : 1;
  if ('until' in signal) return withHold(openCircuit(before, signal, 0, now, signal.until), signal.until);
  if (signal.kind === 'account') {
    const pauses = CIRCUIT.accountBackOffMs;
    const pauseMs = pauses[Math.min(failures, pauses.length) - 1] ?? 0;
    return openCircuit(before, signal, failures, now, later(pauseMs));
  }
  if (before.state === 'closed' && failures < CIRCUIT.failuresToOpen) return { ...before, failures };
  // Whoever refused the account and does not answer now still has to show that the refusal is over.
  const cause =
    before.kind === 'account' ? { kind: before.kind, reason: before.reason ?? signal.reason } : signal;
  const counted = before.kind === 'account' ? before.failures : failures;
  return openCircuit(before, cause, counted, now, later(CIRCUIT.serviceBackOffMs));
}

/**
 * `ready`: for everybody. `probe`: for one small batch. `resting`: for nobody. An allowance is no reason to rest here: it is
 * counted anew each time, and transactional emails go on.
 */
export function circuitReadiness(circuit: Circuit | undefined, now: Date): 'ready' | 'probe' | 'resting' {
  if (!circuit || circuit.state === 'closed' || circuit.kind === 'allowance') return 'ready';
  const until = circuit.state === 'open' ? circuit.retryAt : circuit.probingUntil;
  return (until?.getTime() ?? 0) <= now.getTime() ? 'probe' : 'resting';
}

/** Whether it waits for a person: everything else ends by itself. */
export function isAccountRefused(circuit: Circuit | undefined): boolean {
  return circuit !== undefined && circuit.state !== 'closed' && circuit.kind === 'account';
}

/** The circuit while one batch tries the provider. */
export function startProbe(circuit: Circuit, now: Date): Circuit {
  return { ...circuit, state: 'probing', probingUntil: new Date(now.getTime() + CIRCUIT.probeLeaseMs) };
}

/**
 * From when an email's lateness counts that was to go at `since`: from the end of the time for which it was held back, if that began
 * while it was still wanted (`freshMs`).
 */
export function latenessStart(since: Date, circuits: Iterable<Circuit>, freshMs: number): Date {
  let from = since;
  for (const { heldFrom, heldUntil } of circuits) {
    if (heldFrom === null || heldUntil === null) continue;
    if (heldFrom.getTime() <= since.getTime() + freshMs && heldUntil > from) from = heldUntil;
  }
  return from;
}

/** Closed with nothing against it; when email was held back last stays known. */
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
