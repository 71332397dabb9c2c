import type { Language } from '../../../../config/languages.ts';
import { FORMATS } from '../../../../templates/formats.ts';
import type { NeighborDays } from '../../../papers/lists/list-queries.ts';
import { type Period, periodOf } from '../../../papers/lists/period.ts';
import { papersTexts } from './papers-texts.ts';

/** Path of a period's list. */
export function periodPath({ kind, name }: Pick<Period, 'kind' | 'name'>): string {
  return kind === 'day' ? `/papers/${name}` : `/papers/${kind}/${name}`;
}

/** Heading of a period: `Monday, 23 November 2026`, `Week 48: 23–29 November 2026`, `November 2026`. */
export function periodTitle(period: Period, language: Language): string {
  const format = FORMATS[language];
  if (period.kind === 'day') return format.fullDate(period.name);
  if (period.kind === 'month') return format.month(period.name);
  return papersTexts[language].week(weekNumber(period), period.from, period.to);
}

/** Short form for links between neighboring periods: no year on a day, no dates on a week. */
export function periodName(period: Period, language: Language): string {
  const texts = papersTexts[language];
  if (period.kind === 'day') return FORMATS[language].date(period.name);
  return period.kind === 'month' ? FORMATS[language].month(period.name) : texts.weekName(weekNumber(period));
}

/** The periods of the same kind that hold the nearest earlier and later day with papers. */
export function neighborPeriods(kind: Period['kind'], { previous, next }: NeighborDays) {
  return {
    previous: previous === null ? null : periodOf(kind, previous),
    next: next === null ? null : periodOf(kind, next),
  };
}

function weekNumber({ name }: Period): number {
  return Number(name.slice(6));
}
