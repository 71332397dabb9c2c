import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListEntry } from '../../../../src/papers/lists/list-queries.ts';
import { countTopics, orderEntries } from '../../../../src/web/site/papers/list-order.ts';
import { SORTS } from '../../../../src/web/site/papers/list-query.ts';
import { shuffled } from '../../../support/pool.ts';

const entry = (id: string, more: Partial<ListEntry> = {}): ListEntry => ({
  id,
  day: '2026-11-20',
  title: id,
  publishedAt: null,
  upvotes: null,
  topics: [],
  ...more,
});
const entries = [
  entry('a', { title: 'b was overtaken', upvotes: 5, publishedAt: new Date('2026-11-19T10:00:00Z') }),
  entry('b', { title: 'Z rose', upvotes: 50, publishedAt: new Date('2026-11-18T10:00:00Z') }),
  entry('c', { title: 'A nobody counted', day: '2026-11-21' }),
  entry('d', { title: 'A like b', upvotes: 5, publishedAt: new Date('2026-11-19T11:00:00Z') }),
];
const ids = (sort: (typeof SORTS)[number], ranks: [string, number][] = []) =>
  orderEntries(entries, sort, new Map(ranks))
    .map(({ id }) => id)
    .join('');

describe('the order of a list', () => {
  it('by upvotes puts uncounted papers last, and sorts equal ones by title', () => {
    expect(ids('upvotes')).toBe('bdac');
  });

  it('by date uses the day of the list, then of submission', () => {
    expect(ids('newest')).toBe('cdab');
  });

  it('by trend uses the rank, then upvotes', () => {
    expect(ids('trending')).toBe('bdac');
    expect(
      ids('trending', [
        ['c', 1],
        ['a', 2],
      ]),
    ).toBe('cabd');
  });

  it('does not depend on the order of the input', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...SORTS), (seed, sort) => {
        const ranks = new Map([['d', 1]]);
        expect(orderEntries(shuffled(entries, seed), sort, ranks)).toEqual(
          orderEntries(entries, sort, ranks),
        );
      }),
    );
  });

  it('counts papers by topic', () => {
    const counted = countTopics([
      entry('a', { topics: ['video', 'reasoning'] }),
      entry('b', { topics: ['video'] }),
    ]);
    expect([...counted]).toEqual([
      ['video', 2],
      ['reasoning', 1],
    ]);
  });
});
