/** Sums counts by reason. */
export function sumCounts(byReason: Readonly<Record<string, number>>): number {
  return Object.values(byReason).reduce((sum, count) => sum + count, 0);
}

/** Formats counts by reason: the reason alone when there is only one, else each with its number. */
export function describeCounts(byReason: Readonly<Record<string, number>>): string {
  const entries = Object.entries(byReason);
  return entries.map(([reason, count]) => (entries.length === 1 ? reason : `${count} ${reason}`)).join(', ');
}
