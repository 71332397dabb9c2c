import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnWidth, underlinedHeading, wrapText } from '../../src/rendering/wrap-text.ts';

describe('wrapText', () => {
  it('breaks between words at 72 columns, after the indent', () => {
    const lines = wrapText('word '.repeat(40).trim(), '   ');
    expect(lines.length).toBe(3);
    expect(lines[0]).toBe(`   ${'word '.repeat(13)}word`);
  });

  it('counts Chinese characters as two columns and breaks between any two', () => {
    const lines = wrapText('字'.repeat(50));
    expect(lines.map((line) => line.length)).toEqual([36, 14]);
    expect(columnWidth('字a')).toBe(3);
  });

  it('does not break at no-break spaces, and returns them as plain ones', () => {
    expect(wrapText(`${'a'.repeat(66)} 1,204\u00A0upvotes`)).toEqual(['a'.repeat(66), '1,204 upvotes']);
  });

  it('returns no lines for empty text', () => {
    expect(wrapText('')).toEqual([]);
  });

  it('keeps every word in order and every line within 72 columns', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })), (words) => {
        const text = words.join(' ').split(/\s+/).filter(Boolean).join(' ');
        const lines = wrapText(text, '  ');
        for (const line of lines) expect(columnWidth(line)).toBeLessThanOrEqual(72);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

it('underlines a heading in its full width', () => {
  expect(underlinedHeading('字a')).toEqual(['字a', '---']);
});
