import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../templates/formats.ts';
import { TEXTS } from '../../templates/texts.ts';

const { digest, transactional } = TEXTS.en;
const spaced = (text: string) => text.replaceAll('\u00A0', ' ');

/** Arguments for every text that takes some, by its place. Names are letters, which belong to no language. */
const ARGUMENTS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  '/digest/date': [['2026-03-02']],
  '/digest/edition': [[7, '2026']],
  '/digest/weekEdition': [[7, '2026']],
  '/digest/weekOf': [['2026-03-02']],
  '/digest/weekSummary': [
    [1, 1],
    [2, 2],
  ],
  '/digest/risingTopic': [[2, 1]],
  '/digest/risingPaper': [[12]],
  '/digest/quietWeek': [[0], [1], [2]],
  '/digest/stars': [[1], [2], [1_149], [12_400], [2_000_000]],
  '/digest/summary': [
    [1, 1],
    [2, 2],
  ],
  '/digest/quiet': [[0], [1], [2]],
  '/digest/more': [[0], [1], [2]],
  '/digest/authors': [
    [[], 1],
    [[], 2],
    [['A', 'B'], 0],
    [['A', 'B'], 1],
    [['A', 'B'], 2],
  ],
  '/digest/discussionLink': [[null], [0], [1], [2]],
  '/reasons/query': [['X']],
  '/reasons/author': [['X']],
  '/reasons/organisation': [['X']],
  '/reasons/units/hf_upvotes': [[1_200]],
  '/reasons/units/hf_comments': [[1], [2]],
  '/reasons/units/github_stars': [[1], [2]],
  '/reasons/since': [['2']],
  '/reasons/topInTopic': [[3, 'X']],
  '/reasons/topOfAll': [[3]],
  '/reasons/mostInTopic': [['X']],
  '/reasons/leaderOf': [['X']],
  '/reasons/newOn': [['X']],
  '/reasons/withCode': [['X']],
  '/subscription/topics': [[0], [1], [2]],
  '/subscription/size': [[1], [7]],
  '/subscription/interests': [[0], [1], [2]],
  '/subscription/weekly': [['X']],
  '/subscription/sendTime': [
    ['07:00', 'X', true],
    ['07:00', 'UTC', false],
  ],
  '/subscription/shortSendTime': [
    ['07:00', 'X', true],
    ['07:00', 'UTC', false],
  ],
  '/subscription/chosen': [
    [[], 0, 0],
    [['X'], 1, 1],
    [['X'], 2, 2],
  ],
  '/subscription/arrives': [['X', 'Y']],
  '/subscription/firstOn': [['2026-03-02']],
  '/transactional/confirm/notes': [[1], [2], [72], [168]],
  '/transactional/lifted/notes': [[1], [2], [72], [168]],
  '/transactional/your-link/notes': [[null], [1], [2], [168]],
  '/transactional/new-address/notes': [[1], [2], [72], [168]],
};

/** Texts without letters that differ, or the same in both languages. */
const SHARED = new Set(['Paperboy', 'arXiv', 'PDF', 'Code']);

/** Every text by its place and arguments. Fails for a function without sample arguments. */
function textsOf(value: unknown, place = ''): [place: string, text: string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value === 'function') {
    const samples = ARGUMENTS[place];
    if (!samples) throw new Error(`${place} has no sample arguments`);
    return samples.flatMap((sample) => textsOf(value(...sample), `${place}(${JSON.stringify(sample)})`));
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, `${place}/${name}`));
}

const words = (list: string) =>
  new RegExp(`(?<![\\p{L}-])(?:${list.replaceAll(' ', '|')})(?![\\p{L}-])`, 'iu');

const GERMAN = words(
  'aber als am auf aus bei bis das dass dem den der des die ein eine einem einen einer er für haben hat ihr ihre ' +
    'ihrem ihren ihrer ist jede jeder kein keine keinen keines mit nach nicht oder sich sie sind und vom von ' +
    'weiter weitere weiteres wenn wer werden wir wird zu zum zur seit heute neu neue neuen uhr um täglich',
);
const UMLAUT = /[äöüßÄÖÜ„]/u;
const ENGLISH = words(
  'and are at by for from has have if is it its not of on or our that the there this to we which will with you ' +
    'your more most new one ones top every since today yesterday follow',
);

