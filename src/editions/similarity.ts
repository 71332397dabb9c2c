import { PICKING } from '../../config/scoring.ts';
import type { PaperTraits } from './pool-paper.ts';

type Comparable = Pick<PaperTraits, 'titleWords' | 'topics'>;

/** How much two papers repeat each other, 0–1: Jaccard of their titles' words and of their topics. */
export function similarity(a: Comparable, b: Comparable): number {
  return (
    PICKING.titleShare * jaccard(a.titleWords, b.titleWords) +
    (1 - PICKING.titleShare) * jaccard(a.topics, b.topics)
  );
}

/** |A ∩ B| / |A ∪ B| of two sorted lists; 0 for two empty ones, which have nothing in common. */
export function jaccard(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  let left = 0;
  let right = 0;
  for (let x = a[0], y = b[0]; x !== undefined && y !== undefined; x = a[left], y = b[right]) {
    if (x === y) shared += 1;
    if (x <= y) left += 1;
    if (y <= x) right += 1;
  }
  const all = a.length + b.length - shared;
  return all === 0 ? 0 : shared / all;
}
