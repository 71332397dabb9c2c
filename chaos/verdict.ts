import type { OpenEdition, Row, Start } from './audit-queries.ts';

/** A mail that the provider took, by the provider's own count. */
export interface TakenMail {
  deliveryId: string;
  /** The idempotency key of its call; null where the provider knows none. */
  key: string | null;
  /** Real time; null where the provider does not tell. */
  at: Date | null;
}

/** Somebody who may not be mailed any more. `since` is after the commit, by the database's clock. */
export interface Leave {
  subscriberId: string;
  since: Date;
}

/** What happened in a run, from the books, from the provider, and from those who played the people. */
export interface Happened {
  rows: readonly Row[];
  editions: readonly OpenEdition[];
  starts: readonly Start[];
  taken: readonly TakenMail[];
  /** The books before an operator tried failures again and settled what was uncertain. */
  before: readonly Row[];
  /** Delivery ids that the provider named as refused. */
  refused: ReadonlySet<string>;
  leaves: readonly Leave[];
  /** When nothing of an edition was to begin, from a commit to before another. */
  closures: readonly { editionId: string; from: Date; until: Date | null }[];
  cancelled: ReadonlySet<string>;
  /** By delivery, the strongest of the reports about its mail that the web took. */
  told: ReadonlyMap<string, string>;
  /** People with one paper in two digests, and how many picks were looked at. */
  papers: { people: readonly string[]; picks: number };
  /** How many people there are. */
  people: number;
  /** Whether an outcome may wait for the operator: by the nature of the provider, or because people left in the middle. */
  mayBeUncertain: boolean;
}

export interface Verdict {
  audience: number;
  /** People of whom the provider took at least one mail. */
  accepted: number;
  two: number;
  without: number;
  uncertain: number;
  afterLeaving: number;
  refused: number;
  /** Mails of which the web took a report. */
  reported: number;
  /** Picks that were held against what else their reader was given. */
  picks: number;
  excluded: Record<string, number>;
  /** Broken promises in words; none is well. */
  broken: string[];
  /** Of them, the deliveries concerned. */
  concerned: string[];
}

/**
 * Holds the books against the provider's own count, person by person. Pure.
 *
 * A leave took effect for every attempt whose starting transaction began after the leave had been committed: that transaction
 * reads consent (rule 5) and must see it. One that began before may have read before, and its mail may arrive any
 * time later; so mails are judged by the last start announced for their key before they arrived, and not by arrival.
 */
