import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { topicDescription, topicLabel } from '../../../config/topics/taxonomy.ts';
import { papersTexts } from '../../../src/web/site/papers/papers-texts.ts';
import { FORMATS } from '../../../templates/formats.ts';

/** Every text without arguments, by its path. */
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
  'Abstract',
  'Feed (Atom)',
  'Hugging Face',
  'npm run paperboy -- ingest',
]);

const FOLDER = 'src/web/site';
const textFiles = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('-texts.ts'),
);

describe('page texts', () => {
  it('are found in the folder of every feature', () => {
    expect(textFiles.length).toBeGreaterThan(12);
  });

  it.each(textFiles)('%s is translated completely', async (path) => {
    const texts: Record<string, { en: unknown; de: unknown }> = await import(`../../../${FOLDER}/${path}`);
    for (const { en, de } of Object.values(texts)) {
      const english = new Map(plainTexts(en));
      const german = plainTexts(de);
      expect(german.map(([place]) => place).sort()).toEqual([...english.keys()].sort());
      const same = german.filter(([place, text]) => english.get(place) === text && !SHARED.has(text));
      expect(same).toEqual([]);
    }
  });

  it('have a German name and description for every topic', () => {
    for (const { slug } of BUILT_IN_TAXONOMY.topics) {
      expect(topicDescription(BUILT_IN_TAXONOMY, slug, 'de')).not.toBe(
        topicDescription(BUILT_IN_TAXONOMY, slug, 'en'),
      );
      expect(topicLabel(BUILT_IN_TAXONOMY, slug, 'de')).not.toBe(slug);
    }
    expect(topicLabel(BUILT_IN_TAXONOMY, 'newer-than-this', 'de')).toBe('newer-than-this');
    expect(topicDescription(BUILT_IN_TAXONOMY, 'newer-than-this', 'de')).toBe('');
  });

  it('write numbers and dates in the format of their language', () => {
    const upvotes = [papersTexts.en, papersTexts.de].map(({ units }) => units.hf_upvotes(1_234));
    expect(upvotes).toEqual(['1,234\u00A0upvotes', '1.234\u00A0Upvotes']);
    const { en, de } = FORMATS;
    expect([en.fullDate('2026-11-23'), de.fullDate('2026-11-23')]).toEqual([
      'Monday, 23 November 2026',
      'Montag, 23. November 2026',
    ]);
    expect([en.month('2026-03'), de.month('2026-03')]).toEqual(['March 2026', 'März 2026']);
  });

  it('list authors', () => {
    const { authors } = papersTexts.de;
    expect([
      authors(['A', 'B'], 0),
      authors(['A'], 1),
      authors(['A', 'B'], 1_200),
      authors([], 1),
      authors([], 0),
    ]).toEqual(['A und B', 'A und eine weitere Person', 'A, B und 1.200\u00A0weitere', '1\u00A0Autor', '']);
  });
});
