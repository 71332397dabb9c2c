import { expect, test } from 'vitest';
import { compilePhrases, findPhrases, textWords } from '../../src/topics/phrases.ts';

function found(text: string, ...phrases: string[]): string[] {
  const words = textWords(text);
  return findPhrases(words, compilePhrases(phrases)).map(({ from, to }) => words.slice(from, to).join(' '));
}

test('only whole words count', () => {
  expect(found('Robotics and robots, a robot', 'robot')).toEqual(['robot', 'robot']);
  expect(found('discover video-games', 'over', 'video')).toEqual(['video']);
});

test('a star stands for any ending of its word', () => {
  expect(found('jailbreaks, jailbroken, jailbreaking', 'jailbreak*')).toEqual(['jailbreak', 'jailbreaking']);
  expect(found('theorem provers and theorem lists', 'theorem prov*')).toEqual(['theorem prover']);
});

test('plurals are one word with their singular, and news stays news', () => {
  expect(found('policies, boxes, taxonomies, losses', 'policy', 'box', 'taxonomy', 'loss')).toEqual([
    'policy',
    'box',
    'taxonomy',
    'loss',
  ]);
  expect(found('a new recommendation', 'news recommendation')).toEqual([]);
});

test('compounds are one word with or without their hyphen', () => {
  expect(found('Multi-Modal, multimodal, fine‐tuned', 'multimodal', 'fine-tuned')).toEqual([
    'multimodal',
    'multimodal',
    'finetuned',
  ]);
});

test('the longest phrase at a place wins, and phrases do not overlap', () => {
  expect(found('a world model model', 'world', 'world model', 'model model')).toEqual(['world model']);
});

test('a named benchmark is a benchmark', () => {
  expect(found('SourceBench and SWE-bench', 'bench')).toEqual(['bench', 'bench']);
});

test('addresses are no words', () => {
  expect(textWords('see https://example.org/robot now')).toEqual(['see', 'now']);
});
