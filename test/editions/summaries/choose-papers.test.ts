import { describe, expect, it } from 'vitest';
import { papersToSummarize, type RankedCard } from '../../../src/editions/summaries/choose-papers.ts';

const rankOf = (topic: string, rank: number) => ({
  topic,
  rank,
  match: 1,
  of: 100,
  fused: 0,
  observed: 0,
  beats: null,
});

const paper = (
  paperId: string,
  overall: number,
  topics: Record<string, number> = {},
  more: { pinned?: string; summary?: string } = {},
): RankedCard => ({
  card: { paperId, summary: more.summary ?? null },
  scores: {
    topics: [rankOf('', overall), ...Object.entries(topics).map(([topic, rank]) => rankOf(topic, rank))],
    ...(more.pinned === undefined ? {} : { pinned: more.pinned }),
  },
});

describe('papersToSummarize', () => {
  it('puts pinned papers first, then the best of each topic, then the next ones', () => {
    const papers = [
      paper('second', 9, { agents: 2 }),
      paper('small-topic', 80, { robots: 1 }),
      paper('best', 1, { agents: 1 }),
      paper('pinned', 99, { agents: 60 }, { pinned: '' }),
    ];
    expect(papersToSummarize(papers)).toEqual(['pinned', 'best', 'small-topic', 'second']);
    expect(papersToSummarize([...papers].reverse())).toEqual(papersToSummarize(papers));
  });

  it('includes the first twenty overall and the first four of a topic', () => {
    const papers = [
      paper('overall-20', 20),
      paper('overall-21', 21),
      paper('topic-4', 60, { agents: 4 }),
      paper('topic-5', 61, { agents: 5 }),
    ];
    expect(papersToSummarize(papers)).toEqual(['overall-20', 'topic-4']);
  });

  it('leaves out papers with a summary of the source, an operator or a model', () => {
    expect(papersToSummarize([paper('known', 1, {}, { summary: 'Known.' })])).toEqual([]);
  });
});
