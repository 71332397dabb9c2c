import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import { readableText } from '../../src/papers/text/readable-text.ts';
import { classify } from '../../src/topics/classify.ts';
import type { ClassifiablePaper } from '../../src/topics/classify-by-phrases.ts';
import { LABELED, TRAPS } from '../fixtures/labeled-titles.ts';
import { dataPath, missingData } from '../support/real-data.ts';

function topicsOf(title: string, abstract: string | null = null, categories: string[] = []): string[] {
  return classify(BUILT_IN_TAXONOMY, { title, abstract, categories })
    .map(({ topic }) => topic)
    .sort();
}

describe('real titles', () => {
  test.each(LABELED)('%s', (title, topics) => {
    expect(topicsOf(title).join(' ')).toBe(topics);
  });
});

describe('words that mean something else', () => {
  test.each(TRAPS)('%s', (title, abstract, topics) => {
    expect(topicsOf(title, abstract).join(' ')).toBe(topics);
  });

  test('ignores boilerplate of abstracts, and addresses', () => {
    const boilerplate =
      'Extensive experiments on multiple benchmarks demonstrate state-of-the-art results. Our code and data are ' +
      'released, code is available at https://example.org/robot-video-world-model and drew significant attention.';
    expect(topicsOf('A Robust Estimator for Skewed Samples', boilerplate)).toEqual([]);
  });
});

describe('the strict rule', () => {
  test('needs two hits in an abstract', () => {
    expect(topicsOf('A Plain Title', 'A robot appears.')).toEqual([]);
    expect(topicsOf('A Plain Title', 'A robot appears. Later its gripper closes.')).toEqual([
      'robotics-embodied',
    ]);
  });

  test('counts a term beside its abbreviation once', () => {
    expect(topicsOf('A Plain Title', 'We use vision-language models (VLMs).')).toEqual([]);
  });

  test('needs one hit with a matching category, under either of its names', () => {
    expect(topicsOf('A Plain Title', 'A robot appears.', ['cs.RO'])).toEqual(['robotics-embodied']);
    expect(topicsOf('A Plain Title', 'A robot appears.', ['cs.SY'])).toEqual(['robotics-embodied']);
    expect(topicsOf('A Plain Title', 'A robot appears.', ['cs.CL', '68T05', 'I.2.9'])).toEqual([]);
    expect(topicsOf('A Plain Title', 'Nothing appears.', ['cs.RO'])).toEqual([]);
  });

  test('requires support in the abstract for a weak word of the title', () => {
    expect(topicsOf('Notes on Memory', 'Nothing more is said of it.')).toEqual([]);
    expect(topicsOf('Notes on Memory', 'Memory is kept, and memory is lost.')).toEqual([
      'long-context-memory',
    ]);
    expect(topicsOf('Notes on Memory', 'An agent memory is kept.')).toEqual(['long-context-memory']);
    expect(topicsOf('Notes on Memory')).toEqual(['long-context-memory']);
  });

  test('ignores case, plural, hyphen and compound spelling', () => {
    for (const title of [
      'Mixture-of-Experts',
      'MIXTURES OF EXPERTS',
      'mixture‑of‑expert',
      'Pretraining Data',
      'Pre-Training data',
    ]) {
      expect(topicsOf(`Some ${title} here`), title).toEqual(['llm-pretraining']);
    }
    expect(topicsOf('Robotically Speaking')).toEqual([]);
  });

  test('drops a topic that is only mentioned beside a strong one', () => {
    const abstract =
      'Speculative decoding, quantization, pruning, early exit, fp8 and model serving. A robot has a gripper.';
    expect(topicsOf('Speculative Decoding and Quantization', abstract)).toEqual(['efficiency-systems']);
  });
});

describe('scores', () => {
  const words = fc.constantFrom(
    'robot',
    'video',
    'benchmark',
    'memory',
    'agents',
    'the',
    'of',
    'quantization',
    'music',
    '3D',
    'RLHF',
    'text-to-image',
    'https://example.org',
    '𝔘',
    'graph',
  );
  const texts = fc.array(words, { maxLength: 60 }).map((all) => all.join(' '));
  const papers: fc.Arbitrary<ClassifiablePaper> = fc.record({
    title: fc.oneof(texts, fc.string()),
    abstract: fc.option(fc.oneof(texts, fc.string({ unit: 'binary', maxLength: 300 }))),
    categories: fc.array(fc.constantFrom('cs.RO', 'cs.CL', 'cs.SY', '68T05', 'cs.CV', '')),
  });

  test('are in (0, 1], best first, each topic once, at most four, and deterministic', () => {
    fc.assert(
      fc.property(papers, (paper) => {
        const found = classify(BUILT_IN_TAXONOMY, paper);
        expect(classify(BUILT_IN_TAXONOMY, structuredClone(paper))).toEqual(found);
        expect(found.length).toBeLessThanOrEqual(4);
        expect(new Set(found.map(({ topic }) => topic)).size).toBe(found.length);
        for (const [place, { topic, score }] of found.entries()) {
          expect(BUILT_IN_TAXONOMY.bySlug.has(topic)).toBe(true);
          expect(score > 0 && score <= 1).toBe(true);
          const next = found[place + 1];
          if (next) expect(score > next.score || (score === next.score && topic < next.topic)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('grow with the evidence', () => {
    const score = (title: string, abstract: string) =>
      classify(BUILT_IN_TAXONOMY, { title, abstract, categories: [] })[0]?.score;
    expect(score('A Plain Title', 'A robot and a gripper.')).toBe(0.5);
    expect(score('A Robot', 'Nothing.')).toBe(0.6);
    expect(score('A Robot', 'A robot and a gripper.')).toBe(0.714);
  });
});

const missing = missingData('hf');

describe.skipIf(missing !== null)(`real abstracts${missing ? ` (${missing})` : ''}`, () => {
  const lines = (file: string): string[] =>
    gunzipSync(readFileSync(dataPath(file)))
      .toString('utf8')
      .trim()
      .split('\n');

  function measure(papers: ClassifiablePaper[]): { coverage: number; topicsEach: number } {
    const counts = papers.map((paper) => classify(BUILT_IN_TAXONOMY, paper).length);
    const sum = counts.reduce((total, count) => total + count, 0);
    return {
      coverage: counts.filter((count) => count > 0).length / papers.length,
      topicsEach: sum / papers.length,
    };
  }

  test('of Daily Papers nearly all have a topic, about two on average', () => {
    const papers = lines('hf/daily_lists_2026-01_and_04.jsonl.gz').map((line) => {
      const { title, summary } = (JSON.parse(line) as { paper: { title: string; summary: string } }).paper;
      return { title: readableText(title), abstract: readableText(summary), categories: [] };
    });
    const { coverage, topicsEach } = measure(papers);
    expect(coverage).toBeGreaterThan(0.95);
    expect(topicsEach).toBeGreaterThan(1.4);
    expect(topicsEach).toBeLessThan(2);
  });

  test('of arXiv mostly have a topic', () => {
    const papers = lines('arxiv/listing_2026-02.jsonl.gz').map((line) => {
      const { title, abstract, categories } = JSON.parse(line) as {
        title: string;
        abstract: string;
        categories: string[];
      };
      return { title: readableText(title), abstract: readableText(abstract), categories };
    });
    const { coverage, topicsEach } = measure(papers);
    expect(coverage).toBeGreaterThan(0.93);
    expect(topicsEach).toBeGreaterThan(1.4);
    expect(topicsEach).toBeLessThan(2);
  });
});
