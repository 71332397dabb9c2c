import type { EditionState } from '../editions/edition.ts';

/** What one step of a re-run would do, measured at this moment. */
export type DryRunStep =
  | {
      step: 'ingest';
      source: string;
      label: string;
      /** The days that would be asked for, newest first. */
      days: string[];
      /** What asking for the day brought, stored and taken back; null where nobody asked. */
      asked: { papers: number; created: number; changed: number; snapshots: number; rejected: number } | null;
    }
  | {
      step: 'observe';
      /** Lists that would be read again. */
      days: string[];
      asked: { snapshots: number } | null;
    }
  | {
      step: 'rank';
      pools: {
        poolId: string;
        /** The newest revision now; null before the first. */
        from: number | null;
        /** The one that there would be; the same where nothing changes. */
        to: number;
        papers: number;
        added: number;
        removed: number;
        moved: number;
      }[];
      /** Deliveries that keep what they were composed from, and those that would use the new revision. */
      composed: number;
      planned: number;
    }
  | { step: 'plan'; editions: { edition: string; state: EditionState | null; missing: number }[] }
  | { step: 'deliver'; editions: DeliveryPreview[] };

/** What a delivery of one edition would do. */
export interface DeliveryPreview {
  edition: string;
  state: EditionState;
  /** Failures that would be tried again, and those of people who may not be mailed: why → number. */
  retried: number;
  notMailable: Record<string, number>;
  /** Of those tried again: how many a provider took before, or may have. */
  twice: number;
  /** Deliveries that wait and are due already. */
  due: number;
}

/** What a re-run would do, step by step. */
export interface DryRunReport {
  steps: DryRunStep[];
}

/** What a re-run would do, a sentence a step, for a person. */
export function describeDryRun({ steps }: DryRunReport): string[] {
  return steps.flatMap(sentenceOf);
}

function sentenceOf(step: DryRunStep): string | string[] {
  switch (step.step) {
    case 'ingest': {
      const asks = `Ingest: ${step.label} would be asked for ${count(step.days.length, 'day')} (${range(step.days)}).`;
      if (step.asked === null) return `${asks} What it holds now is only known by asking it.`;
      const { created, changed, snapshots, rejected } = step.asked;
      return `${asks} Asked just now, ${step.days[0] ?? 'the day'} would bring ${count(created, 'new paper')}, ${count(changed, 'changed paper')} and ${count(snapshots, 'new snapshot')}; ${count(rejected, 'entry', 'entries')} would be skipped.`;
    }
    case 'observe':
      if (step.days.length === 0)
        return 'Observe: no list would be read again; there is none, or it was fetched a moment ago.';
      return step.asked === null
        ? `Observe: attention would be read again for ${count(step.days.length, 'list')} (${range(step.days)}).`
        : `Observe: ${count(step.days.length, 'list')} (${range(step.days)}) would bring ${count(step.asked.snapshots, 'new snapshot')}.`;
    case 'rank':
      return [
        ...step.pools.map(rankSentence),
        `${count(step.composed, 'delivery that is composed keeps', 'deliveries that are composed keep')} what ${step.composed === 1 ? 'it has' : 'they have'}; ${count(step.planned, 'planned one', 'planned ones')} will use the newest ranking.`,
      ];
    case 'plan':
      return step.editions.map(({ edition, state, missing }) =>
        state === null || state === 'open'
          ? `Plan: ${count(missing, 'person is', 'people are')} missing in ${edition}.`
          : `Plan: ${edition} is ${state}, so nobody is added.`,
      );
    case 'deliver':
      return step.editions.length === 0
        ? 'Deliver: there is no edition of that day.'
        : step.editions.map(deliverSentence);
  }
}

function rankSentence({
  poolId,
  from,
  to,
  papers,
  added,
  removed,
  moved,
}: Extract<DryRunStep, { step: 'rank' }>['pools'][number]): string {
  if (from === null) return `Rank: ${poolId} would get its first revision, with ${count(papers, 'paper')}.`;
  if (from === to)
    return `Rank: nothing has changed since revision ${from} of ${poolId}, so there would be no new one.`;
  const differing = added + removed + moved;
  return differing === 0
    ? `Rank: revision ${to} of ${poolId} would have the same ${count(papers, 'paper')} in the same order as revision ${from}.`
    : `Rank: revision ${to} of ${poolId} would differ from revision ${from} in ${count(differing, 'paper')} of ${papers}: ${added} in, ${removed} out, ${moved} at another place.`;
}

function deliverSentence(foreseen: DeliveryPreview): string {
  const { edition, state, retried, notMailable, twice, due } = foreseen;
  const lost = Object.values(notMailable).reduce((total, each) => total + each, 0);
  const parts = [
    `${count(retried, 'failure')} tried again`,
    ...(lost > 0 ? [`${lost} not, because these people may not be mailed`] : []),
    ...(due > 0 ? [`${due} sent that ${due === 1 ? 'is' : 'are'} due already`] : []),
    `${count(twice, 'person', 'people')} mailed twice`,
  ];
  const held = state === 'paused' ? ' It is paused: nothing goes out before it is resumed.' : '';
  return `Deliver: ${edition}: ${parts.join(', ')}.${held}`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

function range(days: readonly string[]): string {
  const sorted = [...days].sort();
  const [first = 'none'] = sorted;
  const last = sorted.at(-1) ?? first;
  return first === last ? first : `${first} to ${last}`;
}
