import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TOPIC_MARKS } from '../../../config/scoring.ts';
import {
  DIRECTIONS,
  markToken,
  readMarkToken,
  topicWeights,
} from '../../../src/subscribers/preferences/mark.ts';
import { signToken, type TokenKeys } from '../../../src/token.ts';

const KEYS = { current: 'k'.repeat(32), previous: [] };
const NOW = new Date('2026-11-23T08:00:00Z');
const PAPERS = ['2611.00001', 'math/0611800', 'cond-mat/9901001'];
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
  const subjectOf = (token: string, keys: TokenKeys = KEYS) => readMarkToken(keys, 'more', token, NOW);
  const rotated = { current: 'n'.repeat(32), previous: [KEYS.current] };
  const foreign = { current: 'n'.repeat(32), previous: [] };

  it.each(PAPERS)('is read back for %s, signed with the preferences token', (paperId) => {
    const token = markToken(signToken(KEYS, 'preferences', SUBSCRIBER, null), paperId);
    expect(token).toMatch(/^[0-9A-Za-z._~-]+$/);
    for (const keys of [KEYS, rotated])
      expect(subjectOf(token, keys)).toEqual({ subscriberId: SUBSCRIBER, paperId });
    expect(subjectOf(token, foreign)).toBeNull();
    expect(subjectOf(token.replace(SUBSCRIBER, SUBSCRIBER.replace('0', '1')))).toBeNull();
    for (const kind of ['digest', 'feed', 'save'] as const)
      expect(subjectOf(markToken(signToken(KEYS, kind, SUBSCRIBER, null), paperId))).toBeNull();
  });

  it.each(PAPERS)('is read back for %s from an email with a token for each link', (paperId) => {
    const marked = paperId.replaceAll('.', '_').replaceAll('/', '~');
    const token = signToken(KEYS, 'more', `${SUBSCRIBER}-${marked}`, null);
    for (const keys of [KEYS, rotated])
      expect(subjectOf(token, keys)).toEqual({ subscriberId: SUBSCRIBER, paperId });
    expect(readMarkToken(KEYS, 'less', token, NOW)).toBeNull();
    expect(subjectOf(token.slice(0, -1))).toBeNull();
    expect(subjectOf(token, foreign)).toBeNull();
  });
});
