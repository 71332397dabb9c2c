import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseRise, pickAlsoTrending } from '../../src/editions/also-trending.ts';
import { interestsArbitrary, isMuted } from '../support/interests.ts';
import { topics } from '../support/picks.ts';
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

describe('chooseRise', () => {
  const pool = poolOf([
    { id: 'a', upvotes: 40, topics: { video: 0.9 } },
    { id: 'b', upvotes: 90, topics: { reasoning: 0.9 } },
  ]);
  const both = new Set(['a', 'b']);
  const weeks = [
    { topic: 'video', papers: 30, before: 25 },
    { topic: 'reasoning', papers: 9, before: 5 },
    { topic: 'code-software', papers: 4, before: 2 },
  ];
  const mute = (value: string) => ({ kind: 'topic', mode: 'mute', value }) as const;

  it('prefers the most unusual gain among the topics that are followed, never one that is muted', () => {
    expect(chooseRise(pool, weeks, [], both)).toEqual({
      kind: 'topic',
      topic: 'reasoning',
      papers: 9,
      before: 5,
    });
    expect(chooseRise(pool, weeks, topics('video'), both)).toMatchObject({ topic: 'video' });
    expect(chooseRise(pool, weeks, [mute('reasoning')], both)).toMatchObject({ topic: 'video' });
  });

  it('falls back to the most upvoted paper that no mute matches, and to nothing without a notable one', () => {
    expect(chooseRise(pool, [], [], both)).toEqual({ kind: 'paper', paperId: 'b', upvotes: 90 });
    expect(chooseRise(pool, weeks.slice(2), [mute('reasoning')], both)).toMatchObject({ paperId: 'a' });
    expect(chooseRise(poolOf([{ id: 'a', upvotes: 3 }]), [], [], both)).toBeNull();
  });

  it('never names a paper that the digest does not show', () => {
    expect(chooseRise(pool, [], [], new Set(['a']))).toBeNull();
  });
});
