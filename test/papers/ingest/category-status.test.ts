import { describe, expect, it } from 'vitest';
import { addDays, weekday } from '../../../src/day.ts';
import { type CategoryDay, categoryStatuses } from '../../../src/papers/ingest/category-status.ts';

const RULE = { quietWeekdays: [6, 7], lagDays: 4 };

/**
 * Four weeks of one category as arXiv announces them: a day's papers at 01:10 on the next day, Friday's on
 * Monday.
 */
function weeks(category: string, last: string, days = 28): CategoryDay[] {
  return Array.from({ length: days }, (_, back) => addDays(last, -back))
    .filter((day) => weekday(day) <= 5)
    .map((day) => ({
      category,
      day,
      firstSeenAt: new Date(`${addDays(day, weekday(day) === 5 ? 3 : 1)}T01:10:00Z`),
    }));
}

const standing = (days: readonly CategoryDay[], now: string) =>
  categoryStatuses(['cs.CL'], days, RULE, new Date(now))[0];

describe('a category of a source', () => {
  // 2026-11-23 is a Monday.
  it.each([
    [
      'fresh while the next papers are not due today',
      '2026-11-23',
      '2026-11-24T08:00:00Z',
      'fresh',
      '2026-11-25T01:10:00.000Z',
    ],
    [
      'waiting on the day on which they are',
      '2026-11-23',
      '2026-11-25T00:30:00Z',
      'waiting',
      '2026-11-25T01:10:00.000Z',
    ],
    [
      'waiting when they are late',
      '2026-11-23',
      '2026-11-25T23:59:00Z',
      'waiting',
      '2026-11-25T01:10:00.000Z',
    ],
    ['stalled a day later', '2026-11-23', '2026-11-26T01:11:00Z', 'stalled', '2026-11-25T01:10:00.000Z'],
    [
      'quiet at the weekend, Friday’s being due on Monday',
      '2026-11-26',
      '2026-11-28T12:00:00Z',
      'quiet',
      '2026-11-30T01:10:00.000Z',
    ],
    [
      'waiting on Monday for Friday’s',
      '2026-11-26',
      '2026-11-30T00:10:00Z',
      'waiting',
      '2026-11-30T01:10:00.000Z',
    ],
  ])('is %s', (_, newestDay, now, state, dueAt) => {
    expect(standing(weeks('cs.CL', newestDay), now)).toEqual({
      category: 'cs.CL',
      state,
      newestDay,
      dueAt: new Date(dueAt),
    });
  });

  it('follows the rule of its source without enough weeks of history', () => {
    const few = weeks('cs.CL', '2026-11-23', 7);
    expect(standing(few, '2026-11-25T08:00:00Z')).toMatchObject({ state: 'fresh', dueAt: null });
    expect(standing(few, '2026-12-01T08:00:00Z')).toMatchObject({ state: 'stalled', dueAt: null });
  });

  it('is stalled without papers, regardless of other categories and weekends', () => {
    const others = [
      ...weeks('cs.CV', '2026-11-23'),
      { category: 'cs.CL', day: '2026-11-22', firstSeenAt: new Date('2026-11-23T01:10:00Z') },
    ];
    expect(standing(others, '2026-11-24T08:00:00Z')).toMatchObject({ state: 'stalled', newestDay: null });
  });

  it('ignores late backfills when learning the usual hour', () => {
    const caughtUp = weeks('cs.CL', '2026-11-23').map((each) =>
      each.day < '2026-11-10' ? { ...each, firstSeenAt: new Date('2026-11-23T09:00:00Z') } : each,
    );
    expect(standing(caughtUp, '2026-11-24T08:00:00Z')).toMatchObject({ dueAt: null });
  });
});
