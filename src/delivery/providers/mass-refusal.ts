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

/** Verdict on the refusals of one call. */
export interface RefusalVerdict {
  /** The results, with refusals that may be the provider's fault turned into deferrals or a halt. */
  results: readonly SendResult[];
  /** Refusals proved by an acceptance after them: those about an address suppress it. */
  proved: readonly Refusal[];
  /** Refusals with an acceptance after them that does not prove them; they blame no address. */
  dismissed: readonly Refusal[];
  /** Refusals still without an acceptance after them. */
  inDoubt: readonly Refusal[];
  /** Earlier refusals that turned out to be the provider's fault; their emails are sent again. */
  returned: readonly Refusal[];
}

/** Delay of an email refused because of the sender, until it is clear whether others are refused too. */
const SENDER_REFUSED_MS = 5 * 60_000;

/**
 * Judges the refusals of one call (rule 13). A refusal counts only once the same provider has accepted
 * another email soon after it, because a later acceptance may only show that an operator has fixed the
 * provider. Too many in a row halt the provider instead, regardless of their texts: a misconfigured server
 * refuses every recipient as unknown. While the circuit is open for its account, so does any refusal in a
 * call without an acceptance.
 *
 * `stored` are the refusals in doubt from earlier calls, `calledAt` is when this call began, `refusalAt`
 * describes the refusal at a position of `results`, and `acceptedHashes` are the addresses it accepted.
 */
export function judgeRefusals(
  results: readonly SendResult[],
  context: {
    stored: readonly Refusal[];
    circuit: Circuit;
    calledAt: Date;
    refusalAt: (position: number, about: Refusal['about'], code: string) => Refusal;
    acceptedHashes?: ReadonlySet<string>;
  },
): RefusalVerdict {
  const { stored, circuit, calledAt, refusalAt, acceptedHashes } = context;
  const lastAccepted = results.findLastIndex(({ outcome }) => outcome === 'accepted');
  const refusals = results.flatMap((result, position) =>
    result.outcome === 'refused'
      ? [{ position, refusal: refusalAt(position, result.about, result.code) }]
      : [],
  );
  const isAnswered = (at: Date) => lastAccepted >= 0 && at <= calledAt;
  const earlier = stored.filter(({ at }) => !isAnswered(at));
  const trailing = refusals.filter(({ position }) => position > lastAccepted);
  const runs = runsBefore(results, lastAccepted, {
    stored: stored.filter(({ at }) => isAnswered(at)),
    refusals: new Map(refusals.map(({ position, refusal }) => [position, refusal])),
  });
  const oldest = calledAt.getTime() - MASS_REFUSAL.provedWithinMinutes * 60_000;
  const isProof = (run: readonly Refusal[], { addressHash, at }: Refusal) =>
    distinct(run.filter(({ about }) => about !== 'mail')).length <= MASS_REFUSAL.blamedInARow &&
    at.getTime() >= oldest &&
    !(addressHash !== null && acceptedHashes?.has(addressHash));
  const proved = runs.flatMap((run) => run.filter((refusal) => isProof(run, refusal)));
  const dismissed = runs.flatMap((run) => run.filter((refusal) => !isProof(run, refusal)));
  const streak = distinct([...earlier, ...trailing.map(({ refusal }) => refusal)]);
  // An email accepted by this very call shows that the account is in order.
  const isBlocked = lastAccepted < 0 && circuit.state !== 'closed' && circuit.kind === 'account';
  if (trailing.length > 0 && (isBlocked || isMassRefusal(streak))) {
    const halted = results.map((result, position) =>
      result.outcome === 'refused' && position > lastAccepted
        ? halt(result, `refused ${streak.length} recipients in a row and accepted none`, streak.length > 1)
        : result,
    );
    return { results: halted, proved, dismissed, inDoubt: [], returned: earlier };
  }
  const isSenderRefused = (result: SendResult): result is Refused =>
    result.outcome === 'refused' && result.about === 'sender';
  const bySender = results.filter(isSenderRefused).length;
  const accepted = results.filter(({ outcome }) => outcome === 'accepted').length;
  // A relay that only accepts its own domain accepts a few recipients of every call.
  const refusesMost = bySender >= MASS_REFUSAL.senderRefusals && bySender > accepted;
  const judged = results.map((result, position) => {
    if (!isSenderRefused(result)) return result;
    if (refusesMost) return halt(result, `refused ${bySender} of ${results.length} recipients`, true);
    return position > lastAccepted ? deferSenderRefusal(result) : result;
  });
  return { results: judged, proved, dismissed, inDoubt: refusesMost ? earlier : streak, returned: [] };
}

/**
 * Groups the refusals before the last acceptance into runs with no email accepted in between; `stored` ones
 * begin the first run.
 */
function runsBefore(
  results: readonly SendResult[],
  lastAccepted: number,
  { stored, refusals }: { stored: readonly Refusal[]; refusals: ReadonlyMap<number, Refusal> },
): Refusal[][] {
  const runs = [[...stored]];
  for (const [position, { outcome }] of results.slice(0, lastAccepted + 1).entries()) {
    const refusal = refusals.get(position);
    if (refusal) runs.at(-1)?.push(refusal);
    else if (outcome === 'accepted') runs.push([]);
  }
  return runs;
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

function halt(result: Refused, summary: string, summarized: boolean): SendResult {
  const reply = describeResult(result);
  return { outcome: 'halted', code: result.code, reason: summarized ? `${summary}: ${reply}` : reply };
}

function deferSenderRefusal({ code, reason }: Refused): SendResult {
  return { outcome: 'deferred', about: 'service', retryAfterMs: SENDER_REFUSED_MS, code, reason };
}

/** One refusal per email: a repeated attempt says nothing new about the provider. */
function distinct(refusals: readonly Refusal[]): Refusal[] {
  return [...new Map(refusals.map((refusal) => [refusal.emailId, refusal])).values()];
}
