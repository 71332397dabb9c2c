import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeBaseline, emptyBaseline } from '../../src/trending/baseline.ts';
import type { Candidate } from '../../src/trending/candidate.ts';
import { type ScoredPaper, scorePapers } from '../../src/trending/score.ts';
import {
  AS_OF,
  baselineArbitrary,
  type CandidateSketch,
  candidateOf,
  hoursAgo,
  LIST_DAY,
  shuffled,
  sketchesArbitrary,
} from '../support/pool.ts';

const NONE = emptyBaseline(AS_OF);
const DAY_BEFORE = new Date(LIST_DAY.getTime() - 86_400_000);

function score(...sketches: CandidateSketch[]): ScoredPaper[] {
  return scorePapers(sketches.map(candidateOf), NONE, AS_OF);
}

function order(papers: readonly ScoredPaper[], topic = ''): string[] {
  return papers
    .flatMap((paper) =>
      paper.topics.filter((entry) => entry.topic === topic).map(({ rank }) => ({ paper, rank })),
    )
    .sort((a, b) => a.rank - b.rank)
    .map(({ paper }) => paper.paperId);
}

describe('scorePapers', () => {
  it('ranks a young list by its upvotes, in every topic of its own', () => {
    const papers = score(
      { id: 'c', upvotes: 3, topics: { video: 0.9 } },
      { id: 'a', upvotes: 118, topics: { reasoning: 0.4, video: 0.5 } },
      { id: 'b', upvotes: 25, topics: { reasoning: 0.9 } },
    );
    expect(papers.map(({ paperId }) => paperId)).toEqual(['a', 'b', 'c']);
    expect(order(papers, 'reasoning')).toEqual(['a', 'b']);
    expect(order(papers, 'video')).toEqual(['a', 'c']);
    expect(papers[0]?.topics).toMatchObject([
      { topic: '', match: 1, rank: 1, of: 3, observed: 3, beats: 1 },
      { topic: 'reasoning', match: 0.4, rank: 1, of: 2, observed: 2, beats: 1 },
      { topic: 'video', match: 0.5, rank: 1, of: 2, observed: 2, beats: 1 },
    ]);
  });

  it('returns nothing for an empty pool', () => {
    expect(scorePapers([], NONE, AS_OF)).toEqual([]);
  });

  it('returns the newest value of a signal, its time and its gain since yesterday', () => {
    const [paper] = score({
      id: 'a',
      publicAt: DAY_BEFORE,
      snapshots: {
        hf_upvotes: [
          { at: hoursAgo(24), value: 12 },
          { at: hoursAgo(1), value: 40 },
        ],
        github_stars: [{ at: hoursAgo(1), value: 7 }],
      },
    });
    expect(paper?.signals).toEqual({
      hf_upvotes: { value: 40, gained: 28, at: hoursAgo(1).toISOString() },
      github_stars: { value: 7, gained: null, at: hoursAgo(1).toISOString() },
    });
    expect(Object.keys(paper?.terms ?? {})).toEqual([
      'standing.hf_upvotes',
      'standing.github_stars',
      'velocity.hf_upvotes',
      'freshness',
    ]);
  });

  it('compares with the expectation for the age: ten at three hours beat twenty after two days', () => {
    const history = Array.from({ length: 40 }, (_, index) =>
      candidateOf({
        id: `past ${index}`,
        publicAt: new Date(LIST_DAY.getTime() - (7 + (index % 5)) * 86_400_000),
        snapshots: {
          hf_upvotes: [
            {
              at: new Date(LIST_DAY.getTime() - (7 + (index % 5)) * 86_400_000 + 3 * 3_600_000),
              value: index % 3,
            },
            {
              at: new Date(LIST_DAY.getTime() - (5 + (index % 5)) * 86_400_000 + 3_600_000),
              value: 15 + (index % 11),
            },
          ],
        },
      }),
    );
    const morning = new Date(LIST_DAY.getTime() + 3 * 3_600_000);
    const read = (value: number) => ({ hf_upvotes: [{ at: morning, value }] });
    const young = candidateOf({ id: 'young', snapshots: read(10) });
    const old = candidateOf({
      id: 'old',
      publicAt: new Date(LIST_DAY.getTime() - 2 * 86_400_000),
      snapshots: read(20),
    });
    const rank = (baseline: typeof NONE) =>
      scorePapers([old, young], baseline, morning).map(({ paperId, attention }) => [paperId, attention > 1]);
    expect(rank(computeBaseline(history, morning))).toEqual([
      ['young', true],
      ['old', false],
    ]);
    expect(rank(NONE)[0]?.[0]).toBe('old');
  });

  it('treats readings of one round as simultaneous, also across the edge of an age bucket', () => {
    const at = (hours: number, value: number) => [
      { at: new Date(LIST_DAY.getTime() + hours * 3_600_000), value },
    ];
    const baseline = {
      ...NONE,
      expectations: {
        'hf_upvotes/1/any': { papers: 500, level: 0, spread: 1 },
        'hf_upvotes/2/any': { papers: 500, level: 3, spread: 1 },
      },
    };
    const papers = scorePapers(
      [
        candidateOf({ id: 'more', snapshots: { hf_upvotes: at(12.1, 30) } }),
        candidateOf({ id: 'fewer', snapshots: { hf_upvotes: at(11.9, 20) } }),
      ],
      baseline,
      AS_OF,
    );
    expect(papers.map(({ paperId }) => paperId)).toEqual(['more', 'fewer']);
  });

  it('breaks ties independently of position and id', () => {
    const ids = ['2606.00001', '2606.00002', '2606.00003', '2606.00004', '2606.00005', '2606.00006'];
    const ranked = score(...ids.map((id) => ({ id, upvotes: 0 }))).map(({ paperId }) => paperId);
    expect(ranked).not.toEqual(ids);
    expect(ranked).not.toEqual([...ids].reverse());
    expect(score(...ids.reverse().map((id) => ({ id, upvotes: 0 }))).map(({ paperId }) => paperId)).toEqual(
      ranked,
    );
  });

  it('ranks by comments, stars, match and freshness without upvotes', () => {
    const quiet = { publicAt: LIST_DAY, topics: { video: 0.5 }, upvotes: 0 };
    const heard = { hf_comments: [{ at: AS_OF, value: 4 }] };
    const papers = score(
      { ...quiet, id: 'quiet' },
      { ...quiet, id: 'surer', topics: { video: 1 } },
      { ...quiet, id: 'discussed', snapshots: heard },
    );
    expect(order(papers, 'video').indexOf('quiet')).toBe(2);
    expect(
      score({ id: 'older', publicAt: DAY_BEFORE }, { id: 'fresh' }).map(({ paperId }) => paperId),
    ).toEqual(['fresh', 'older']);
  });
});

