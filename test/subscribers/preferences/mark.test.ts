import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TOPIC_MARKS } from '../../../config/scoring.ts';
import {
  DIRECTIONS,
  markToken,
  readMarkToken,
  topicWeights,
} from '../../../src/subscribers/preferences/mark.ts';

const KEYS = { current: 'k'.repeat(32), previous: [] };
const NOW = new Date('2026-11-23T08:00:00Z');
const SUBSCRIBER = '0f9b1c1e-1111-4222-8333-444455556666';

describe('weights', () => {
  it('sum up by topic within their limits in any order, and drop zero', () => {
    const mark = fc.record({
      topic: fc.constantFrom('reasoning', 'video'),
      direction: fc.constantFrom(...DIRECTIONS),
    });
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 9 }), (marks) => {
        const weights = topicWeights(marks);
        expect(topicWeights([...marks].reverse())).toEqual(weights);
        for (const topic of ['reasoning', 'video']) {
          const mine = marks.filter((each) => each.topic === topic);
          const sum = mine.filter((each) => each.direction === 'more').length * 2 - mine.length;
          const clamped = Math.max(-MAX_TOPIC_MARKS, Math.min(MAX_TOPIC_MARKS, sum));
          expect(weights[topic]).toBe(clamped === 0 ? undefined : clamped);
        }
      }),
    );
  });
});

describe('a link for more or less', () => {
  it.each(['2611.00001', 'math/0611800', 'cond-mat/9901001'])(
    'is read back for %s, and for no other kind or key',
    (paperId) => {
      const token = markToken(KEYS, 'more', { subscriberId: SUBSCRIBER, paperId });
      expect(token).toMatch(/^[0-9A-Za-z._~-]+$/);
      expect(readMarkToken(KEYS, 'more', token, NOW)).toEqual({ subscriberId: SUBSCRIBER, paperId });
      expect(readMarkToken(KEYS, 'less', token, NOW)).toBeNull();
      expect(readMarkToken(KEYS, 'more', token.slice(0, -1), NOW)).toBeNull();
      expect(
        readMarkToken({ current: 'n'.repeat(32), previous: [KEYS.current] }, 'more', token, NOW),
      ).not.toBeNull();
      expect(readMarkToken({ current: 'n'.repeat(32), previous: [] }, 'more', token, NOW)).toBeNull();
    },
  );
});
