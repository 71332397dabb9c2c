import { ALSO_TRENDING, NOTABLE, RISE } from '../../config/scoring.ts';
import type { Interest } from '../subscribers/preferences/preference.ts';
import type { TopicWeek } from '../trending/topic-week-queries.ts';
import type { Rise } from './composition.ts';
import { mutedPlaces, poolIndexOf } from './matching/pool-index.ts';
import type { PoolPaper } from './pool-paper.ts';

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
  const index = poolIndexOf(pool);
  const muted = mutedPlaces(index, interests);
  const found: AlsoTrendingTitle[] = [];
  for (const place of index.byRank) {
    if (found.length >= count) break;
    const indexed = index.papers[place];
    if (!indexed || muted.has(place)) continue;
    const { paperId, attention } = indexed.paper;
    if (already.has(paperId) || picked.has(paperId) || attention < ALSO_TRENDING.attentionFloor) continue;
    found.push({ paperId, topic: indexed.mainTopic });
  }
  return found;
}

/**
 * Chooses the rise of a weekly recap: the topic with the most unusual gain of papers, among those the
 * subscriber follows or else among all; otherwise the most upvoted paper of the week, but only one of those
 * `shown` in the digest, because a subscriber sees a paper once. Never anything muted. Null if nothing
 * notable rose. Pure.
 */
export function chooseRise(
  pool: readonly PoolPaper[],
  topicWeeks: readonly TopicWeek[],
  interests: readonly Interest[],
  shown: ReadonlySet<string>,
): Rise | null {
  const topicsOf = (mode: Interest['mode']) =>
    new Set(interests.flatMap((each) => (each.kind === 'topic' && each.mode === mode ? [each.value] : [])));
  const [followed, muted] = [topicsOf('follow'), topicsOf('mute')];
  const rising = topicWeeks
    .filter(({ topic }) => !muted.has(topic) && (followed.size === 0 || followed.has(topic)))
    .filter(({ papers, before }) => papers - before >= RISE.minimumPapers)
    .sort((a, b) => surprise(b) - surprise(a) || (a.topic < b.topic ? -1 : 1));
  const [topic] = rising;
  if (topic) return { kind: 'topic', topic: topic.topic, papers: topic.papers, before: topic.before };
  const isMuted = mutedPlaces(poolIndexOf(pool), interests);
  const upvotes = (paper: PoolPaper) => paper.signals.hf_upvotes?.value ?? 0;
  const most = pool
    .filter((paper, place) => upvotes(paper) >= NOTABLE.hf_upvotes && !isMuted.has(place))
    .reduce<PoolPaper | null>((best, next) => (best && upvotes(best) >= upvotes(next) ? best : next), null);
  if (most === null || !shown.has(most.paperId)) return null;
  return { kind: 'paper', paperId: most.paperId, upvotes: upvotes(most) };
}

/** Gain in standard deviations of a count like that of the week before: large topics vary by more papers. */
function surprise({ papers, before }: TopicWeek): number {
  return (papers - before) / Math.sqrt(before + 1);
}
