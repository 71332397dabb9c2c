import { describeCounts, sumCounts } from '../delivery/status/counts-by-reason.ts';
import { editionStateName } from '../delivery/status/state-names.ts';
import type { EditionState } from '../editions/edition.ts';
import { pluralize } from '../plural.ts';

/** Effect of one step of a re-run, measured now. Stored in `reruns.foreseen`, so the property names stay. */
export type DryRunStep =
  | {
      step: 'ingest';
      source: string;
      label: string;
      /** Days that would be fetched, newest first. */
      days: string[];
      /** Effect of fetching the day, measured and rolled back; null when the source was not asked. */
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
        /** Newest revision now; null before the first. */
        from: number | null;
        /** Revision after the step; the same when nothing changes. */
        to: number;
        papers: number;
        added: number;
        removed: number;
        moved: number;
      }[];
      /** Deliveries that keep their composed picks, and those that would use the new revision. */
      composed: number;
      planned: number;
    }
  | { step: 'plan'; editions: { edition: string; state: EditionState | null; missing: number }[] }
  | { step: 'deliver'; editions: DeliveryPreview[] };

/** Effect of delivering one edition. */
export interface DeliveryPreview {
  edition: string;
  state: EditionState;
  /** Failed deliveries that would be retried. */
  retried: number;
  /** Failed deliveries of ineligible subscribers, by reason. Stored dry runs have this key. */
  notMailable: Record<string, number>;
  /** Retried deliveries that a provider accepted before, or may have. */
  twice: number;
  /** Scheduled deliveries that are already due. */
  due: number;
}

/** Effect of a re-run, step by step. */
export interface DryRunReport {
  steps: DryRunStep[];
}

/** Describes a dry run for operators, one sentence per step or pool. */
export function describeDryRun({ steps }: DryRunReport): string[] {
  return steps.flatMap(sentenceOf);
}

function sentenceOf(step: DryRunStep): string | string[] {
  switch (step.step) {
    case 'ingest':
      return ingestSentence(step);
    case 'observe':
      return observeSentence(step);
    case 'rank':
      return [...step.pools.map(rankSentence), composedSentence(step)];
    case 'plan':
      return step.editions.map(({ edition, state, missing }) =>
        state === null || state === 'open'
          ? `Plan: would add ${pluralize(missing, 'delivery', 'deliveries')} to ${edition}.`
          : `Plan: ${edition} is ${editionStateName(state)}, so no delivery would be added.`,
      );
    case 'deliver':
      return step.editions.length === 0
        ? 'Deliver: the day has no edition.'
        : step.editions.map(deliverSentence);
  }
}

type Step<Name extends DryRunStep['step']> = Extract<DryRunStep, { step: Name }>;

function ingestSentence({ label, days, asked }: Step<'ingest'>): string {
  const span = `${pluralize(days.length, 'day', 'days')} (${range(days)})`;
  const fetches = `Ingest: would fetch ${span} from ${label}.`;
  return asked === null
    ? `${fetches} The effect is unknown until the source is asked.`
    : `${fetches} At the moment ${days[0] ?? 'the day'} would bring ${describePapers(asked)}.`;
}

/**
 * Describes the effect of an ingest, e.g. `1 new paper, 2 changed papers, 3 new snapshots, 0 entries
 * skipped`.
 */
export function describePapers(counts: Readonly<Record<string, number>>): string {
  const count = (name: string, one: string, other: string) => pluralize(counts[name] ?? 0, one, other);
  return [
    count('created', 'new paper', 'new papers'),
    count('changed', 'changed paper', 'changed papers'),
    count('snapshots', 'new snapshot', 'new snapshots'),
    count('rejected', 'entry skipped', 'entries skipped'),
  ].join(', ');
}

function observeSentence({ days, asked }: Step<'observe'>): string {
  if (days.length === 0)
    return 'Observe: no list would be read again: none exists, or all were fetched a moment ago.';
  const lists = `${pluralize(days.length, 'list', 'lists')} (${range(days)})`;
  return asked === null
    ? `Observe: would read attention again for ${lists}.`
    : `Observe: ${lists} would bring ${pluralize(asked.snapshots, 'new snapshot', 'new snapshots')}.`;
}

function rankSentence(pool: Step<'rank'>['pools'][number]): string {
  const { poolId, from, to, added, removed, moved } = pool;
  const papers = pluralize(pool.papers, 'paper', 'papers');
  if (from === null) return `Rank: ${poolId} would get its first revision, with ${papers}.`;
  if (from === to)
    return `Rank: nothing has changed since revision ${from} of ${poolId}, so there would be no new one.`;
  const differing = added + removed + moved;
  return differing === 0
    ? `Rank: revision ${to} of ${poolId} would have the same ${papers} in the same order as revision ${from}.`
    : `Rank: revision ${to} of ${poolId} would differ from revision ${from} in ${differing} of ${papers}: ` +
        `${added} added, ${removed} removed, ${moved} moved.`;
}

function composedSentence({ composed, planned }: Step<'rank'>): string {
  return (
    `${pluralize(composed, 'composed delivery keeps its', 'composed deliveries keep their')} picks; ` +
    `${pluralize(planned, 'scheduled delivery uses', 'scheduled deliveries use')} the newest ranking.`
  );
}

function deliverSentence(preview: DeliveryPreview): string {
  const { edition, state, retried, notMailable: ineligible, twice, due } = preview;
  const blocked = sumCounts(ineligible);
  const parts = [
    `${pluralize(retried, 'failed delivery', 'failed deliveries')} retried`,
    ...(blocked > 0 ? [`${blocked} not retried (${describeCounts(ineligible)})`] : []),
    ...(due > 0 ? [`${pluralize(due, 'due delivery', 'due deliveries')} sent`] : []),
    `${twice} may arrive twice`,
  ];
  const held = state === 'paused' ? ' The edition is paused: nothing is sent until it is resumed.' : '';
  return `Deliver: ${edition}: ${parts.join(', ')}.${held}`;
}

function range(days: readonly string[]): string {
  const sorted = [...days].sort();
  const [first = 'none'] = sorted;
  const last = sorted.at(-1) ?? first;
  return first === last ? first : `${first} to ${last}`;
}
