import { expect, it } from 'vitest';
import { describeResult, endSentence } from '../../../src/delivery/providers/describe-result.ts';

it.each([
  ['535 5.7.8', '535 5.7.8 Authentication failed', '535 5.7.8 Authentication failed'],
  ['invalid_api_key', 'invalid_api_key: API key is invalid', 'invalid_api_key: API key is invalid'],
  ['45', '451 later', '45: 451 later'],
  ['550', 'no such user', '550: no such user'],
])('what a provider said with the code %s and "%s" is written "%s"', (code, reason, written) => {
  expect(describeResult({ code, reason })).toBe(written);
});

it.each([
  ['It is down', 'It is down.'],
  ['It is down. ', 'It is down.'],
  ['He said "no."', 'He said "no."'],
])('"%s" as a sentence is "%s"', (text, sentence) => {
  expect(endSentence(text)).toBe(sentence);
});
