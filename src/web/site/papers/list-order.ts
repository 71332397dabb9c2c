import type { ListEntry } from '../../../papers/lists/list-queries.ts';
import type { Sort } from './list-query.ts';

/**
 * The entries in that order, the same every time: trending by the ranks where there are any, then by upvotes; what nobody
 * counted stands last, and titles decide between equals.
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
    newest: (a, b) => compare(b.day, a.day) || submitted(b) - submitted(a) || byTitle(a, b),
  };
  return [...entries].sort(orders[sort]);
}

/** How many entries belong to each topic. */
export function countTopics(entries: readonly ListEntry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { topics } of entries)
    for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return counts;
}

function submitted({ publishedAt }: ListEntry): number {
  return publishedAt?.getTime() ?? 0;
}

/** By code units, so that the order is the same in every language and on every machine. */
function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
