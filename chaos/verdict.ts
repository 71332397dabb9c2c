import type { OpenEdition, Row, Start } from './audit-queries.ts';

/** An email that the provider accepted, by the provider's own record. */
export interface AcceptedEmail {
  deliveryId: string;
  /** Idempotency key of its call; null if the provider has none. */
  key: string | null;
  /** Real time; null if the provider does not record it. */
  at: Date | null;
}

/** A subscriber that must not be emailed any more. `since` is after the commit, by the database's clock. */
export interface OptOut {
  subscriberId: string;
  since: Date;
}

/** Record of a run from three sides: the database, the provider, and the simulated subscribers. */
export interface RunRecord {
  rows: readonly Row[];
  editions: readonly OpenEdition[];
  starts: readonly Start[];
  accepted: readonly AcceptedEmail[];
  /** Rows from before an operator retried failures and settled uncertain deliveries. */
  beforeOperator: readonly Row[];
  /** Ids of the deliveries that the provider refused. */
  refused: ReadonlySet<string>;
  optOuts: readonly OptOut[];
  /** Periods in which no batch of an edition may start, from one commit until before another. */
  closedPeriods: readonly { editionId: string; from: Date; until: Date | null }[];
  canceled: ReadonlySet<string>;
  /** Strongest accepted report about the email of each delivery. */
  reported: ReadonlyMap<string, string>;
  /** Subscribers with one paper in several digests, and the number of picks that were compared. */
  papers: { subscribers: readonly string[]; picks: number };
  /** Number of subscribers. */
  subscribers: number;
  /**
   * Deliveries may end uncertain, by the nature of the provider or because subscribers opted out during the
   * run.
   */
  mayEndUncertain: boolean;
}

export interface Verdict {
  audience: number;
  /** Subscribers with at least one accepted email. */
  accepted: number;
  duplicates: number;
  missing: number;
  uncertain: number;
  afterOptOut: number;
  refused: number;
  /** Emails with an accepted report. */
  reported: number;
  /** Picks that were compared with the other digests of their subscriber. */
  picks: number;
  excluded: Record<string, number>;
  /** Failed checks in words; empty if all passed. */
  broken: string[];
  /** Ids of the deliveries that failed a check. */
  concerned: string[];
}

/**
 * Compares the deliveries with the provider's own record, subscriber by subscriber. Pure.
 *
 * An opt-out takes effect for every attempt with a starting transaction that began after the opt-out was
 * committed: that transaction checks consent (rule 5) and must see it. One that began earlier may have
 * checked earlier, and its email may arrive any time later. So emails are judged by the last start recorded
 * for their key before they arrived, and not by arrival.
 */
