import { TOPICS } from '../config/topics/taxonomy.ts';
import { choosePicks } from '../src/editions/choose-picks.ts';
import type { PoolPaper } from '../src/editions/pool-paper.ts';
import { shortlist } from '../src/editions/shortlist.ts';
import type { Interest } from '../src/subscribers/preferences/preference.ts';
import { emptyBaseline } from '../src/trending/baseline.ts';
import type { Candidate } from '../src/trending/candidate.ts';
import { scorePapers } from '../src/trending/score.ts';
import { type Figure, medianMs } from './measure.ts';

const AS_OF = new Date('2026-11-23T06:00:00Z');
const POOL_SIZE = 1_500;

/** A generated pool: 24 topics, one to three per paper, every fifth paper with upvotes. Nothing is random. */
function candidates(): Candidate[] {
  return Array.from({ length: POOL_SIZE }, (_, number) => ({
    paperId: `2611.${String(number).padStart(5, '0')}`,
    publicAt: new Date(AS_OF.getTime() - (number % 3) * 86_400_000),
    topics: TOPICS.filter((_topic, index) => (number * 7 + index * 13) % 29 < 2).map((topic, index) => ({
      topic: topic.slug,
      score: 1 - index / 10,
    })),
    organisation: `Organization ${number % 90}`,
    snapshots: number % 5 === 0 ? { hf_upvotes: [{ at: AS_OF, value: (number * 31) % 240 }] } : {},
  }));
}

/** Measures ranking a pool, a shortlist for one preference and picks for one subscriber. */
export async function benchPicking(): Promise<Figure[]> {
  const pool = candidates();
  const score = () => scorePapers(pool, emptyBaseline(AS_OF), AS_OF);
  const byId = new Map(pool.map((candidate) => [candidate.paperId, candidate]));
  const papers = score().map(
    (scored): PoolPaper => ({
      ...scored,
      title: `Paper ${scored.paperId} on ${scored.topics[1]?.topic ?? 'nothing in particular'}`,
      abstract: `What ${scored.paperId} does and how well. `.repeat(20),
      authors: [`Author ${scored.paperId}`, 'Jane Doe'],
      organization: byId.get(scored.paperId)?.organisation ?? null,
      publicAt: byId.get(scored.paperId)?.publicAt ?? AS_OF,
      hasCode: false,
    }),
  );
  const interests: Interest[] = TOPICS.slice(0, 8).map(({ slug }) => ({
    kind: 'topic',
    mode: 'follow',
    value: slug,
  }));
  const list = shortlist(papers, { interests, size: 7 });
  const received = { ids: new Set(papers.slice(0, 200).map((paper) => paper.paperId)), picks: 100 };
  const figure = (name: string, value: number): Figure => ({
    bench: 'picking',
    figure: name,
    value,
    unit: 'ms',
  });
  return [
    figure(`score ${POOL_SIZE} candidates`, await medianMs(9, score)),
    figure(
      'shortlist for one preference',
      await medianMs(25, () => shortlist(papers, { interests, size: 7 })),
    ),
    figure('picks for one subscriber', await medianMs(200, () => choosePicks(list, received, 7))),
  ];
}
