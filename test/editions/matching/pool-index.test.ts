import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { shortlist } from '../../../src/editions/matching/shortlist.ts';
import { createPool } from '../../../src/editions/pool-cache.ts';
import type { PoolPaper } from '../../../src/editions/pool-paper.ts';
import type { Interest } from '../../../src/subscribers/preferences/preference.ts';
import { interestsArbitrary } from '../../support/interests.ts';
import { type CandidateSketch, poolOf, sketchesArbitrary, TOPICS } from '../../support/pool.ts';
import { referenceShortlist } from '../../support/reference-shortlist.ts';

const weightsArbitrary = fc.dictionary(fc.constantFrom(...TOPICS), fc.integer({ min: -2, max: 2 }));
const pinsArbitrary = fc.array(fc.option(fc.constantFrom('', ...TOPICS), { freq: 2 }), { maxLength: 6 });
/** Keywords in every form that matches differently: joined, apart, quoted, long, with marks, or without words. */
const keywordsArbitrary: fc.Arbitrary<Interest[]> = fc.array(
  fc.record({
    kind: fc.constant('query' as const),
    mode: fc.constantFrom('follow' as const, 'mute' as const),
    value: fc.constantFrom(
      'videodiffusion',
      'video-diffusion',
      'graph memory',
      '"memory" "graphs"',
      'sparse attention agents video diffusion',
      '"sparse attention agents video diffusion"',
      'SCHRÖDINGER planning',
      '++',
    ),
  }),
  { maxLength: 3 },
);

function pinned(pool: readonly PoolPaper[], pins: readonly (string | null)[]): PoolPaper[] {
  return pool.map((paper, place) => {
    const pin = pins[place] ?? null;
    return pin === null ? paper : { ...paper, pinned: pin };
  });
}

describe('an indexed pool', () => {
  it('gives every preference the shortlist of its definition, in any order of requests', () => {
    fc.assert(
      fc.property(
        sketchesArbitrary,
        pinsArbitrary,
        fc.array(fc.tuple(interestsArbitrary, keywordsArbitrary, weightsArbitrary), {
          minLength: 1,
          maxLength: 6,
        }),
        (sketches, pins, preferences) => {
          const pool = pinned(poolOf(sketches), pins);
          for (const [interests, keywords, weights] of preferences) {
            const preference = { interests: [...interests, ...keywords], size: 7, weights };
            expect(shortlist(pool, preference)).toEqual(referenceShortlist(pool, preference));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does so in a pool that is too large for a shortlist', () => {
    const sketches = Array.from({ length: 700 }, (_, number): CandidateSketch => {
      const topics = TOPICS.filter((__, place) => (number * 7 + place * 3) % 5 < 2);
      return {
        id: `2606.${String(number).padStart(5, '0')}`,
        title: number % 3 === 0 ? 'Sparse attention for graphs' : 'Planning with memory',
        topics: Object.fromEntries(topics.map((topic, place) => [topic, 0.9 - place / 5])),
        ...(number % 2 === 0 ? { upvotes: (number * 31) % 240 } : {}),
      };
    });
    const pool = poolOf(sketches);
    const follow = (kind: Interest['kind'], value: string): Interest => ({ kind, mode: 'follow', value });
    const preferences: Interest[][] = [
      [],
      [follow('topic', 'video')],
      [follow('topic', 'video'), follow('topic', 'reasoning'), follow('query', 'sparse attention')],
      [follow('query', 'memory'), { kind: 'topic', mode: 'mute', value: 'reasoning' }],
    ];
    for (const interests of preferences) {
      for (const weights of [{}, { video: 1, reasoning: -1 }]) {
        const preference = { interests, size: 7, weights };
        const list = shortlist(pool, preference);
        expect(list.length).toBeLessThan(pool.length);
        expect(list).toEqual(referenceShortlist(pool, preference));
      }
    }
  });

  it('keeps the shortlists used last', () => {
    const pool = poolOf([{ id: 'a', upvotes: 9, topics: { video: 0.9 } }]);
    const { shortlistFor } = createPool(
      {
        taxonomy: BUILT_IN_TAXONOMY,
        poolId: 'day-2026-06-12',
        revision: 1,
        cards: new Map(),
        unreadable: [],
      },
      pool,
    );
    const preferenceOf = (number: number) => ({
      interests: [{ kind: 'query' as const, mode: 'follow' as const, value: `keyword ${number}` }],
      size: 7,
    });
    const first = shortlistFor(preferenceOf(0));
    const second = shortlistFor(preferenceOf(1));
    for (let number = 2; number < 2_001; number += 1) {
      shortlistFor(preferenceOf(number));
      expect(shortlistFor(preferenceOf(0))).toBe(first);
    }
    expect(shortlistFor(preferenceOf(1))).not.toBe(second);
  });
});
