import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey, nameSlug } from '../../../src/papers/text/name-key.ts';

describe('the key of a name', () => {
  it.each([
    ['Jane Doe', 'jane-doe'],
    ['JANE  DOE', 'jane-doe'],
    ['Émilie O’Neil-Łukasz', 'emilie-o-neil-lukasz'],
    ['J. R. R. Doe', 'j-r-r-doe'],
    ['AC/DC Lab', 'ac-dc-lab'],
    ['张伟', '张伟'],
    ['محمد علي', 'محمد-علي'],
    ['김철수', '김철수'],
    [':', ''],
    ['🦄', ''],
  ])('of %j makes the address %j', (name, slug) => {
    expect(nameSlug(nameKey(name))).toBe(slug);
  });

  it('survives its address and is bounded, whatever the name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const key = nameKey(name);
        expect(nameKey(decodeURIComponent(encodeURIComponent(nameSlug(key))))).toBe(key);
        expect(Buffer.byteLength(key)).toBeLessThanOrEqual(600);
      }),
      { numRuns: 2_000 },
    );
    expect(nameKey('ﷺ'.repeat(200)).length).toBeLessThanOrEqual(200);
  });
});
