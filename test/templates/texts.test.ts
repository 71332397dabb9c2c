import { describe, expect, it } from 'vitest';
import { TEXTS } from '../../templates/texts.ts';

const { digest, letters } = TEXTS.en;

describe('the words', () => {
  it('writes dates out', () => {
    expect(digest.date('2026-11-23')).toBe('Monday, 23 November');
    expect(digest.date('2028-02-29')).toBe('Tuesday, 29 February');
    expect(digest.date('2027-01-03')).toBe('Sunday, 3 January');
  });

  it('counts with the right number and thousands apart', () => {
    expect(digest.offer(1, 1)).toBe('1 paper for you, out of 1');
    expect(digest.offer(7, 143)).toBe('7 papers for you, out of 143');
    expect(digest.offer(7, 1_234_567)).toBe('7 papers for you, out of 1,234,567');
    expect(digest.quiet(1)).toContain('1 new paper,');
    expect(digest.quiet(0)).toContain('no new papers');
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
  ])('names authors: %j and %i more', (names, others, expected) => {
    expect(digest.authors(names, others)).toBe(expected);
  });

  it('says how long a link works', () => {
    expect(letters.confirm.afterwards(48).join()).toContain('48 hours');
    expect(letters.confirm.afterwards(1).join()).toContain('1 hour.');
    expect(letters.confirm.afterwards(168).join()).toContain('7 days');
    expect(letters['your-link'].afterwards(null).join()).not.toContain('works for');
  });

  /** Every text without arguments, by its path. */
  const plainTexts = (value: unknown, place = ''): [place: string, text: string][] =>
    typeof value === 'string'
      ? [[place, value]]
      : value === null || typeof value !== 'object'
        ? []
        : Object.entries(value).flatMap(([name, inner]) => plainTexts(inner, `${place}/${name}`));

  it('are all translated', () => {
    const english = new Map(plainTexts(TEXTS.en));
    const german = plainTexts(TEXTS.de);
    expect(german.map(([place]) => place).sort()).toEqual([...english.keys()].sort());
    const shared = new Set(['Paperboy', 'arXiv', 'PDF', 'Code', 'Pause']);
    expect(german.filter(([place, text]) => english.get(place) === text && !shared.has(text))).toEqual([]);
  });

  it('are German in German, numbers and dates included', () => {
    const { digest: words, letters: mails } = TEXTS.de;
    expect(words.date('2026-03-02')).toBe('Montag, 2. März');
    expect([words.offer(1, 1), words.offer(7, 1_234)]).toEqual([
      '1 Paper für Sie, von 1',
      '7 Papers für Sie, von 1.234',
    ]);
    expect([words.more(1), words.more(6)]).toEqual(['und 1 weiteres', 'und 6 weitere']);
    expect([words.quiet(0), words.quiet(1), words.quiet(20)].join()).not.toMatch(/undefined|1 neuen/);
    expect(words.authors(['A', 'B'], 1)).toBe('A, B und eine weitere Person');
    expect(mails.confirm.afterwards(168).join()).toContain('gilt 7 Tage');
    expect(mails['your-link'].afterwards(1).join()).toContain('gilt 1 Stunde,');
  });
});
