import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../../config/topics/built-in.ts';
import { listAddress, pageOf, readListQuery } from '../../../../src/web/site/papers/list-query.ts';

describe('the query of a list', () => {
  it.each([
    [{}, { sort: 'trending', view: 'full', topic: null, page: 1 }],
    [
      { sort: 'newest', view: 'compact', topic: 'video', page: '3' },
      { sort: 'newest', view: 'compact', topic: 'video', page: 3 },
    ],
    [
      { sort: 'best', view: 'grid', topic: '<script>', page: '-1' },
      { sort: 'trending', view: 'full', topic: null, page: 1 },
    ],
    [
      { sort: '', topic: '', page: '1e9' },
      { sort: 'trending', view: 'full', topic: null, page: 1 },
    ],
  ])('%j', (query, read) => {
    expect(readListQuery(BUILT_IN_TAXONOMY, query)).toEqual(read);
  });

  it('builds an address that parses to the same query', () => {
    expect(listAddress('/', { sort: 'trending', topic: null, page: 1 })).toBe('/');
    fc.assert(
      fc.property(
        fc.constantFrom('trending', 'upvotes', 'newest' as const),
        fc.constantFrom('full', 'compact'),
        fc.constantFrom(null, 'video', '3d-vision'),
        fc.integer({ min: 1, max: 1_000 }),
        (sort, view, topic, page) => {
          const query = readListQuery(BUILT_IN_TAXONOMY, {
            sort,
            view,
            ...(topic === null ? {} : { topic }),
            page: String(page),
          });
          const url = new URL(listAddress('/papers/2026-11-20', query), 'http://localhost');
          expect(readListQuery(BUILT_IN_TAXONOMY, Object.fromEntries(url.searchParams))).toEqual(query);
        },
      ),
    );
  });

  it('splits a list into pages without loss', () => {
    const list = Array.from({ length: 101 }, (_, place) => place);
    const pages = [1, 2, 3].map((page) => pageOf(list, page));
    expect(pages.flatMap(({ entries }) => entries)).toEqual(list);
    expect(pageOf(list, 99)).toMatchObject({ page: 3, pages: 3, entries: [100] });
    expect(pageOf([], 2)).toEqual({ page: 1, pages: 1, entries: [] });
  });
});
