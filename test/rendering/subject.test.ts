import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine } from '../../src/papers/text/clean-text.ts';
import { digestPreheader, digestSubject } from '../../src/rendering/subject.ts';
import { TEXTS } from '../../templates/texts.ts';

const subject = (...titles: string[]) => digestSubject(titles, TEXTS.en);
const more = (count: number) => Array.from({ length: count }, () => 'Another');

describe('digestSubject', () => {
  it('has the first title and the number of others', () => {
    expect(subject('Sparse Attention', ...more(6))).toBe('Sparse Attention, and 6 more');
    expect(subject('Is Attention All You Need?', ...more(1))).toBe('Is Attention All You Need? and 1 more');
    expect(subject('Sparse Attention')).toBe('Sparse Attention');
    expect(subject()).toBe('No new papers match what you follow');
  });

  it('cuts a long title at a word', () => {
    expect(
      subject('Tracking the Evolution of Memory in Robust Agents for Dynamic Environments', ...more(6)),
    ).toBe('Tracking the Evolution of Memory in Robust Agents for… and 6 more');
  });

  it('drops capitals and exclamation marks', () => {
    expect(subject('ATTENTION IS ALL YOU NEED!!!')).toBe('Attention is all you need');
    expect(subject('Stop! Read This!')).toBe('Stop Read This');
    expect(subject('BERT')).toBe('BERT');
    expect(subject('Sorting in O(n!) Steps')).toBe('Sorting in O(n!) Steps');
  });

  it('stays on one line of at most 70 characters for any titles', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 30 }), (titles) => {
        const line = digestSubject(
          titles.map((title) => cleanLine(title) || 'Untitled'),
          TEXTS.en,
        );
        expect([...line].length).toBeLessThanOrEqual(70);
        expect(line).not.toMatch(/\p{Cc}/u);
        expect(line).not.toBe('');
      }),
    );
  });
});

describe('digestPreheader', () => {
  it('has the next two titles', () => {
    expect(digestPreheader(['One', 'Two', 'Three', 'Four'])).toBe('Two · Three');
    expect(digestPreheader(['One', 'Two'])).toBe('Two');
  });
});
