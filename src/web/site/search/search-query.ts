import { z } from 'zod';
import { TOPIC_RENAMES, TOPIC_SLUGS } from '../../../../config/topics/taxonomy.ts';
import { daySchema } from '../../../day.ts';
import type { SearchFilters } from '../../../papers/search/search-queries.ts';
import { cleanLongLine } from '../../../rendering/clean-text.ts';

/** What the address of a search asks for. */
export interface SearchQuery extends SearchFilters {
  q: string;
  page: number;
}

/** More than anything that is looked at; a longer query is cut, not refused. */
const LONGEST = 500;

const day = daySchema.nullable().catch(null);

const searchQuerySchema = z.object({
  q: z
    .string()
    // Clean, because the page shows it again in its box.
    .transform((text) => cleanLongLine(text, LONGEST))
    .catch(''),
  topic: z
    .string()
    .transform((slug) => TOPIC_RENAMES[slug] ?? slug)
    .refine((slug) => TOPIC_SLUGS.has(slug))
    .nullable()
    .catch(null),
  from: day,
  to: day,
  page: z.coerce.number().int().min(1).max(100).catch(1),
});

/** Reads a search's query. What is unknown or no date counts as not said; two dates stand in their order. */
export function readSearchQuery(query: Record<string, string>): SearchQuery {
  const { q, topic = null, from = null, to = null, page } = query;
  const read = searchQuerySchema.parse({ q, topic, from, to, page });
  return read.from !== null && read.to !== null && read.from > read.to
    ? { ...read, from: read.to, to: read.from }
    : read;
}

/** The address of a search. */
export function searchAddress({ q, topic, from, to, page }: Partial<SearchQuery>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ q, topic, from, to })) if (value) query.set(name, value);
  if (page !== undefined && page > 1) query.set('page', String(page));
  return query.size === 0 ? '/search' : `/search?${query}`;
}

/** Whether anything narrows the search beside its words. */
export function hasFilters({ topic, from, to }: SearchFilters): boolean {
  return topic !== null || from !== null || to !== null;
}