export function checkRun(record: RunRecord): Verdict {
  const { rows, editions } = record;
  const emails = new Map<string, AcceptedEmail[]>();
  for (const email of record.accepted)
    emails.set(email.deliveryId, [...(emails.get(email.deliveryId) ?? []), email]);
  const accepted = (row: Row) => emails.get(row.deliveryId)?.length ?? 0;
  const left = new Set(record.optOuts.map(({ subscriberId }) => subscriberId));
  const isExcused = (row: Row) =>
    (row.state === 'excluded' && (left.has(row.subscriberId) || record.canceled.has(row.editionId))) ||
    (record.canceled.has(row.editionId) && ['failed', 'uncertain'].includes(row.state));
  const broken: string[] = [];
  const concerned: Row[] = [];
  const check = (what: string, failing: readonly Row[]) => {
    if (failing.length === 0) return;
    const examples = failing
      .slice(0, 3)
      .map((row) => `${row.deliveryId} ${row.state} ${row.reason ?? ''}`.trim());
    broken.push(`${what}: ${failing.length} (${examples.join('; ')})`);
    concerned.push(...failing);
  };
  const duplicates = rows.filter((row) => accepted(row) > 1);
  const missing = rows.filter((row) => accepted(row) === 0 && !isExcused(row));
  const late = rows.filter((row) => hasLateEmail(row, record, emails.get(row.deliveryId) ?? []));
  check('subscribers with two emails', duplicates);
  check('eligible subscribers without an email', missing);
  check('subscribers emailed after they opted out', late);
  const unknown = record.beforeOperator.filter(stateIs('uncertain'));
  const failed = record.beforeOperator.filter(stateIs('failed'));
  check('uncertain deliveries that are not allowed here', record.mayEndUncertain ? [] : unknown);
  check(
    'failed deliveries that the provider did not refuse',
    failed.filter((row) => !record.refused.has(row.deliveryId)),
  );
  check(
    'deliveries that contradict the provider',
    rows.filter(
      (row) =>
        (row.state === 'accepted') !== accepted(row) > 0 &&
        row.state !== 'uncertain' &&
        !missing.includes(row),
    ),
  );
  check(
    'accepted reports that were not applied',
    rows.filter((row) => (record.reported.get(row.deliveryId) ?? row.arrival) !== row.arrival),
  );
  check(
    'active subscribers with a bounce or complaint',
    rows.filter(
      (row) => SUPPRESSING.has(record.reported.get(row.deliveryId) ?? '') && row.subscriberState === 'active',
    ),
  );
  check(
    'subscribers with one paper in two digests',
    rows.filter((row) => record.papers.subscribers.includes(row.subscriberId)),
  );
  check(
    'deliveries still scheduled or sending',
    rows.filter((row) => ['planned', 'sending'].includes(row.state)),
  );
  broken.push(...totalsProblems(record, editions));
  return {
    audience: rows.length,
    accepted: rows.filter((row) => accepted(row) > 0).length,
    duplicates: duplicates.length,
    missing: missing.length,
    uncertain: unknown.length,
    afterOptOut: late.length,
    refused: failed.length,
    reported: record.reported.size,
    picks: record.papers.picks,
    excluded: countBy(rows.filter(stateIs('excluded')).map((row) => row.reason ?? 'unknown')),
    broken,
    concerned: [...new Set(concerned.map((row) => row.deliveryId))].slice(0, 200),
  };
}

const SUPPRESSING = new Set(['hard-bounced', 'complained']);

const stateIs = (state: string) => (row: Row) => row.state === state;

/** Problems of the totals. */
function totalsProblems(record: RunRecord, editions: readonly OpenEdition[]): string[] {
  const wrong: string[] = [];
  const audience = editions.reduce((sum, edition) => sum + edition.audience, 0);
  if (audience !== record.rows.length)
    wrong.push(`totals do not add up: an audience of ${audience}, ${record.rows.length} deliveries`);
  if (record.rows.length !== record.subscribers)
    wrong.push(`subscribers without a planned delivery: ${record.subscribers - record.rows.length}`);
  for (const edition of editions) {
    const over = edition.state === 'finished' || record.canceled.has(edition.id);
    if (!over) wrong.push(`${edition.id} is ${edition.state}: ${edition.reason ?? 'no reason'}`);
  }
  const ids = new Set(record.rows.map((row) => row.deliveryId));
  const unknownEmails = record.accepted.filter((email) => !ids.has(email.deliveryId)).length;
  if (unknownEmails > 0) wrong.push(`emails without a delivery: ${unknownEmails}`);
  const begun = record.closedPeriods.flatMap(({ editionId, from, until }) =>
    record.starts.filter(
      (start) =>
        start.editionId === editionId &&
        start.replays === 0 &&
        start.began > from &&
        (until === null || start.began < until),
    ),
  );
  if (begun.length > 0)
    wrong.push(`batches started while their edition was paused or canceled: ${begun.length}`);
  return wrong;
}

function hasLateEmail(row: Row, record: RunRecord, emails: readonly AcceptedEmail[]): boolean {
  const optOut = record.optOuts.find(({ subscriberId }) => subscriberId === row.subscriberId);
  if (!optOut) return false;
  return emails.some((email) => {
    const starts = record.starts.filter(
      (start) =>
        (email.key === null ? row.attemptIds.includes(start.attemptId) : start.key === email.key) &&
        (email.at === null || start.began <= email.at),
    );
    // Without keys an email may belong to any attempt of its delivery, so it counts for the first one.
    const start = email.key === null ? starts[0] : starts.at(-1);
    return start === undefined || start.began > optOut.since;
  });
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
