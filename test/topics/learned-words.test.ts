import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import { SUBJECTLESS_TOPICS } from '../../config/topics/learning.ts';
import { classify } from '../../src/topics/classify.ts';
import { fitWords, type LabeledPaper } from '../../src/topics/fit-words.ts';
import { labelPaper } from '../../src/topics/label-papers.ts';
import { formatLearnedWords, learnedLogits, parseLearnedWords } from '../../src/topics/learned-words.ts';

const FILE = new URL('../../config/topics/learned-words.txt', import.meta.url);

/** Thirty words that mean nothing, and begin with that one. */
const sentence = (...words: string[]) =>
  [...words, ...Array.from({ length: 30 }, (_, number) => `${'abcdefghij'[number % 10]}plant${number}`)].join(
    ' ',
  );

/** Model of three topics that knows the meaningless words, and one word for or against each topic. */
const model = parseLearnedWords(
  formatLearnedWords({
    topics: ['speech-audio-music', 'safety-security', 'evaluation-benchmarks'],
    bias: Float64Array.of(-1, -1, -1),
    weights: new Map([
      ...sentence()
        .split(' ')
        .map((word) => [word, Float64Array.of(0, 0, 0)] as const),
      ['violin', Float64Array.of(11.5, 0, 0)],
      ['garden', Float64Array.of(-11.5, -11.5, -11.5)],
      ['soil', Float64Array.of(-11.5, -11.5, -11.5)],
    ]),
  }),
);
const topicsOf = (title: string, abstract: string | null) =>
  classify(BUILT_IN_TAXONOMY, { title, abstract, categories: [] }, model).map(({ topic }) => topic);

describe('learned words', () => {
  it('add a topic on which phrases are silent, below what phrases give', () => {
    expect(topicsOf('A Violin', null)).toEqual([]);
    expect(topicsOf('A Violin', sentence('violin', 'violin'))).toEqual(['speech-audio-music']);
    const [found] = classify(
      BUILT_IN_TAXONOMY,
      { title: 'A Violin', abstract: sentence('violin violin violin'), categories: [] },
      model,
    );
    expect(found?.score).toBeLessThan(0.5);
  });

  it('drop a topic of a few phrases when the rest is about something else, but never the last one', () => {
    const poisoned = 'A robot. A gripper. A backdoor. A jailbreak.';
    const about = (rest: string) => topicsOf('A Plain Title', sentence(poisoned, rest));
    expect(about('')).toEqual(['robotics-embodied', 'safety-security']);
    expect(about('garden soil garden soil garden soil')).toEqual(['robotics-embodied']);
    expect(topicsOf('A Plain Title', sentence('A backdoor. A jailbreak. garden soil garden soil'))).toEqual([
      'safety-security',
    ]);
  });

  it('never drop what the title says, or a topic that goes with any subject', () => {
    const garden = 'garden soil garden soil garden soil';
    expect(topicsOf('A Robot under a Jailbreak', sentence(garden))).toContain('safety-security');
    const abstract = sentence('A robot. A gripper. A new benchmark. An evaluation suite.', garden);
    expect(topicsOf('A Plain Title', abstract)).toContain('evaluation-benchmarks');
  });

  it('are silent when few words are known', () => {
    expect(learnedLogits(model, { title: 'Une courte phrase', abstract: 'violin garden' })).toBeNull();
  });

  it('fit the same model from the same papers, which tells them apart', () => {
    const labeled = (word: string, labels: number[]): LabeledPaper => ({
      title: word,
      abstract: sentence(word),
      labels,
      trust: [1, 1],
    });
    const papers = Array.from({ length: 400 }, (_, number) => {
      if (number % 5 === 0) return labeled('violin', [1, 0]);
      return number % 5 === 1 ? labeled('garden', [0, 1]) : labeled('stone', [0, 0]);
    });
    const fitted = fitWords(['sound', 'soil'], papers);
    expect(formatLearnedWords(fitWords(['sound', 'soil'], papers))).toBe(formatLearnedWords(fitted));
    const weightOf = (word: string) => [...(fitted.weights.get(word) ?? [])].map(Math.sign);
    expect(weightOf('violin')).toEqual([1, -1]);
    expect(weightOf('garden')).toEqual([-1, 1]);
  });

  it('learn a topic from the category that names it, and doubt phrases that it does not confirm', () => {
    const of = (title: string, categories: string[]) => {
      const place = [...BUILT_IN_TAXONOMY.bySlug.keys()].indexOf('code-software');
      const { labels, trust } = labelPaper({ title, abstract: null, categories });
      return [labels[place], trust[place]];
    };
    expect(of('A Plain Title', ['cs.SE'])).toEqual([1, 3]);
    expect(of('A Compiler', ['cs.SE'])).toEqual([1, 3]);
    expect(of('A Compiler', ['cs.CL'])).toEqual([0, 0.5]);
    expect(of('A Compiler', [])).toEqual([1, 1]);
    expect(of('A Plain Title', ['cs.CL'])).toEqual([0, 1]);
  });
});

describe('the shipped model', () => {
  const text = readFileSync(FILE, 'utf8');

  it('is small, and knows the topics of the taxonomy', () => {
    expect(text.length).toBeLessThan(200_000);
    const shipped = parseLearnedWords(text);
    expect(new Set(shipped.topics)).toEqual(BUILT_IN_TAXONOMY.learned);
    expect(formatLearnedWords(shipped)).toBe(text);
    expect([...SUBJECTLESS_TOPICS].filter((topic) => !BUILT_IN_TAXONOMY.bySlug.has(topic))).toEqual([]);
  });
});
