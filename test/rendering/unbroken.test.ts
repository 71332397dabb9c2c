import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutUnbroken, keepUnits } from '../../src/rendering/unbroken.ts';

describe('cutUnbroken', () => {
  it.each([
    ['reaches 96.7 % on three streets', 'reaches 96.7_% on three streets'],
    ['needs 3.2 GB and 12 ms', 'needs 3.2_GB and 12_ms'],
    ['a model of 7 B parameters', 'a model of 7_B parameters'],
    ['trained on 2 trillion tokens', 'trained on 2_trillion tokens'],
    ['4.1 ± 0.3 points', '4.1_±_0.3_points'],
    ['since 15 Nov in 2 years', 'since 15_Nov in 2_years'],
    ['um 3 Prozent', 'um 3_Prozent'],
    ['since 21 April on 166 tasks', 'since 21_April on 166_tasks'],
    ['EXAONE 4.5 on AIME 2024', 'EXAONE_4.5 on AIME_2024'],
    ['12 GB 2024', '12_GB 2024'],
    // Words that only begin like a unit.
    ['in 3 stages, 5 methods, 2 modalities', 'in 3 stages, 5 methods, 2 modalities'],
    ['Postmen', 'Postmen'],
  ])('joins number and unit in %j', (line, joined) => {
    expect(cutUnbroken(line, 100)).toBe(joined.replaceAll('_', '\u00A0'));
    expect(keepUnits(line)).toBe(joined.replaceAll('_', '\u00A0'));
  });

  it('cuts before a number whose unit does not fit', () => {
    const line = 'the postman reaches 96.7 % of doors';
    for (let longest = 20; longest < 26; longest += 1)
      expect(cutUnbroken(line, longest)).toBe('the postman reaches…');
    expect(cutUnbroken(line, 28)).toBe('the postman reaches 96.7\u00A0%…');
  });

  it('drops both where little else fits', () => {
    expect(cutUnbroken('door 96.7 % of streets', 10)).toBe('door…');
    expect(cutUnbroken('a 1234567.8 GB door and more', 12)).toBe('a…');
    expect(cutUnbroken('the postman reaches 96.7 %, as ever', 28)).toBe('the postman reaches 96.7\u00A0%…');
  });

  it('never cuts between a number and its unit (property)', () => {
    const word = fc.constantFrom('postman', 'a', 'street', '96.7 %', '3.2 GB', '15 Nov', '12 ms', 'door');
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 8, max: 90 }),
        (words, at) => {
          const cut = cutUnbroken(words.join(' '), at);
          expect(cut).not.toMatch(/\d (?:%|GB|Nov|ms)|[\d.]…$/);
          expect([...cut].length).toBeLessThanOrEqual(Math.max(at, words.join(' ').length));
        },
      ),
    );
  });
});

it('drops a number at the cut of a summary, because its unit may be gone', () => {
  expect(keepUnits('The postman reaches 96.7…')).toBe('The postman reaches…');
  expect(keepUnits('The postman reaches 96.7 %…')).toBe('The postman reaches 96.7\u00A0%…');
  expect(keepUnits('A study of GPT4…')).toBe('A study of GPT4…');
});
