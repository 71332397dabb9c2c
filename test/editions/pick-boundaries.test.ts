import { describe, expect, it } from 'vitest';
import { choosePicks } from '../../src/editions/choose-picks.ts';
import { shortlist } from '../../src/editions/matching/shortlist.ts';
import { NOTHING_RECEIVED } from '../../src/editions/sent-papers-queries.ts';
import type { Interest } from '../../src/subscribers/preferences/preference.ts';
import { type CandidateSketch, poolOf } from '../support/pool.ts';

const follow = (kind: Interest['kind'], value: string): Interest => ({ kind, mode: 'follow', value });
const video = follow('topic', 'video');
const reasoning = follow('topic', 'reasoning');

const paper = (id: string, upvotes: number, topics: Record<string, number>): CandidateSketch => ({
  id,
  upvotes,
  topics,
});

interface Choice {
  interests: Interest[];
  size: number;
  weights?: Record<string, number>;
}

function picked(sketches: readonly CandidateSketch[], { size, ...preference }: Choice): string[] {
  const list = shortlist(poolOf(sketches), { ...preference, size });
  return choosePicks(list, NOTHING_RECEIVED, size).map(({ paperId }) => paperId);
}

describe('picks', () => {
  it('fill the only place with a followed author, not with the most upvoted paper', () => {
    const papers = [
      paper('upvoted', 118, { video: 0.9 }),
      { id: 'followed', upvotes: 1, authors: ['Jane Doe'], topics: { video: 0.9 } },
    ];
    expect(picked(papers, { interests: [video, follow('author', 'Jane Doe')], size: 1 })).toEqual([
      'followed',
    ]);
  });

  it('never reserve a place for the most upvoted paper of a topic marked "less"', () => {
    const papers = [paper('less wanted', 60, { video: 0.9 }), paper('wanted', 50, { reasoning: 0.9 })];
    const interests = [video, reasoning];
    expect(picked(papers, { interests, size: 1 })).toEqual(['less wanted']);
    expect(picked(papers, { interests, size: 1, weights: { video: -1 } })).toEqual(['wanted']);
  });

  it('prefer the sixth paper on another subject to a second one that is nearly the same', () => {
    const alike = [99, 98, 97, 96, 95].map(
      (upvotes): CandidateSketch => ({
        id: `alike ${upvotes}`,
        upvotes,
        title: 'Diffusion Transformers Generate Long Coherent Clips',
        topics: { video: 0.9 },
      }),
    );
    const other: CandidateSketch = {
      id: 'other',
      upvotes: 94,
      title: 'Tracking Points Through Occlusion',
      topics: { video: 0.9 },
    };
    expect(picked([...alike, other], { interests: [video], size: 2 })).toEqual(['alike 99', 'other']);
  });
});

describe('a shortlist', () => {
  const idsOf = (weights: Record<string, number>, ...sketches: CandidateSketch[]) =>
    shortlist(poolOf(sketches), { interests: [video], size: 7, weights }).map(({ paperId }) => paperId);

  it('never explores a topic marked "less"', () => {
    const papers = [paper('followed', 20, { video: 0.9 }), paper('outside', 300, { '3d-vision': 0.9 })];
    expect(idsOf({}, ...papers)).toContain('outside');
    expect(idsOf({ '3d-vision': -1 }, ...papers)).not.toContain('outside');
  });

  it('never raises an uncertain match above the floor by a mark "more"', () => {
    const papers = [paper('sure', 20, { video: 0.9 }), paper('doubtful', 2, { video: 0.2 })];
    expect(idsOf({}, ...papers)).toEqual(['sure']);
    expect(idsOf({ video: 2 }, ...papers)).toEqual(['sure']);
  });
});