export function judge(happened: Happened): Verdict {
  const { rows, editions } = happened;
  const mails = new Map<string, TakenMail[]>();
  for (const mail of happened.taken)
    mails.set(mail.deliveryId, [...(mails.get(mail.deliveryId) ?? []), mail]);
  const taken = (row: Row) => mails.get(row.deliveryId)?.length ?? 0;
  const left = new Set(happened.leaves.map(({ subscriberId }) => subscriberId));
  const mayGoWithout = (row: Row) =>
    (row.state === 'excluded' && (left.has(row.subscriberId) || happened.cancelled.has(row.editionId))) ||
    (happened.cancelled.has(row.editionId) && ['failed', 'uncertain'].includes(row.state));
  const broken: string[] = [];
  const concerned: Row[] = [];
  const promise = (what: string, breakers: readonly Row[]) => {
    if (breakers.length === 0) return;
    const examples = breakers
      .slice(0, 3)
      .map((row) => `${row.deliveryId} ${row.state} ${row.reason ?? ''}`.trim());
    broken.push(`${what}: ${breakers.length} (${examples.join('; ')})`);
    concerned.push(...breakers);
  };
  const two = rows.filter((row) => taken(row) > 1);
  const without = rows.filter((row) => taken(row) === 0 && !mayGoWithout(row));
  const late = rows.filter((row) => lateMails(row, happened, mails.get(row.deliveryId) ?? []));
  promise('people with two mails', two);
  promise('eligible people without one', without);
  promise('people mailed after they left', late);
  const unknown = happened.before.filter(stateIs('uncertain'));
  const failed = happened.before.filter(stateIs('failed'));
  promise('uncertain where nothing may be', happened.mayBeUncertain ? [] : unknown);
  promise(
    'failed though the provider refused none of them',
    failed.filter((row) => !happened.refused.has(row.deliveryId)),
  );
  promise(
    'books that say something else than the provider',
    rows.filter(
      (row) =>
        (row.state === 'accepted') !== taken(row) > 0 && row.state !== 'uncertain' && !without.includes(row),
    ),
  );
  promise(
    'reports that were taken and forgotten',
    rows.filter((row) => (happened.told.get(row.deliveryId) ?? row.arrival) !== row.arrival),
  );
  promise(
    'people who bounced or complained and may be mailed',
    rows.filter(
      (row) => SUPPRESSING.has(happened.told.get(row.deliveryId) ?? '') && row.subscriberState === 'active',
    ),
  );
  promise(
    'people given one paper twice',
    rows.filter((row) => happened.papers.people.includes(row.subscriberId)),
  );
  promise(
    'left planned',
    rows.filter((row) => ['planned', 'sending'].includes(row.state)),
  );
  broken.push(...wholeBooks(happened, editions));
  return {
    audience: rows.length,
    accepted: rows.filter((row) => taken(row) > 0).length,
    two: two.length,
    without: without.length,
    uncertain: unknown.length,
    afterLeaving: late.length,
    refused: failed.length,
    reported: happened.told.size,
    picks: happened.papers.picks,
    excluded: countBy(rows.filter(stateIs('excluded')).map((row) => row.reason ?? 'unknown')),
    broken,
    concerned: [...new Set(concerned.map((row) => row.deliveryId))].slice(0, 200),
  };
}

const SUPPRESSING = new Set(['hard-bounced', 'complained']);

const stateIs = (state: string) => (row: Row) => row.state === state;

/** What is wrong with the books as a whole. */
function wholeBooks(happened: Happened, editions: readonly OpenEdition[]): string[] {
  const wrong: string[] = [];
  const audience = editions.reduce((sum, edition) => sum + edition.audience, 0);
  if (audience !== happened.rows.length)
    wrong.push(`books out of balance: an audience of ${audience}, ${happened.rows.length} rows`);
  if (happened.rows.length !== happened.people)
    wrong.push(`people who were never planned for: ${happened.people - happened.rows.length}`);
  for (const edition of editions) {
    const over = edition.state === 'finished' || happened.cancelled.has(edition.id);
    if (!over) wrong.push(`${edition.id} is ${edition.state}: ${edition.reason ?? 'no reason given'}`);
  }
  const ids = new Set(happened.rows.map((row) => row.deliveryId));
  const strangers = happened.taken.filter((mail) => !ids.has(mail.deliveryId)).length;
  if (strangers > 0) wrong.push(`mails of no delivery: ${strangers}`);
  const begun = happened.closures.flatMap(({ editionId, from, until }) =>
    happened.starts.filter(
      (start) =>
        start.editionId === editionId &&
        start.replays === 0 &&
        start.began > from &&
        (until === null || start.began < until),
    ),
  );
  if (begun.length > 0)
    wrong.push(`batches begun while their edition was paused or cancelled: ${begun.length}`);
  return wrong;
}

function lateMails(row: Row, happened: Happened, mails: readonly TakenMail[]): boolean {
  const leave = happened.leaves.find(({ subscriberId }) => subscriberId === row.subscriberId);
  if (!leave) return false;
  return mails.some((mail) => {
    const starts = happened.starts.filter(
      (start) =>
        (mail.key === null ? row.attemptIds.includes(start.attemptId) : start.key === mail.key) &&
        (mail.at === null || start.began <= mail.at),
    );
    // Without keys a mail may belong to any attempt of its delivery, so the first one is given the benefit.
    const start = mail.key === null ? starts[0] : starts.at(-1);
    return start === undefined || start.began > leave.since;
  });
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
