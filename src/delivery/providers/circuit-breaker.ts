import { CIRCUIT } from '../../../config/providers.ts';
import type { SendResult } from '../../ports.ts';
import { describedBy } from './describe-result.ts';

/**
 * Why a provider is left alone. account: it refuses us, and a person must mend that. service: it does not answer. quota: it says
 * that enough was sent. allowance: we say so (warm-up, the plan's number); letters go on.
 */
export type RestKind = 'account' | 'service' | 'quota' | 'allowance';

/** What all processes know of one provider. */
export interface Circuit {
  state: 'closed' | 'open' | 'probing';
  /** Kept when an operator closes the circuit, until a call has shown that it is over. */
  kind: RestKind | null;
  reason: string | null;
  /** In a row: refusals of the account, or calls that came to nothing. */
  failures: number;
  openedAt: Date | null;
  /** When a small batch may try it again. */
  retryAt: Date | null;
  /** One batch tries it; until then nobody else does. */
  probingUntil: Date | null;
  /** The last time for which mail had to wait because enough was sent: it is not counted as lateness. */
  heldFrom: Date | null;
  heldUntil: Date | null;
}

export const CLOSED: Circuit = {
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
export type OutcomeChange =
  | { kind: 'served' }
  | { kind: 'account' | 'service'; reason: string }
  | { kind: 'quota' | 'allowance'; reason: string; until: Date };

/** What the results of one call tell about the provider; null where they tell nothing. */
export function outcomeChangeOf(results: readonly SendResult[], now: Date): OutcomeChange | null {
  for (const result of results) {
    if (result.outcome === 'halted') return { kind: 'account', reason: describedBy(result) };
  }
  for (const result of results) {
    if (result.outcome !== 'deferred') continue;
    const rests =
      result.about === 'quota' || (result.about === 'rate' && result.retryAfterMs > CIRCUIT.maxWaitMs);
    if (!rests) continue;
    const until = new Date(now.getTime() + result.retryAfterMs);
    return { kind: 'quota', reason: describedBy(result), until };
  }
  if (results.some(isAboutMail)) return { kind: 'served' };
  const [first] = results;
  if (!first || !results.every(isAboutService)) return null;
  return { kind: 'service', reason: 'reason' in first ? first.reason : '' };
}

/** The circuit after that news. The same circuit, and not a copy, when it changes nothing. */
export function afterOutcome(circuit: Circuit, news: OutcomeChange, now: Date): Circuit {
  switch (news.kind) {
    case 'served': {
      // A call that began before the pause proves nothing about now, and no call ends what we ourselves hold back.
      const well = circuit.state === 'closed' && circuit.kind === null && circuit.failures === 0;
      const same = circuit.state === 'open' || well;
      return same ? circuit : cleared(circuit);
    }
    case 'allowance': {
      const known = circuit.kind === 'allowance' && circuit.retryAt?.getTime() === news.until.getTime();
      const rests = circuit.state !== 'closed' && circuit.kind !== 'allowance';
      return known || rests ? circuit : held(opened(circuit, news, 0, now, news.until), news.until);
    }
    default: {
      const before = circuit.kind === 'allowance' ? cleared(circuit) : circuit;
      // Of batches that were on their way together, only the first one opens it.
      const known = before.state === 'open' && !(news.kind === 'account' && before.kind !== 'account');
      return known ? circuit : afterTrouble(before, news, now);
    }
  }
}

function afterTrouble(before: Circuit, news: Exclude<OutcomeChange, { kind: 'served' }>, now: Date): Circuit {
  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  const failures = before.kind === news.kind || before.kind === null ? before.failures + 1 : 1;
  if ('until' in news) return held(opened(before, news, 0, now, news.until), news.until);
  if (news.kind === 'account') {
    const pauses = CIRCUIT.accountBackOffMs;
    const pauseMs = pauses[Math.min(failures, pauses.length) - 1] ?? 0;
    return opened(before, news, failures, now, later(pauseMs));
  }
  if (before.state === 'closed' && failures < CIRCUIT.failuresToOpen) return { ...before, failures };
  // Whoever refused the account and does not answer now still has to show that the refusal is over.
  const cause =
    before.kind === 'account' ? { kind: before.kind, reason: before.reason ?? news.reason } : news;
  const counted = before.kind === 'account' ? before.failures : failures;
  return opened(before, cause, counted, now, later(CIRCUIT.serviceBackOffMs));
}

/**
 * `ready`: for everybody. `probe`: for one small batch. `resting`: for nobody. An allowance is no reason to rest here: it is
 * counted anew each time, and letters go on.
 */
export function readinessOf(circuit: Circuit | undefined, now: Date): 'ready' | 'probe' | 'resting' {
  if (!circuit || circuit.state === 'closed' || circuit.kind === 'allowance') return 'ready';
  const until = circuit.state === 'open' ? circuit.retryAt : circuit.probingUntil;
  return (until?.getTime() ?? 0) <= now.getTime() ? 'probe' : 'resting';
}

/** Whether it waits for a person: everything else ends by itself. */
export function isRefused(circuit: Circuit | undefined): boolean {
  return circuit !== undefined && circuit.state !== 'closed' && circuit.kind === 'account';
}

/** The circuit while one batch tries the provider. */
export function probing(circuit: Circuit, now: Date): Circuit {
  return { ...circuit, state: 'probing', probingUntil: new Date(now.getTime() + CIRCUIT.probeLeaseMs) };
}

/**
 * From when a mail's lateness counts that was to go at `since`: from the end of the time for which it was held back, if that began
 * while it was still wanted (`freshMs`).
 */
export function countsFrom(since: Date, circuits: Iterable<Circuit>, freshMs: number): Date {
  let from = since;
  for (const { heldFrom, heldUntil } of circuits) {
    if (heldFrom === null || heldUntil === null) continue;
    if (heldFrom.getTime() <= since.getTime() + freshMs && heldUntil > from) from = heldUntil;
  }
  return from;
}

/** Closed with nothing against it; when mail was held back last stays known. */
export function cleared({ heldFrom, heldUntil }: Circuit): Circuit {
  return { ...CLOSED, heldFrom, heldUntil };
}

function held(circuit: Circuit, until: Date): Circuit {
  return { ...circuit, heldFrom: circuit.openedAt, heldUntil: until };
}

function opened(
  before: Circuit,
  cause: { kind: RestKind; reason: string },
  failures: number,
  now: Date,
  retryAt: Date,
): Circuit {
  const { kind, reason } = cause;
  const open = { state: 'open', kind, reason: reason.slice(0, 500), failures } as const;
  return { ...before, ...open, openedAt: now, retryAt, probingUntil: null };
}

function isAboutMail(result: SendResult): boolean {
  if (result.outcome === 'accepted' || result.outcome === 'refused') return true;
  return result.outcome === 'deferred' && (result.about ?? 'mail') === 'mail';
}

function isAboutService(result: SendResult): boolean {
  return 'about' in result && result.about === 'service';
}