describe('a missing reading', () => {
  it('gains nothing: a paper with attention ranks above an unread one', () => {
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const papers = score({ id: 'read', upvotes: 1 }, { id }, { id: `${id} too` });
      expect(order(papers)[0]).toBe('read');
      expect(papers[0]?.attention).toBeGreaterThan(papers[1]?.attention ?? 0);
    }
  });

  it('costs nothing against a reading of 0 stars or comments', () => {
    const zero = [{ at: AS_OF, value: 0 }];
    const papers = score(
      { id: 'zeros', upvotes: 5, snapshots: { github_stars: zero, hf_comments: zero } },
      { id: 'blank', upvotes: 5 },
    );
    expect(papers[0]?.topics[0]?.fused).toBe(papers[1]?.topics[0]?.fused);
    expect(papers[0]?.attention).toBe(papers[1]?.attention);
  });

  it('is no term if all values are missing', () => {
    const papers = score({ id: 'a' }, { id: 'b' });
    expect(papers.map(({ attention }) => attention)).toEqual([0, 0]);
    expect(papers.map(({ topics }) => topics[0]?.beats)).toEqual([null, null]);
  });

  it('does not hide attention elsewhere: GitHub stars raise the attention of an unlisted paper', () => {
    const papers = score(
      { id: 'listed', upvotes: 0 },
      { id: 'unlisted' },
      { id: 'starred', snapshots: { github_stars: [{ at: AS_OF, value: 500 }] } },
    );
    const attention = Object.fromEntries(papers.map((paper) => [paper.paperId, paper.attention]));
    expect(attention.starred).toBeGreaterThan((attention.unlisted ?? 0) + 0.1);
  });
});

