/**
 * Normalized discounted cumulative gain of the first ten, Σ gain / log2(place + 1) over that of the best
 * order (Järvelin & Kekäläinen 2002). Null if all gains are 0.
 */
export function ndcgAtTen(gains: readonly number[]): number | null {
  const best = discounted([...gains].sort((a, b) => b - a));
  return best === 0 ? null : discounted(gains) / best;
}

function discounted(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
}
