import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePicks } from '../../src/editions/choose-picks.ts';
import { shortlist } from '../../src/editions/matching/shortlist.ts';
import { NOTHING_RECEIVED } from '../../src/editions/sent-papers-queries.ts';
import { poolOf, sketchesArbitrary, TOPICS } from '../support/pool.ts';

const follow = (value: string) => ({ kind: 'topic' as const, mode: 'follow' as const, value });

describe('a pinned paper', () => {
  it('is placed first for its audience, except where sent or muted, and takes only its own place', () => {
    fc.assert(
      fc.property(
        sketchesArbitrary,
        fc.nat(),
        fc.constantFrom('', ...TOPICS),
        fc.constantFrom(...TOPICS),
        (sketches, nth, pinned, topic) => {
          const pool = poolOf(sketches);
          const chosen = pool[nth % pool.length];
          const decided = pool.map((paper) => (paper === chosen ? { ...paper, pinned } : paper));
          const preference = { interests: [follow(topic)], size: 5 };
          const list = shortlist(decided, preference);
          const picks = choosePicks(list, NOTHING_RECEIVED, 5).map(({ paperId }) => paperId);
          const id = chosen?.paperId ?? '';
          const isTheirs =
            pinned === '' || (pinned === topic && chosen?.topics.some((each) => each.topic === topic));
          if (isTheirs) expect(picks[0]).toBe(id);
          expect(
            choosePicks(list, { ids: new Set([id]), picks: 1 }, 5).map(({ paperId }) => paperId),
          ).not.toContain(id);
          const muted = shortlist(decided, {
            ...preference,
            interests: [{ ...follow(topic), mode: 'mute' }],
          });
          if (chosen?.topics.some((each) => each.topic === topic))
            expect(muted.map(({ paperId }) => paperId)).not.toContain(id);
          expect(picks.length).toBeLessThanOrEqual(5);
          expect(new Set(picks).size).toBe(picks.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