describe('properties', () => {
  it('does not depend on the order of the input', () => {
    fc.assert(
      fc.property(sketchesArbitrary, baselineArbitrary, fc.integer(), (sketches, baseline, seed) => {
        const candidates = sketches.map(candidateOf);
        expect(scorePapers(shuffled(candidates, seed), baseline, AS_OF)).toEqual(
          scorePapers(candidates, baseline, AS_OF),
        );
      }),
    );
  });

  it('ranks of a topic are 1 to the number of its papers, and beats counts strictly fewer upvotes', () => {
    fc.assert(
      fc.property(sketchesArbitrary, baselineArbitrary, (sketches, baseline) => {
        const papers = scorePapers(sketches.map(candidateOf), baseline, AS_OF);
        for (const topic of new Set(papers.flatMap(({ topics }) => topics.map((entry) => entry.topic)))) {
          const entries = papers.flatMap((paper) =>
            paper.topics.filter((entry) => entry.topic === topic).map((entry) => ({ entry, paper })),
          );
          const ranks = entries.map(({ entry }) => entry.rank).sort((a, b) => a - b);
          expect(ranks).toEqual(entries.map((_, index) => index + 1));
          const read = entries.flatMap(({ paper }) => paper.signals.hf_upvotes?.value ?? []);
          for (const { entry, paper } of entries) {
            const own = paper.signals.hf_upvotes?.value;
            const fewer = read.filter((value) => own !== undefined && value < own).length;
            expect(entry.of).toBe(entries.length);
            expect(entry.beats).toBe(own === undefined || read.length < 2 ? null : fewer / (read.length - 1));
          }
        }
      }),
    );
  });

  it('does not depend on anything after the ranking', () => {
    fc.assert(
      fc.property(sketchesArbitrary, baselineArbitrary, fc.nat({ max: 999 }), (sketches, baseline, value) => {
        const candidates = sketches.map(candidateOf);
        const later = candidates.map((candidate) => ({
          ...candidate,
          snapshots: {
            ...candidate.snapshots,
            hf_upvotes: [...(candidate.snapshots.hf_upvotes ?? []), { at: hoursAgo(-1), value }],
          },
        }));
        expect(scorePapers(later, baseline, AS_OF)).toEqual(scorePapers(candidates, baseline, AS_OF));
      }),
    );
  });

  it('ranks more upvotes of the same reading first within a list day and topic', () => {
    const listArbitrary = sketchesArbitrary.map((sketches) => sketches.map(withReading));
    fc.assert(
      fc.property(listArbitrary, baselineArbitrary, (list, baseline) => {
        const day = new Map(list.map(({ paperId, publicAt }) => [paperId, publicAt.getTime()]));
        const papers = scorePapers(list, baseline, AS_OF);
        for (const better of papers) {
          const beaten = papers.filter(
            (other) =>
              day.get(other.paperId) === day.get(better.paperId) && upvotesOf(other) < upvotesOf(better),
          );
          for (const worse of beaten) {
            expect(better.attention).toBeGreaterThan(worse.attention);
            for (const [rank, otherRank] of sharedRanks(better, worse)) expect(rank).toBeLessThan(otherRank);
          }
        }
      }),
    );
  });

  it('raising one paper’s upvotes alone never worsens its rank or its attention', () => {
    fc.assert(
      fc.property(
        sketchesArbitrary,
        baselineArbitrary,
        fc.nat(),
        fc.integer({ min: 1, max: 200 }),
        (sketches, baseline, which, more) => {
          const before = sketches.map(candidateOf);
          const index = which % before.length;
          const after = before.map((candidate, place) =>
            place === index ? raised(candidate, more) : candidate,
          );
          const find = (candidates: readonly Candidate[]) =>
            scorePapers(candidates, baseline, AS_OF).find(
              ({ paperId }) => paperId === before[index]?.paperId,
            );
          const [was, is] = [find(before), find(after)];
          expect(is?.attention).toBeGreaterThanOrEqual(was?.attention ?? 0);
          was?.topics.forEach((entry, place) => {
            expect(is?.topics[place]?.rank).toBeLessThanOrEqual(entry.rank);
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

function upvotesOf(paper: ScoredPaper): number {
  return paper.signals.hf_upvotes?.value ?? 0;
}

function sharedRanks(a: ScoredPaper, b: ScoredPaper): [number, number][] {
  return a.topics.flatMap(({ topic, rank }) => {
    const other = b.topics.find((entry) => entry.topic === topic);
    return other ? [[rank, other.rank] as [number, number]] : [];
  });
}

/** The sketch with upvotes read in one round of three hours; earlier readings stay the same. */
function withReading(sketch: CandidateSketch): Candidate {
  const candidate = candidateOf(sketch);
  const upvotes = candidate.snapshots.hf_upvotes ?? [];
  const earlier = upvotes.filter(({ at }) => at < hoursAgo(4));
  const minute = Number(sketch.id.slice(-3)) % 180;
  const newest = { at: hoursAgo(minute / 60), value: upvotes.at(-1)?.value ?? 0 };
  return { ...candidate, snapshots: { ...candidate.snapshots, hf_upvotes: [...earlier, newest] } };
}

function raised(candidate: Candidate, more: number): Candidate {
  const upvotes = candidate.snapshots.hf_upvotes ?? [];
  const newest = upvotes.length - 1;
  return {
    ...candidate,
    snapshots: {
      ...candidate.snapshots,
      ...(newest < 0
        ? {}
        : {
            hf_upvotes: upvotes.map((snapshot, index) =>
              index === newest ? { ...snapshot, value: snapshot.value + more } : snapshot,
            ),
          }),
    },
  };
}
