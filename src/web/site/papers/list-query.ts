import { z } from 'zod';
import { currentTopic, type Taxonomy } from '../../../../config/topics/taxonomy.ts';

/** Sort orders of a list; the first is the default. */
export const SORTS = ['trending', 'upvotes', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

/** Forms of a list: `full` cards, or `compact` with one line a paper. The first is the default. */
export const VIEWS = ['full', 'compact'] as const;
export type View = (typeof VIEWS)[number];

/**
 * Parsed query of a list's address. Links between lists carry it on, so a choice lasts without a cookie and
 * every address shows the same to everyone.
 */
export interface ListQuery {
  sort: Sort;
  view: View;
  topic: string | null;
  /** Counts from 1. */
  page: number;
}

const PAPERS_PER_PAGE = 50;
const MAX_PAGES = 1_000;

/** View in the query of an address; the default for an unknown one. */
export const viewSchema = z.enum(VIEWS).catch('full');

const listQuerySchema = z.object({
  sort: z.enum(SORTS).catch('trending'),
  view: viewSchema,
  topic: z.string().nullable().catch(null),
  page: z.coerce.number().int().min(1).max(MAX_PAGES).catch(1),
});

/** Parses a list's query. Unknown and out-of-range values fall back to the defaults. */
export function readListQuery(taxonomy: Taxonomy, query: Record<string, string>): ListQuery {
  const { sort, view, topic = null, page } = query;
  const read = listQuerySchema.parse({ sort, view, topic, page });
  return { ...read, topic: read.topic === null ? null : currentTopic(taxonomy, read.topic) };
}

/** Address of a list; the query omits values that equal the default. */
export function listAddress(path: string, { sort, view, topic, page }: Partial<ListQuery>): string {
  const query = new URLSearchParams();
  if (sort !== undefined && sort !== SORTS[0]) query.set('sort', sort);
  if (view !== undefined && view !== VIEWS[0]) query.set('view', view);
  if (topic !== undefined && topic !== null) query.set('topic', topic);
  if (page !== undefined && page > 1) query.set('page', String(page));
  return query.size === 0 ? path : `${path}?${query}`;
}

/** Rank of the first paper on a page; null for `newest`, which is no ranking. */
export function firstRankOf(sort: Sort, page: number): number | null {
  return sort === 'newest' ? null : (page - 1) * PAPERS_PER_PAGE + 1;
}

/** One page of a list and the number of pages. A page beyond the last yields the last. */
export function pageOf<T>(list: readonly T[], page: number, size = PAPERS_PER_PAGE) {
  const pages = Math.max(1, Math.ceil(list.length / size));
  const shown = Math.min(page, pages);
  return { page: shown, pages, entries: list.slice((shown - 1) * size, shown * size) };
}
