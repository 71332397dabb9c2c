import { addDays } from '../../../day.ts';
import { type PickReason, pickReasonText } from '../../../editions/pick-reason.ts';
import { FORMATS } from '../frame/formats.ts';

const en = {
  heading: 'Archive',
  description: 'What was trending in research, day by day, as it stood then.',
  about: 'What was trending, day by day, as it stood then.',
  papers: (count: number) => `the best of ${FORMATS.en.counted(count, { one: 'paper', other: 'papers' })}`,
  none: {
    heading: 'Nothing in the archive yet',
    paragraphs: ['The first day is here as soon as papers have come in and were ranked.'],
  },
  /** Takes a written date. */
  day: (date: string) => `What was trending on ${date}`,
  dayDescription: (date: string, title: string) =>
    `The research papers that got attention on ${date}: ${title}`,
  /** Takes a time as HH:MM, of a day as YYYY-MM-DD. */
  asOf: (day: string, time: string, papers: number) =>
    `As it stood on ${FORMATS.en.date(day)} at ${time} UTC, out of ${FORMATS.en.counted(papers, { one: 'paper', other: 'papers' })} of that day and the days before it.`,
  byTopic: 'Topic by topic',
  days: 'Other days',
  all: 'All days',
  earlier: (day: string) => `← ${FORMATS.en.date(day)}`,
  later: (day: string) => `${FORMATS.en.date(day)} →`,
  noDay: {
    heading: 'Nothing was ranked on that day',
    paragraphs: ['Not every day has a ranking, and some lie before our time.'],
    all: 'See all days that have one',
  },
  /** Why a paper stands there, told on a later day. */
  reason: (reason: PickReason) => pickReasonText(reason, addDays(reason.publicOn, 1), 'en'),
};

const de: typeof en = {
  heading: 'Archiv',
  description: 'Welche Forschung Beachtung fand, Tag für Tag, nach dem Stand von damals.',
  about: 'Was Beachtung fand, Tag für Tag, nach dem Stand von damals.',
  papers: (count) => `die besten von ${FORMATS.de.counted(count, { one: 'Paper', other: 'Papers' })}`,
  none: {
    heading: 'Noch nichts im Archiv',
    paragraphs: ['Der erste Tag steht hier, sobald Papers eingetroffen und geordnet sind.'],
  },
  day: (date) => `Was Beachtung fand: ${date}`,
  dayDescription: (date, title) => `Forschung, die Beachtung fand, ${date}: ${title}`,
  asOf: (day, time, papers) =>
    `Stand von ${FORMATS.de.date(day)}, ${time} Uhr UTC, aus ${FORMATS.de.counted(papers, { one: 'Paper', other: 'Papers' })} dieses Tages und der Tage davor.`,
  byTopic: 'Thema für Thema',
  days: 'Andere Tage',
  all: 'Alle Tage',
  earlier: (day) => `← ${FORMATS.de.date(day)}`,
  later: (day) => `${FORMATS.de.date(day)} →`,
  noDay: {
    heading: 'An diesem Tag wurde nichts geordnet',
    paragraphs: ['Nicht jeder Tag hat eine Rangfolge, und manche liegen vor unserer Zeit.'],
    all: 'Alle Tage ansehen, die eine haben',
  },
  reason: (reason) => pickReasonText(reason, addDays(reason.publicOn, 1), 'de'),
};

export const archiveTexts = { en, de };
