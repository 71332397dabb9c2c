import type { Neighbours } from '../../../papers/lists/list-queries.ts';
import { type Period, periodOf } from '../../../papers/lists/period.ts';
import type { PageTexts } from '../frame/page-texts.ts';

type Texts = Pick<PageTexts, 'papers' | 'wording'>;

/** Where the papers of a period are. */
export function periodPath({ kind, name }: Pick<Period, 'kind' | 'name'>): string {
  return kind === 'day' ? `/papers/${name}` : `/papers/${kind}/${name}`;
}

/** A period as a headline says it. */
export function periodTitle(period: Period, { papers, wording }: Texts): string {
  if (period.kind === 'day') return wording.fullDate(period.name);
  if (period.kind === 'month') return wording.month(period.name);
  return papers.week(period.from, period.to, weekNumber(period));
}

/** The same, as short as a link to it can be beside the period it is linked from. */
export function periodName(period: Period, { papers, wording }: Texts): string {
  if (period.kind === 'day') return papers.shortDate(period.name);
  return period.kind === 'month' ? wording.month(period.name) : papers.weekName(weekNumber(period));
}

/** The periods of the same kind that hold the nearest days with papers, before and after. */
export function periodsBeside(kind: Period['kind'], { previous, next }: Neighbours) {
  return {
    previous: previous === null ? null : periodOf(kind, previous),
    next: next === null ? null : periodOf(kind, next),
  };
}

function weekNumber({ name }: Period): number {
  return Number(name.slice(6));
}
