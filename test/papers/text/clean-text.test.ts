import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanOwnLine, cutAtSentence, cutAtWord } from '../../../src/papers/text/clean-text.ts';

const anything = fc.string({ unit: 'binary', maxLength: 400 });

describe('cleanLine', () => {
  it.each([
    ['two\r\nlines\tand\u0000more', 'two lines and more'],
    ['  \u00a0spaces\u2028 everywhere\u3000', 'spaces everywhere'],
    ['abc\u202Egnp.exe', 'abcgnp.exe'],
    ['in\u2067visi\u2069b\u200Ble\uFEFF', 'invisible'],
    ['half \uD83D emoji', 'half \uFFFD emoji'],
    [`z${'\u0301'.repeat(50)}algo`, `z${'\u0301'.repeat(4)}algo`],
    ['family 👩‍👩‍👧 and مرحبا stay', 'family 👩‍👩‍👧 and مرحبا stay'],
  ])('%j becomes %j', (text, expected) => {
    expect(cleanLine(text)).toBe(expected);
  });

  it('leaves one well-formed line without controls for any input', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const clean = cleanLine(text);
        expect(clean).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]|^\s|\s$|\s\s/u);
        expect(cleanLine(clean)).toBe(clean);
      }),
    );
  });

  it('bounds the work on a very long text', () => {
    expect(cleanLine('a'.repeat(1_000_000)).length).toBeLessThan(30_000);
  });
});

describe('cleanOwnLine', () => {
  it('keeps no-break spaces between words and cleans everything else', () => {
    expect(cleanOwnLine('\u00A0 top\u00A03\u00A0% in\r\n\u00A0\u202EX ')).toBe('top\u00A03\u00A0% in X');
  });
});

describe('cutAtWord', () => {
  it.each([
    ['short enough', 12, 'short enough'],
    ['cut between two words', 15, 'cut between…'],
    ['cut exactly at a space', 12, 'cut exactly…'],
    ['no comma, before', 11, 'no comma…'],
    ['onelongwordwithoutspaces', 10, 'onelongwo…'],
    ['从理论到大规模部署的实践与教训', 8, '从理论到大规模…'],
    ['ab👩‍👩‍👧👩‍👩‍👧', 6, 'ab…'],
  ])('%j to %i characters', (line, longest, expected) => {
    expect(cutAtWord(line, longest)).toBe(expected);
  });

  it('returns no more characters than allowed and splits none', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 2, max: 120 }), (text, longest) => {
        const cut = cutAtWord(cleanLine(text), longest);
        expect([...cut].length).toBeLessThanOrEqual(longest);
        expect(cut).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe('cutAtSentence', () => {
  const two = 'The first sentence ends here. The second one goes on for some time and then ends, too.';

  it('ends with the last sentence that fits', () => {
    expect(cutAtSentence(two, 50)).toBe('The first sentence ends here.');
    expect(cutAtSentence(two, 200)).toBe(two);
  });

  it('exceeds the limit by up to a quarter to complete a sentence', () => {
    expect(cutAtSentence(two, 75)).toBe(two);
  });

  it('cuts at a word when no sentence ends within reach', () => {
    expect(cutAtSentence('This sentence has no end within reach of what was asked for here', 20)).toBe(
      'This sentence has…',
    );
  });

  it('does not end at an abbreviation', () => {
    expect(cutAtSentence('We follow Example et al. Who knows why that would be the end of it', 40)).toMatch(
      /…$/,
    );
  });
});
