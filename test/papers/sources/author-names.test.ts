import { describe, expect, it } from 'vitest';
import { listedAuthors } from '../../../src/papers/sources/author-names.ts';

describe('listed authors', () => {
  it.each([
    // The mark after a collaboration is not shown, but it is an entry that arXiv counts.
    [['Example Robotics', ':', 'Ann Lee', 'Bob Ray'], ['Example Robotics', 'Ann Lee', 'Bob Ray'], 4],
    [['Example Lab:', '-', '12', '\u200b', 'Ann Lee'], ['Example Lab', 'Ann Lee'], 5],
    [['Ann Lee', 'and', 'Bob Ray', 'et al.', '&'], ['Ann Lee', 'Bob Ray'], 2],
    [['and Lei Example', 'Ann Lee et al.', ', Bob Ray;'], ['Lei Example', 'Ann Lee', 'Bob Ray'], 3],
    [
      ['Andrea Etal', 'Andy Other', '李雷', 'R2-D2 Team', 'J. Doe'],
      ['Andrea Etal', 'Andy Other', '李雷', 'R2-D2 Team', 'J. Doe'],
      5,
    ],
    [[null, undefined, 'Ann Lee'], ['Ann Lee'], 3],
    [[], [], 0],
  ])('%j are %j of %i', (raw, authors, authorCount) => {
    expect(listedAuthors(raw)).toEqual({ authors, authorCount });
  });

  it('name at most 5,000 and count all', () => {
    const { authors, authorCount } = listedAuthors(Array.from({ length: 6_000 }, (_, place) => `A ${place}`));
    expect([authors.length, authorCount]).toEqual([5_000, 6_000]);
  });
});
