import { ALSO_TRENDING } from '../../config/scoring.ts';
import type { Interest } from '../subscribers/preferences/preference.ts';
import { muteFilter } from './match-interests.ts';
import type { PoolPaper } from './pool-paper.ts';

/** A further title, with the slug of the topic that it surely belongs to, or '' where it has none. */
export interface AlsoTrendingTitle {
  paperId: string;
  topic: string;
}

/**
 * The best `count` papers of all topics together that the subscriber neither got before nor gets now, that
 * none of their mutes fires on, and that have at least ordinary attention. Best first.
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

// Asked once a subscriber, while the pool stays the same.
const ranked = new WeakMap<readonly PoolPaper[], readonly PoolPaper[]>();

function byRank(pool: readonly PoolPaper[]): readonly PoolPaper[] {
  const kept = ranked.get(pool);
  if (kept) return kept;
  const rank = (paper: PoolPaper) => paper.topics.find(({ topic }) => topic === '')?.rank ?? pool.length + 1;
  const order = [...pool].sort((a, b) => rank(a) - rank(b));
  ranked.set(pool, order);
  return order;
}

/** The slug of the topic that a ranked paper most surely belongs to, or '' where it has none. */
export function mainTopic(paper: Pick<PoolPaper, 'topics'>): string {
  const topics = paper.topics.filter(({ topic }) => topic !== '');
  return topics.reduce(
    (best, next) => (next.match > best.match ? next : best),
    topics[0] ?? { topic: '', match: 0 },
  ).topic;
}
