import { describe, expect, test } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { topicLabel } from '../../../config/topics/taxonomy.ts';
import { canonicalCategory } from '../../../src/papers/arxiv-id.ts';
import { textWords } from '../../../src/topics/phrases.ts';

test('the taxonomy has exactly these topics in this order', () => {
  expect(BUILT_IN_TAXONOMY.topics.map(({ slug }) => slug).join(' ')).toBe(
    'llm-pretraining post-training-alignment reasoning agents-tool-use rag-search code-software long-context-memory ' +
      'efficiency-systems evaluation-benchmarks safety-security interpretability-theory multilingual-nlp data-synthetic ' +
      'vision-language image-generation video 3d-vision visual-perception speech-audio-music robotics-embodied ' +
      'rl-world-models science-health graphs-timeseries-tabular recsys-hci-society',
  );
  expect(BUILT_IN_TAXONOMY.bySlug.size).toBe(24);
  expect(BUILT_IN_TAXONOMY.version).toBe(2);
});

test('topicLabel returns the label of a slug, and an unknown slug itself', () => {
  expect(topicLabel(BUILT_IN_TAXONOMY, 'agents-tool-use', 'en')).toBe('Agents & tool use');
  expect(topicLabel(BUILT_IN_TAXONOMY, 'gone', 'de')).toBe('gone');
});

test('renames lead from a removed slug to an existing one', () => {
  const { renamed, bySlug } = BUILT_IN_TAXONOMY;
  expect([...renamed].filter(([from, to]) => bySlug.has(from) || (to && !bySlug.has(to)))).toEqual([]);
});

/** Normalized phrase: `LoRA` and `lora` are equal. */
function compared(phrase: string): string {
  return ` ${textWords(phrase.replace('*', '')).join(' ')} `;
}

/** True when one phrase contains the other, or they share words at an end. */
function meet(one: string, other: string): boolean {
  const [a, b] = [compared(one), compared(other)];
  const words = a.trim().split(' ');
  const ends = words.flatMap((_, place) => [
    words.slice(place).join(' '),
    words.slice(0, place + 1).join(' '),
  ]);
  return (
    a.includes(b) || b.includes(a) || ends.some((end) => b.startsWith(` ${end} `) || b.endsWith(` ${end} `))
  );
}

describe.each(BUILT_IN_TAXONOMY.topics)(
  '$slug',
  ({ slug, label, description, strong, weak, not, categories }) => {
    test('has a label and a description', () => {
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(label.en.length).toBeLessThan(40);
      expect(description.en).toMatch(/^[A-Z].{20,110}\.$/);
      expect(strong.length).toBeGreaterThan(20);
    });

    test('lists every phrase once, and matches it', () => {
      const all = [...strong, ...weak].map(compared);
      expect(all.filter((phrase, place) => all.indexOf(phrase) !== place)).toEqual([]);
      // Phrases are indexed by four letters, so a shorter word with a star would never match.
      expect([...strong, ...weak, ...not].filter((phrase) => /^\S{0,3}\*/.test(phrase))).toEqual([]);
    });

    test('excludes only text that would match otherwise, and none of its own phrases', () => {
      const counted = [...strong, ...weak];
      const starless = not.filter((phrase) => !phrase.includes('*'));
      expect(starless.filter((phrase) => !counted.some((other) => meet(phrase, other)))).toEqual([]);
      const excluded = new Set(starless.map(compared));
      expect(counted.filter((phrase) => excluded.has(compared(phrase)))).toEqual([]);
    });

    test('uses canonical arXiv categories', () => {
      expect(categories.filter((category) => canonicalCategory(category) !== category)).toEqual([]);
    });
  },
);
