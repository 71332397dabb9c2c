import type { Taxonomy } from '../../../../config/topics/taxonomy.ts';
import { FORMATS } from '../../../../templates/formats.ts';
import { addDays } from '../../../day.ts';
import { type PickReason, pickReasonText } from '../../../editions/pick-reason.ts';

const { en: english, de: german } = FORMATS;

/** The archive: the list of its days, and one day. */
const en = {
  heading: 'Archive',
  description: 'Trending research papers day by day, as ranked at the time.',
  about: 'What was trending each day, as ranked at the time.',
  papers: (count: number) => `from ${english.counted(count, { one: 'paper', other: 'papers' })}`,
  none: {
    heading: 'The archive is empty',
    paragraphs: ['The first day appears here once papers have been collected and ranked.'],
  },
  /** Takes a full date. */
  day: (date: string) => `Trending on ${date}`,
  dayDescription: (date: string, title: string) => `Trending research papers on ${date}: ${title}`,
  /** Takes a day, a time as HH:MM, and the size of the pool. */
  rankedAt: (day: string, time: string, papers: number) =>
    `Ranked on ${english.unbrokenDate(day)} at ${time}\u00A0UTC, from ` +
    `${english.counted(papers, { one: 'paper', other: 'papers' })} of that day and the days before.`,
  byTopic: 'By topic',
  neighbors: 'Other days',
  all: 'All days',
  previous: (day: string) => `← ${english.date(day)}`,
  next: (day: string) => `${english.date(day)} →`,
  noDay: {
    heading: 'No ranking for this day',
    paragraphs: ['Not every day has a ranking, and some dates are from before this site started.'],
    all: 'See all days with a ranking',
  },
  /** Pick reason as read on a later day, so that nothing is called new today. */
  reason: (taxonomy: Taxonomy, reason: PickReason) =>
    pickReasonText(taxonomy, reason, addDays(reason.publicOn, 1), 'en'),
};

const de: typeof en = {
  heading: 'Archiv',
  description: 'Forschungspapiere im Trend, Tag für Tag, nach dem damaligen Stand.',
  about: 'Was an jedem Tag im Trend lag, nach dem damaligen Stand.',
  papers: (count) => `aus ${german.counted(count, { one: 'Paper', other: 'Papers' })}`,
  none: {
    heading: 'Das Archiv ist noch leer',
    paragraphs: ['Der erste Tag erscheint hier, sobald Papers gesammelt und bewertet sind.'],
  },
  day: (date) => `Im Trend am ${date}`,
  dayDescription: (date, title) => `Forschungspapiere im Trend am ${date}: ${title}`,
  rankedAt: (day, time, papers) =>
    `Stand: ${german.unbrokenDate(day)}, ${time}\u00A0Uhr UTC, aus ` +
    `${german.counted(papers, { one: 'Paper', other: 'Papers' })} dieses Tages und der Tage davor.`,
  byTopic: 'Nach Themen',
  neighbors: 'Andere Tage',
  all: 'Alle Tage',
  previous: (day) => `← ${german.date(day)}`,
  next: (day) => `${german.date(day)} →`,
  noDay: {
    heading: 'Für diesen Tag gibt es keine Rangliste',
    paragraphs: ['Nicht jeder Tag hat eine Rangliste, und manche Tage liegen vor dem Start dieser Website.'],
    all: 'Alle Tage mit Rangliste ansehen',
  },
  reason: (taxonomy, reason) => pickReasonText(taxonomy, reason, addDays(reason.publicOn, 1), 'de'),
};

export const archiveTexts = { en, de };
