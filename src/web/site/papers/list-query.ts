import { z } from 'zod';
import { TOPIC_RENAMES, TOPIC_SLUGS } from '../../../../config/topics/taxonomy.ts';

/** The orders of a list; the first is the one without being asked. */
export const SORTS = ['trending', 'upvotes', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

/** What the query of a list's address asks for. */
export interface ListQuery {
  sort: Sort;
  topic: string | null;
  /** From 1. */
  page: number;
}

export const PAPERS_A_PAGE = 50;

const MOST_PAGES = 1_000;

const listQuerySchema = z.object({
  sort: z.enum(SORTS).catch('trending'),
  topic: z
    .string()
    .transform((slug) => TOPIC_RENAMES[slug] ?? slug)
    .refine((slug) => TOPIC_SLUGS.has(slug))
    .nullable()
    .catch(null),
  page: z.coerce.number().int().min(1).max(MOST_PAGES).catch(1),
});

/** Reads a list's query. What is unknown or out of range counts as not said. */
export function readListQuery(query: Record<string, string>): ListQuery {
  return listQuerySchema.parse({ sort: query.sort, topic: query.topic ?? null, page: query.page });
}

/** The address of a list with what differs from the plain one. */
export function listAddress(path: string, { sort, topic, page }: Partial<ListQuery>): string {
  const query = new URLSearchParams();
  if (sort !== undefined && sort !== SORTS[0]) query.set('sort', sort);
  if (topic !== undefined && topic !== null) query.set('topic', topic);
  if (page !== undefined && page > 1) query.set('page', String(page));
  return query.size === 0 ? path : `${path}?${query}`;
}

/** One page of a list, and how many there are; a page behind the last is the last. */
export function pageOf<T>(list: readonly T[], page: number, size = PAPERS_A_PAGE) {
  const pages = Math.max(1, Math.ceil(list.length / size));
  const shown = Math.min(page, pages);
  return { page: shown, pages, entries: list.slice((shown - 1) * size, shown * size) };
}
