import { expect, it } from 'vitest';
import { textLanguage } from '../../../src/papers/text/text-language.ts';

it.each([
  ['Attention for Postmen', 'de', 'en'],
  ['ℓ₁ norms and 𝑥 under α-divergence, naïve', 'de', 'en'],
  ['大规模部署的实践', 'de', undefined],
  ['Обучение почтальонов', 'de', undefined],
  ['Attention for Postmen', 'en', undefined],
] as const)('marks %j on a page in %s as %s', (text, around, language) => {
  expect(textLanguage(text, around)).toBe(language);
});
