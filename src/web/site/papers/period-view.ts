import type { Language } from '../../../../config/languages.ts';
import type { NeighborDays } from '../../../papers/lists/list-queries.ts';
import { type Period, periodOf } from '../../../papers/lists/period.ts';
import { FORMATS } from '../frame/formats.ts';
import { papersTexts } from './papers-texts.ts';

/** Where the papers of a period are. */
export function periodPath({ kind, name }: Pick<Period, 'kind' | 'name'>): string {
  return kind === 'day' ? `/papers/${name}` : `/papers/${kind}/${name}`;
}

/** A period as a headline says it. */
export function periodTitle(period: Period, language: Language): string {
  const format = FORMATS[language];
  if (period.kind === 'day') return format.fullDate(period.name);
  if (period.kind === 'month') return format.month(period.name);
  return papersTexts[language].week(period.from, period.to, weekNumber(period));
}

/** The same, as short as a link to it can be beside the period it is linked from. */
export function periodName(period: Period, language: Language): string {
  const words = papersTexts[language];
  if (period.kind === 'day') return words.shortDate(period.name);
  return period.kind === 'month' ? FORMATS[language].month(period.name) : words.weekName(weekNumber(period));
}

/** The periods of the same kind that hold the nearest days with papers, before and after. */
export function periodsBeside(kind: Period['kind'], { previous, next }: NeighborDays) {
  return {
    previous: previous === null ? null : periodOf(kind, previous),
    next: next === null ? null : periodOf(kind, next),
  };
}

function weekNumber({ name }: Period): number {
  return Number(name.slice(6));
}
