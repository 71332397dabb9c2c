import { z } from 'zod';
import { TOPIC_RENAMES, TOPIC_SLUGS } from '../../../../config/topics/taxonomy.ts';

/** Sort orders of a list; the first is the default. */
export const SORTS = ['trending', 'upvotes', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

/** Parsed query of a list's address. */
export interface ListQuery {
  sort: Sort;
  topic: string | null;
  /** Counts from 1. */
  page: number;
}

const PAPERS_PER_PAGE = 50;
const MAX_PAGES = 1_000;

const listQuerySchema = z.object({
  sort: z.enum(SORTS).catch('trending'),
  topic: z
    .string()
    .transform((slug) => TOPIC_RENAMES[slug] ?? slug)
    .refine((slug) => TOPIC_SLUGS.has(slug))
    .nullable()
    .catch(null),
  page: z.coerce.number().int().min(1).max(MAX_PAGES).catch(1),
});

/** Parses a list's query. Unknown and out-of-range values fall back to the defaults. */
export function readListQuery(query: Record<string, string>): ListQuery {
  return listQuerySchema.parse({ sort: query.sort, topic: query.topic ?? null, page: query.page });
}

/** Address of a list; the query omits values that equal the default. */
export function listAddress(path: string, { sort, topic, page }: Partial<ListQuery>): string {
  const query = new URLSearchParams();
  if (sort !== undefined && sort !== SORTS[0]) query.set('sort', sort);
  if (topic !== undefined && topic !== null) query.set('topic', topic);
  if (page !== undefined && page > 1) query.set('page', String(page));
  return query.size === 0 ? path : `${path}?${query}`;
}

/** One page of a list and the number of pages. A page beyond the last yields the last. */
export function pageOf<T>(list: readonly T[], page: number, size = PAPERS_PER_PAGE) {
  const pages = Math.max(1, Math.ceil(list.length / size));
  const shown = Math.min(page, pages);
  return { page: shown, pages, entries: list.slice((shown - 1) * size, shown * size) };
}
