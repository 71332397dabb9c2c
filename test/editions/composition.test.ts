import { describe, expect, it } from 'vitest';
import { compositionSchema } from '../../src/editions/composition.ts';

const stored = (signal: string) => ({
  picks: [
    {
      paperId: '2606.00001',
      exploration: false,
      reason: {
        why: { kind: 'everything' },
        lift: { signal, value: 30, gained: null },
        beatsPercent: null,
        mostUpvotedOfDay: false,
        publicOn: '2026-06-12',
      },
    },
  ],
  trending: [],
  poolSize: 1,
  follows: {
    interests: 0,
    topics: 0,
    cadence: 'daily',
    weeklyDay: 1,
    sendHour: 7,
    timeZone: 'UTC',
  },
});

describe('compositionSchema', () => {
  it('reads a stored lift by the retired signal hn_points as no lift', () => {
    expect(compositionSchema.parse(stored('hn_points')).picks[0]?.reason.lift).toBeNull();
    expect(compositionSchema.parse(stored('github_stars')).picks[0]?.reason.lift).toMatchObject({
      signal: 'github_stars',
    });
  });

  it('rejects a lift by an unknown signal', () => {
    expect(compositionSchema.safeParse(stored('retweets')).success).toBe(false);
  });
});
