import { MASS_REFUSAL } from '../../../config/providers.ts';
import type { SendResult } from '../../ports.ts';
import type { Circuit } from './circuit-breaker.ts';
import { describeResult } from './describe-result.ts';

/** A refusal since the provider last accepted an email. */
export interface Refusal {
  emailId: string;
  kind: 'digest' | 'transactional';
  about: 'address' | 'mail' | 'sender';
  code: string;
  /** Null when the recipient has been erased. */
  addressHash: string | null;
  domainHash: string;
  at: Date;
}

/** What follows from the refusals of one call. */
export interface RefusalVerdict {
  /** The results, with refusals that may be the provider's fault turned into deferrals or a halt. */
  results: readonly SendResult[];
  /** Refusals proved by an acceptance after them: those about an address suppress it. */
  proved: readonly Refusal[];
  /** Refusals still without an acceptance after them. */
  inDoubt: readonly Refusal[];
  /** Earlier refusals that turned out to be the provider's fault; their emails are sent again. */
  returned: readonly Refusal[];
}

/** Delay of an email refused for reasons of the sender, while it is open whether others are refused too. */
const SENDER_REFUSED_MS = 5 * 60_000;

/**
 * Judges the refusals of one call (rule 13). A refusal counts only once the same provider has accepted another
 * email after it. Too many in a row, or any while the circuit is open for its account, halt the provider
 * instead, whatever their texts say: a misconfigured server refuses every recipient as unknown.
 *
 * `stored` are the refusals in doubt from earlier calls, `calledAt` is when this call began, and `refusalAt`
 * describes the refusal at a position of `results`.
 */
export function judgeRefusals(
  results: readonly SendResult[],
  context: {
    stored: readonly Refusal[];
    circuit: Circuit;
    calledAt: Date;
    refusalAt: (position: number, about: Refusal['about'], code: string) => Refusal;
  },
): RefusalVerdict {
  const { stored, circuit, calledAt, refusalAt } = context;
  const lastAccepted = results.findLastIndex(({ outcome }) => outcome === 'accepted');
  const refusals = results.flatMap((result, position) =>
    result.outcome === 'refused'
      ? [{ position, refusal: refusalAt(position, result.about, result.code) }]
      : [],
  );
  const isProved = (at: Date) => lastAccepted >= 0 && at <= calledAt;
  const earlier = stored.filter(({ at }) => !isProved(at));
  const trailing = refusals.filter(({ position }) => position > lastAccepted);
  const proved = [
    ...stored.filter(({ at }) => isProved(at)),
    ...refusals.filter(({ position }) => position < lastAccepted).map(({ refusal }) => refusal),
  ];
  const streak = distinct([...earlier, ...trailing.map(({ refusal }) => refusal)]);
  const isBlocked = circuit.state !== 'closed' && circuit.kind === 'account';
  if (trailing.length > 0 && (isBlocked || isMassRefusal(streak))) {
    const halted = results.map((result, position) =>
      result.outcome === 'refused' && position > lastAccepted ? halt(result, streak) : result,
    );
    return { results: halted, proved, inDoubt: [], returned: earlier };
  }
  const judged = results.map((result, position) =>
    result.outcome === 'refused' && result.about === 'sender' && position > lastAccepted
      ? deferSenderRefusal(result)
      : result,
  );
  return { results: judged, proved, inDoubt: streak, returned: [] };
}

/**
 * True for a streak that no list of genuinely dead addresses explains: with 40% dead addresses, ten in a row
 * happen once in 10,000 emails. Few refusals suffice when their texts blame the sender.
 */
function isMassRefusal(streak: readonly Refusal[]): boolean {
  const domains = new Set(streak.map(({ domainHash }) => domainHash)).size;
  const aboutSender = streak.filter(({ about }) => about === 'sender').length;
  const { recipients, domains: minDomains, recipientsOfOneDomain, senderRefusals } = MASS_REFUSAL;
  return (
    aboutSender >= senderRefusals ||
    (streak.length >= recipients && domains >= minDomains) ||
    streak.length >= recipientsOfOneDomain
  );
}

type Refused = Extract<SendResult, { outcome: 'refused' }>;

function halt(result: Refused, streak: readonly Refusal[]): SendResult {
  const reason =
    streak.length > 1
      ? `refused ${streak.length} recipients in a row and accepted none: ${describeResult(result)}`
      : describeResult(result);
  return { outcome: 'halted', code: result.code, reason };
}

function deferSenderRefusal({ code, reason }: Refused): SendResult {
  return { outcome: 'deferred', about: 'service', retryAfterMs: SENDER_REFUSED_MS, code, reason };
}

/** One refusal per email: a repeated attempt says nothing new about the provider. */
function distinct(refusals: readonly Refusal[]): Refusal[] {
  return [...new Map(refusals.map((refusal) => [refusal.emailId, refusal])).values()];
}
