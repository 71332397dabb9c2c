import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstHighlight,
  highlightWords,
  indexableText,
  titleKey,
} from '../../../src/papers/search/search-words.ts';

const marked = (text: string, ...forms: string[]) =>
  highlightWords(text, new Set(forms))
    .map((part) => (part.highlighted ? `[${part.text}]` : part.text))
    .join('');

describe('the words of a text', () => {
  it.each([
    ['β-VAE and μP with ℓ₁ norms', 'beta vae betavae and mup with l1 norms'],
    ['Few‑shot GPT-3.5, k-NN', 'few shot fewshot gpt 3 5 gpt35 k nn knn'],
    ['Schrödinger’s Łukasz', 'schrodinger lukasz'],
    ['λόγος', 'λογος'],
    ['扩散模型 GPT', '扩 散 模 型 扩散模型 gpt'],
    ['a & b | !c:* \'d\' "e" (\\f)', 'a b c d e f'],
    ['… —', ''],
  ])('%s', (text, line) => {
    expect(indexableText(text)).toBe(line);
  });

  it('yield one key for two spellings of a title', () => {
    expect(titleKey('Pre-Training β-VAEs: a “Café” Study')).toBe(
      titleKey('pretraining beta VAEs — A CAFE STUDY!'),
    );
    expect(titleKey('x y '.repeat(1_000))).toHaveLength(300);
  });
});

describe('highlighting', () => {
  it('highlights whole words only', () => {
    expect(marked("Few-shot learners (Schrödinger's) <b>shots</b>", 'schrodinger', 'shot', 'shots')).toBe(
      "Few-[shot] learners ([Schrödinger's]) <b>[shots]</b>",
    );
    expect(marked('Few-shot snapshots', 'fewshot')).toBe('[Few-shot] snapshots');
    expect(marked("A cat's Cats, few-CATS", 'cat', 'cats')).toBe("A [cat's] [Cats], few-[CATS]");
    expect(marked('', 'x')).toBe('');
  });

  it('preserves any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.array(fc.string()), (text, forms) => {
        const words = indexableText(text).split(' ');
        const parts = highlightWords(text, new Set([...forms, ...words.slice(0, 3)]));
        expect(parts.map((part) => part.text).join('')).toBe(text);
        const [first] = parts;
        const begins = first?.highlighted ? 0 : (first?.text.length ?? 0);
        expect(firstHighlight(text, new Set([...forms, ...words.slice(0, 3)]))).toBe(
          parts.some((part) => part.highlighted) ? begins : null,
        );
      }),
    );
  });

  it('yields index text of letters, digits and spaces only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(indexableText(text)).toMatch(/^[\p{L}\p{N} ]*$/u);
      }),
    );
  });
});
