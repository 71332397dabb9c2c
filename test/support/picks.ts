import { choosePicks, type PickedPaper } from '../../src/editions/choose-picks.ts';
import { shortlist } from '../../src/editions/matching/shortlist.ts';
import type { PoolPaper } from '../../src/editions/pool-paper.ts';
import type { Interest } from '../../src/subscribers/preferences/preference.ts';

export const follow = (kind: Interest['kind'], value: string): Interest => ({ kind, mode: 'follow', value });
export const topics = (...slugs: string[]) => slugs.map((slug) => follow('topic', slug));

/** Picks of one subscriber with these interests, out of the whole pool. */
export function pickFrom(
  pool: readonly PoolPaper[],
  interests: readonly Interest[],
  size: number,
  already: ReadonlySet<string> = new Set(),
  picksBefore = 0,
): PickedPaper[] {
  return choosePicks(
    shortlist(pool, { interests: [...interests], size }),
    { ids: already, picks: picksBefore },
    size,
  );
}

export const ids = (picks: readonly { paperId: string }[]) => picks.map(({ paperId }) => paperId);
