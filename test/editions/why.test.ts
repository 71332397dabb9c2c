import { describe, expect, it } from 'vitest';
import { whyText } from '../../src/editions/why.ts';

const follows = {
  interests: 3,
  topics: 3,
  cadence: 'weekdays' as const,
  weeklyDay: 1,
  sendHour: 7,
  timeZone: 'Europe/Berlin',
};

describe('why a digest came', () => {
  it.each([
    [{}, 'You follow 3 topics, weekdays at 07:00 Berlin time.'],
    [{ interests: 1, topics: 1 }, 'You follow 1 topic, weekdays at 07:00 Berlin time.'],
    [{ topics: 2 }, 'You follow 3 interests, weekdays at 07:00 Berlin time.'],
    [{ interests: 1, topics: 0 }, 'You follow 1 interest, weekdays at 07:00 Berlin time.'],
    [{ interests: 0, topics: 0 }, 'You follow everything that is trending, weekdays at 07:00 Berlin time.'],
    [{ cadence: 'daily' as const, sendHour: 0 }, 'You follow 3 topics, every day at 00:00 Berlin time.'],
    [
      { cadence: 'weekly' as const, weeklyDay: 7, sendHour: 23 },
      'You follow 3 topics, Sundays at 23:00 Berlin time.',
    ],
    [{ cadence: 'weekly' as const }, 'You follow 3 topics, Mondays at 07:00 Berlin time.'],
    [{ timeZone: 'UTC' }, 'You follow 3 topics, weekdays at 07:00 UTC.'],
    [{ timeZone: 'Etc/UTC' }, 'You follow 3 topics, weekdays at 07:00 UTC.'],
    [{ timeZone: 'America/New_York' }, 'You follow 3 topics, weekdays at 07:00 New York time.'],
    [
      { timeZone: 'America/Argentina/Buenos_Aires' },
      'You follow 3 topics, weekdays at 07:00 Buenos Aires time.',
    ],
  ])('of somebody with %j: %s', (given, text) => {
    expect(whyText({ ...follows, ...given })).toBe(text);
  });
});
