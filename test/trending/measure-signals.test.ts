import { describe, expect, it } from 'vitest';
import { emptyBaseline } from '../../src/trending/baseline.ts';
import { scorePapers } from '../../src/trending/score.ts';
import { AS_OF, type CandidateSketch, candidateOf, hoursAgo, LIST_DAY } from '../support/pool.ts';

const DAY_MS = 86_400_000;

function scored(...sketches: CandidateSketch[]) {
  const papers = scorePapers(sketches.map(candidateOf), emptyBaseline(AS_OF), AS_OF);
  return sketches.map(({ id }) => papers.find(({ paperId }) => paperId === id));
}

const withStars = (id: string, value: number): CandidateSketch => ({
  id,
  snapshots: { github_stars: [{ at: hoursAgo(1), value }] },
});
const withComments = (id: string, value: number): CandidateSketch => ({
  id,
  upvotes: 5,
  snapshots: { hf_comments: [{ at: hoursAgo(0), value }] },
});

describe('measured signals', () => {
  it("count a paper of tomorrow's list as no fresher than one of today's", () => {
    const [today, tomorrow, yesterday] = scored(
      { id: 'today', publicAt: LIST_DAY },
      { id: 'tomorrow', publicAt: new Date(LIST_DAY.getTime() + DAY_MS) },
      { id: 'yesterday', publicAt: new Date(LIST_DAY.getTime() - DAY_MS) },
    );
    expect(tomorrow?.terms.freshness).toBe(today?.terms.freshness);
    expect(yesterday?.terms.freshness).not.toBe(today?.terms.freshness);
  });

  it('stop counting stars at four spreads above the expectation', () => {
    const [few, many, absurd] = scored(
      withStars('few', 50),
      withStars('many', 50_000),
      withStars('absurd', 5_000_000),
    );
    expect(absurd?.attention).toBe(many?.attention);
    expect(few?.attention).toBeLessThan(many?.attention ?? 0);
  });

  it('stop counting comments at four spreads above the expectation', () => {
    const [few, many, absurd] = scored(
      withComments('few', 3),
      withComments('many', 500),
      withComments('absurd', 50_000),
    );
    expect(absurd?.attention).toBe(many?.attention);
    expect(few?.attention).toBeLessThan(many?.attention ?? 0);
  });
});
