import { z } from 'zod';
import { currentTopic, type Taxonomy } from '../../../../config/topics/taxonomy.ts';
import { daySchema } from '../../../day.ts';
import type { SearchFilters } from '../../../papers/search/search-queries.ts';
import { cleanLongLine } from '../../../papers/text/clean-text.ts';
import { VIEWS, type View, viewSchema } from '../papers/list-query.ts';

/** Parsed query of a search's address. */
export interface SearchQuery extends SearchFilters {
  q: string;
  view: View;
  page: number;
}

/** Longer queries are cut, not refused. */
const MAX_QUERY_LENGTH = 2_000;

const day = daySchema.nullable().catch(null);

const searchQuerySchema = z.object({
  q: z
    .string()
    // Cleaned, because the page shows it again in the search field.
    .transform((text) => cleanLongLine(text, MAX_QUERY_LENGTH))
    .catch(''),
  topic: z.string().nullable().catch(null),
  from: day,
  to: day,
  view: viewSchema,
  page: z.coerce.number().int().min(1).max(100).catch(1),
});

/**
 * Parses a search's query. Unknown topics and invalid dates are dropped; two dates in the wrong order are
 * swapped.
 */
export function readSearchQuery(taxonomy: Taxonomy, query: Record<string, string>): SearchQuery {
  const { q, topic = null, from = null, to = null, view, page } = query;
  const parsed = searchQuerySchema.parse({ q, topic, from, to, view, page });
  const read = { ...parsed, topic: parsed.topic && currentTopic(taxonomy, parsed.topic) };
  return read.from !== null && read.to !== null && read.from > read.to
    ? { ...read, from: read.to, to: read.from }
    : read;
}

/** Address of a search. */
export function searchAddress({ q, topic, from, to, view, page }: Partial<SearchQuery>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ q, topic, from, to })) if (value) query.set(name, value);
  if (view !== undefined && view !== VIEWS[0]) query.set('view', view);
  if (page !== undefined && page > 1) query.set('page', String(page));
  return query.size === 0 ? '/search' : `/search?${query}`;
}

/** True if a topic or a date narrows the search. */
export function hasFilters({ topic, from, to }: SearchFilters): boolean {
  return topic !== null || from !== null || to !== null;
}
