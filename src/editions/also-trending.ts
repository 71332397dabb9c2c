import { ALSO_TRENDING } from '../../config/scoring.ts';
import type { Interest } from '../subscribers/preferences/preference.ts';
import { muteFilter } from './match-interests.ts';
import { mainTopic, type PoolPaper } from './pool-paper.ts';

/** A title under "also trending", with the slug of its main topic, or '' without one. */
export interface AlsoTrendingTitle {
  paperId: string;
  topic: string;
}

/**
 * The `count` best papers across all topics that the subscriber has neither received nor gets now, that no
 * mute matches, and that have at least ordinary attention. Best first.
 */
export function pickAlsoTrending(
  pool: readonly PoolPaper[],
  already: ReadonlySet<string>,
  picked: ReadonlySet<string>,
  interests: readonly Interest[],
  count: number,
): AlsoTrendingTitle[] {
  const isMuted = muteFilter(interests);
  const found: AlsoTrendingTitle[] = [];
  for (const paper of byRank(pool)) {
    if (found.length >= count) break;
    if (already.has(paper.paperId) || picked.has(paper.paperId)) continue;
    if (paper.attention < ALSO_TRENDING.attentionFloor || isMuted(paper)) continue;
    found.push({ paperId: paper.paperId, topic: mainTopic(paper) });
  }
  return found;
}

// Cached, because every subscriber needs the same order of the same pool.
const ranked = new WeakMap<readonly PoolPaper[], readonly PoolPaper[]>();

function byRank(pool: readonly PoolPaper[]): readonly PoolPaper[] {
  const cached = ranked.get(pool);
  if (cached) return cached;
  const rank = (paper: PoolPaper) => paper.topics.find(({ topic }) => topic === '')?.rank ?? pool.length + 1;
  const order = [...pool].sort((a, b) => rank(a) - rank(b));
  ranked.set(pool, order);
  return order;
}
