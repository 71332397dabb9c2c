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
  it('reads a stored leading signal of the retired kind hn_points as none', () => {
    expect(compositionSchema.parse(stored('hn_points')).picks[0]?.reason.lift).toBeNull();
    expect(compositionSchema.parse(stored('github_stars')).picks[0]?.reason.lift).toMatchObject({
      signal: 'github_stars',
    });
  });

  it('rejects a leading signal of an unknown kind', () => {
    expect(compositionSchema.safeParse(stored('retweets')).success).toBe(false);
  });
});
