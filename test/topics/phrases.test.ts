import { expect, test } from 'vitest';
import { compilePhrases, findPhrases, textWords } from '../../src/topics/phrases.ts';

function found(text: string, ...phrases: string[]): string[] {
  const words = textWords(text);
  return findPhrases(words, compilePhrases(phrases)).map(({ from, to }) => words.slice(from, to).join(' '));
}

test('matches whole words only', () => {
  expect(found('Robotics and robots, a robot', 'robot')).toEqual(['robot', 'robot']);
  expect(found('discover video-games', 'over', 'video')).toEqual(['video']);
});

test('matches any ending with a star', () => {
  expect(found('jailbreaks, jailbroken, jailbreaking', 'jailbreak*')).toEqual(['jailbreak', 'jailbreaking']);
  expect(found('theorem provers and theorem lists', 'theorem prov*')).toEqual(['theorem prover']);
});

test('matches plurals and singulars alike, except "news"', () => {
  expect(found('policies, boxes, taxonomies, losses', 'policy', 'box', 'taxonomy', 'loss')).toEqual([
    'policy',
    'box',
    'taxonomy',
    'loss',
  ]);
  expect(found('a new recommendation', 'news recommendation')).toEqual([]);
});

test('matches compounds with and without hyphen', () => {
  expect(found('Multi-Modal, multimodal, fine‐tuned', 'multimodal', 'fine-tuned')).toEqual([
    'multimodal',
    'multimodal',
    'finetuned',
  ]);
});

test('prefers the longest phrase, without overlaps', () => {
  expect(found('a world model model', 'world', 'world model', 'model model')).toEqual(['world model']);
});

test('treats a named benchmark as a benchmark', () => {
  expect(found('SourceBench and SWE-bench', 'bench')).toEqual(['bench', 'bench']);
});

test('ignores web addresses', () => {
  expect(textWords('see https://example.org/robot now')).toEqual(['see', 'now']);
});
