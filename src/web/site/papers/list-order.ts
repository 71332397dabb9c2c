import type { ListEntry } from '../../../papers/lists/list-queries.ts';
import type { Sort } from './list-query.ts';

/**
 * Entries in a deterministic order. `trending` sorts by rank where there is one, then by upvotes; entries
 * without an upvote count come last. Titles break ties.
 */
export function orderEntries(
  entries: readonly ListEntry[],
  sort: Sort,
  ranks: ReadonlyMap<string, number>,
): ListEntry[] {
  const titles = new Map(entries.map(({ id, title }) => [id, title.toLowerCase()]));
  const byTitle = (a: ListEntry, b: ListEntry) =>
    compare(titles.get(a.id) ?? '', titles.get(b.id) ?? '') || compare(a.id, b.id);
  const byUpvotes = (a: ListEntry, b: ListEntry) => (b.upvotes ?? -1) - (a.upvotes ?? -1) || byTitle(a, b);
  const orders: Record<Sort, (a: ListEntry, b: ListEntry) => number> = {
    trending: (a, b) =>
      compare(ranks.get(a.id) ?? Number.MAX_SAFE_INTEGER, ranks.get(b.id) ?? Number.MAX_SAFE_INTEGER) ||
      byUpvotes(a, b),
    upvotes: byUpvotes,
    newest: (a, b) => compare(b.day, a.day) || submittedAt(b) - submittedAt(a) || byTitle(a, b),
  };
  return [...entries].sort(orders[sort]);
}

/** Number of entries by topic. */
export function countTopics(entries: readonly ListEntry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { topics } of entries)
    for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return counts;
}

function submittedAt({ publishedAt }: ListEntry): number {
  return publishedAt?.getTime() ?? 0;
}

/** Compares strings by code unit, which gives the same order in every locale. */
function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
