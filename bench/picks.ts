import { BUILT_IN_TAXONOMY } from '../config/topics/built-in.ts';
import { choosePicks } from '../src/editions/choose-picks.ts';
import { matcherOf } from '../src/editions/matching/match-interests.ts';
import { poolIndexOf } from '../src/editions/matching/pool-index.ts';
import { shortlist } from '../src/editions/matching/shortlist.ts';
import type { PoolPaper } from '../src/editions/pool-paper.ts';
import { seededRandom } from '../src/seeded-random.ts';
import type { Interest, PickingPreference } from '../src/subscribers/preferences/preference.ts';
import { emptyBaseline } from '../src/trending/baseline.ts';
import type { Candidate } from '../src/trending/candidate.ts';
import { scorePapers } from '../src/trending/score.ts';
import { type Figure, measureCpu, medianMs } from './measure.ts';

const AS_OF = new Date('2026-11-23T06:00:00Z');
const POOL_SIZE = 1_500;
const PREFERENCES = 20_000;
/** Preferences of the reference, which takes about ten times as long. */
const REFERENCES = 400;

/** A generated pool: 24 topics, one to three per paper, every fifth paper with upvotes. Nothing is random. */
function candidates(size = POOL_SIZE): Candidate[] {
  return Array.from({ length: size }, (_, number) => ({
    paperId: `2611.${String(number).padStart(5, '0')}`,
    publicAt: new Date(AS_OF.getTime() - (number % 3) * 86_400_000),
    topics: BUILT_IN_TAXONOMY.topics
      .filter((_topic, index) => (number * 7 + index * 13) % 29 < 2)
      .map((topic, index) => ({
        topic: topic.slug,
        score: 1 - index / 10,
      })),
    organisation: `Organization ${number % 90}`,
    snapshots: number % 5 === 0 ? { hf_upvotes: [{ at: AS_OF, value: (number * 31) % 240 }] } : {},
  }));
}

function papersOf(pool: readonly Candidate[]): PoolPaper[] {
  const byId = new Map(pool.map((candidate) => [candidate.paperId, candidate]));
  return scorePapers(pool, emptyBaseline(AS_OF), AS_OF).map((scored) => {
    const number = Number(scored.paperId.slice(5));
    return {
      ...scored,
      title: `Paper ${scored.paperId} on ${scored.topics[1]?.topic ?? 'nothing in particular'} and word${number % 400}`,
      abstract: `What ${scored.paperId} does with word${number % 91} and how well. `.repeat(20),
      authors: [`Author ${number % 700}`, 'Jane Doe'],
      organization: byId.get(scored.paperId)?.organisation ?? null,
      publicAt: byId.get(scored.paperId)?.publicAt ?? AS_OF,
      hasCode: false,
    };
  });
}

/**
 * Distinct preferences with a fixed seed: one to eight topics, every third with a keyword, every tenth with an
 * author, every fifth with a mute.
 */
function preferences(): PickingPreference[] {
  const random = seededRandom(14);
  const below = (count: number) => Math.floor(random() * count);
  return Array.from({ length: PREFERENCES }, (_, number) => {
    const topic = (): Interest => ({
      kind: 'topic',
      mode: 'follow',
      value: BUILT_IN_TAXONOMY.topics[below(BUILT_IN_TAXONOMY.topics.length)]?.slug ?? '',
    });
    const interests: Interest[] = Array.from({ length: 1 + below(8) }, topic);
    if (number % 3 === 0) interests.push({ kind: 'query', mode: 'follow', value: `word${below(400)}` });
    if (number % 10 === 0) interests.push({ kind: 'author', mode: 'follow', value: `Author ${below(700)}` });
    if (number % 5 === 0) interests.push({ ...topic(), mode: 'mute' });
    return { interests, size: 5 + (number % 6) };
  });
}

/** Measures ranking a pool, shortlists for distinct preferences and picks for one subscriber. */
export async function benchPicks(): Promise<Figure[]> {
  const figure = (name: string, value: number): Figure => ({
    bench: 'picks',
    figure: name,
    value,
    unit: 'ms',
  });
  const rank = (size: number) => {
    const pool = candidates(size);
    return medianMs(9, () => scorePapers(pool, emptyBaseline(AS_OF), AS_OF));
  };
  const papers = papersOf(candidates());
  const wanted = preferences();
  const index = await medianMs(
    1,
    () => void poolIndexOf([...papers]).firings({ kind: 'query', value: 'word1', key: '' }),
  );
  const cold = await measureCpu(() =>
    wanted.slice(0, REFERENCES).map((each) => shortlist(papers, each).length),
  );
  const ours = await measureCpu(() => wanted.map((each) => shortlist(papers, each).length));
  const reference = await measureCpu(() => wanted.slice(0, REFERENCES).map((each) => matchAll(papers, each)));
  const list = shortlist(papers, { interests: wanted[0]?.interests ?? [], size: 7 });
  const received = { ids: new Set(papers.slice(0, 200).map((paper) => paper.paperId)), picks: 100 };
  return [
    figure('score 1500 candidates', await rank(1_500)),
    figure('score 2000 candidates', await rank(2_000)),
    figure('index a pool of 1500, with words', index),
    figure(`shortlist, the first ${REFERENCES} preferences, CPU`, cold.cpuMs / REFERENCES),
    figure(`shortlist, ${PREFERENCES} distinct preferences, CPU`, ours.cpuMs / PREFERENCES),
    figure(`shortlist, ${PREFERENCES} distinct preferences`, ours.wallMs / PREFERENCES),
    figure('reference: match every paper with every interest, CPU', reference.cpuMs / REFERENCES),
    figure('picks for one subscriber', await medianMs(200, () => choosePicks(list, received, 7))),
  ];
}

/** The part of a shortlist that an index avoids. */
function matchAll(papers: readonly PoolPaper[], { interests }: PickingPreference): number {
  const matchers = interests.map(matcherOf);
  return papers.filter((paper) => matchers.some((matchPaper) => matchPaper(paper) !== null)).length;
}