describe('email texts', () => {
  const english = new Map(textsOf(TEXTS.en));
  const german = new Map(textsOf(TEXTS.de));

  it('have the same keys in both languages', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    expect(german.size).toBeGreaterThan(120);
  });

  it('are translated, functions included', () => {
    const same = [...german].filter(([place, text]) => english.get(place) === text && !SHARED.has(text));
    expect(same).toEqual([]);
  });

  it('contain no German in English', () => {
    const mixed = [...english].filter(([, text]) => GERMAN.test(text) || UMLAUT.test(text));
    expect(mixed).toEqual([]);
  });

  it('contain no English in German', () => {
    const mixed = [...german].filter(([, text]) => ENGLISH.test(text.replace(/\bTop\u00A0\d/u, '')));
    expect(mixed).toEqual([]);
  });

  it('are detected in the wrong language', () => {
    expect('Alle Themen · erschienen am 11. Juni').toMatch(GERMAN);
    expect('You follow everything').toMatch(ENGLISH);
  });

  it('have no number that can part from its unit at a line end', () => {
    const parted = [...english, ...german].filter(([, text]) =>
      /\d %|\d\.? (?:Uhr|March|März|UTC|hours?|days?|Tage?|Stunden?|picks?|papers?|new|others?|topics?|Themen|Thema|Upvotes?|upvotes?|since|seit|weiteres?|neue[nm]?)\b/u.test(
        text,
      ),
    );
    expect(parted).toEqual([]);
  });

  it('write dates with weekday, day and month', () => {
    expect(spaced(digest.date('2026-11-23'))).toBe('Monday, 23 November');
    expect(spaced(digest.date('2028-02-29'))).toBe('Tuesday, 29 February');
    expect(spaced(digest.date('2027-01-03'))).toBe('Sunday, 3 January');
    expect(spaced(TEXTS.de.digest.date('2026-03-02'))).toBe('Montag, 2. März');
  });

  it('write counts in the right plural form and with thousands separators', () => {
    expect(spaced(digest.summary(1, 1))).toBe('1 pick from 1 new paper');
    expect(spaced(digest.summary(7, 143))).toBe('7 picks from 143 new papers');
    expect(spaced(digest.summary(7, 1_234_567))).toBe('7 picks from 1,234,567 new papers');
    expect([digest.quiet(0), digest.quiet(1), digest.quiet(1_234)].map(spaced)).toEqual([
      'There are no new papers.',
      'The only new paper does not match what you follow.',
      'None of the 1,234 new papers match what you follow.',
    ]);
    const { summary, more, quiet } = TEXTS.de.digest;
    expect([summary(1, 1), summary(7, 1_234)].map(spaced)).toEqual([
      '1 von 1 neuem Paper',
      '7 von 1.234 neuen Papers',
    ]);
    expect([more(1), more(6)].map(spaced)).toEqual(['und 1 weiteres', 'und 6 weitere']);
    expect([quiet(0), quiet(1), quiet(1_234)].map(spaced)).toEqual([
      'Es gibt keine neuen Papers.',
      'Das einzige neue Paper passt nicht zu Ihren Interessen.',
      'Keines der 1.234 neuen Papers passt zu Ihren Interessen.',
    ]);
  });

  it.each([
    [[], 0, ''],
    [[], 1, '1 author'],
    [[], 8, '8 authors'],
    [['A'], 0, 'A'],
    [['A', 'B'], 0, 'A and B'],
    [['A', 'B', 'C'], 0, 'A, B and C'],
    [['A', 'B'], 1, 'A, B and 1 other'],
    [['A', 'B'], 6, 'A, B and 6 others'],
  ])('name authors: %j and %i more', (names, others, expected) => {
    expect(spaced(digest.authors(names, others))).toBe(expected);
  });

  it('give the lifetime of a link in hours, and in days from three days on', () => {
    const { notes } = transactional.confirm;
    expect([notes(1), notes(48), notes(168)].map(([note = '']) => spaced(note).split('.')[0])).toEqual([
      'The link is valid for 1 hour',
      'The link is valid for 48 hours',
      'The link is valid for 7 days',
    ]);
    expect(transactional['your-link'].notes(null).join()).not.toContain('valid for');
    const german = TEXTS.de.transactional;
    expect(spaced(german.confirm.notes(168).join())).toContain('ist 7 Tage gültig');
    expect(spaced(german['your-link'].notes(1).join())).toContain('ist 1 Stunde gültig');
  });
});

describe('FORMATS', () => {
  it('write percentages, and dates with the year only where it differs', () => {
    const { en, de } = FORMATS;
    expect([en.percent(24), de.percent(24)]).toEqual(['24%', '24\u00A0%']);
    expect([en.dayAndMonth('2026-06-11', '2026-06-12'), de.dayAndMonth('2026-06-11', '2026-06-12')]).toEqual([
      '11 June',
      '11. Juni',
    ]);
    expect(en.dayAndMonth('2025-12-31', '2026-06-12')).toBe('31 December 2025');
    expect(de.dayAndMonth('2025-12-31', '2026-06-12')).toBe('31. Dezember 2025');
  });
});
