/** How many a count by reason comes to. */
export function sumCounts(byReason: Readonly<Record<string, number>>): number {
  return Object.values(byReason).reduce((sum, count) => sum + count, 0);
}

/** A count by reason in words: the reason alone where there is one, the numbers where there are several. */
export function describeCounts(byReason: Readonly<Record<string, number>>): string {
  const entries = Object.entries(byReason);
  return entries.map(([reason, count]) => (entries.length === 1 ? reason : `${count} ${reason}`)).join(', ');
}
