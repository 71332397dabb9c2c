import { describe, expect, it } from 'vitest';
import { TOPICS } from '../../../../config/topics/taxonomy.ts';
import { PAGE_TEXTS } from '../../../../src/web/site/frame/page-texts.ts';

/** Every text that takes nothing, by its place. */
function plainTexts(value: unknown, place = ''): [place: string, text: string][] {
  if (typeof value === 'string') return [[place, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => plainTexts(inner, `${place}/${name}`));
}

/** Words that German shares with English. */
const SHARED = new Set([
  'Paperboy',
  'arXiv',
  'PDF',
  'Code',
  'Feed (Atom)',
  'Hugging Face',
  'npm run paperboy -- ingest',
]);

describe('the texts of the pages', () => {
  const english = new Map(plainTexts(PAGE_TEXTS.en));

  it('are all translated', () => {
    const german = plainTexts(PAGE_TEXTS.de);
    expect(german.map(([place]) => place).sort()).toEqual([...english.keys()].sort());
    const same = german.filter(([place, text]) => english.get(place) === text && !SHARED.has(text));
    expect(same).toEqual([]);
  });

  it('have a German name and description for every topic', () => {
    for (const { slug } of TOPICS) {
      expect(PAGE_TEXTS.de.topics.description(slug)).not.toBe(PAGE_TEXTS.en.topics.description(slug));
      expect(PAGE_TEXTS.de.topics.label(slug)).not.toBe(slug);
    }
    expect(PAGE_TEXTS.de.topics.label('newer-than-this')).toBe('newer-than-this');
  });

  it('write numbers and dates as the language does', () => {
    const { en, de } = PAGE_TEXTS;
    const upvotes = [en, de].map(({ papers }) => papers.units.hf_upvotes(1_234));
    expect(upvotes).toEqual(['1,234 upvotes', '1.234 Upvotes']);
    expect([en.wording.fullDate('2026-11-23'), de.wording.fullDate('2026-11-23')]).toEqual([
      'Monday, 23 November 2026',
      'Montag, 23. November 2026',
    ]);
    expect([en.wording.month('2026-03'), de.wording.month('2026-03')]).toEqual(['March 2026', 'März 2026']);
  });

  it('name authors alike', () => {
    const { authors } = PAGE_TEXTS.de.papers;
    expect([
      authors(['A', 'B'], 0),
      authors(['A'], 1),
      authors(['A', 'B'], 1_200),
      authors([], 1),
      authors([], 0),
    ]).toEqual(['A und B', 'A und eine weitere Person', 'A, B und 1.200 weitere', '1 Autor/in', '']);
  });
});
