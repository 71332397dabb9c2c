import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickAlsoTrending } from '../../src/editions/also-trending.ts';
import { interestsArbitrary, isMuted } from '../support/interests.ts';
import { poolOf, shuffled, sketchesArbitrary } from '../support/pool.ts';

const NOTHING: ReadonlySet<string> = new Set();

describe('alsoTrending', () => {
  const pool = poolOf([
    { id: 'a', upvotes: 118, topics: { video: 0.4, reasoning: 0.9 } },
    { id: 'b', upvotes: 25 },
    { id: 'c', upvotes: 9, topics: { video: 0.9 } },
    { id: 'd', upvotes: 0, topics: { video: 0.9 } },
  ]);

  it('returns the best papers first, each with its most certain topic', () => {
    expect(pickAlsoTrending(pool, NOTHING, NOTHING, [], 2)).toEqual([
      { paperId: 'a', topic: 'reasoning' },
      { paperId: 'b', topic: '' },
    ]);
  });

  it('excludes sent, picked and muted papers, and those below ordinary attention', () => {
    const rest = pickAlsoTrending(pool, new Set(['b']), new Set(['a']), [], 8);
    expect(rest).toEqual([{ paperId: 'c', topic: 'video' }]);
    const muted = pickAlsoTrending(
      pool,
      NOTHING,
      NOTHING,
      [{ kind: 'topic', mode: 'mute', value: 'video' }],
      8,
    );
    expect(muted.map(({ paperId }) => paperId)).toEqual(['b']);
  });

  it('never returns a muted, sent or picked paper, a duplicate, or more than requested', () => {
    fc.assert(
      fc.property(
        sketchesArbitrary,
        interestsArbitrary,
        fc.integer(),
        fc.nat({ max: 9 }),
        (sketches, interests, seed, count) => {
          const papers = poolOf(sketches);
          const [already, picked] = [0, 1].map(
            (rest) =>
              new Set(
                shuffled(papers, seed).flatMap(({ paperId }, index) => (index % 4 === rest ? [paperId] : [])),
              ),
          );
          const given = pickAlsoTrending(papers, already ?? NOTHING, picked ?? NOTHING, interests, count);
          expect(given.length).toBeLessThanOrEqual(count);
          expect(new Set(given.map(({ paperId }) => paperId)).size).toBe(given.length);
          for (const { paperId } of given) {
            expect(already?.has(paperId) || picked?.has(paperId)).toBe(false);
            expect(
              isMuted(
                papers.find((paper) => paper.paperId === paperId),
                interests,
              ),
            ).toBe(false);
          }
        },
      ),
    );
  });
});
