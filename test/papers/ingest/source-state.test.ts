import { describe, expect, it } from 'vitest';
import { FETCHING, SOURCES } from '../../../config/sources.ts';
import { type SourceStateName, sourceState } from '../../../src/papers/ingest/source-state.ts';

type Row = [today: string, newestDay: string | null, state: SourceStateName];

function stateOf(
  source: 'hugging-face' | 'arxiv',
  today: string,
  newestDay: string | null,
  lastTryFailed = false,
) {
  const { quietWeekdays } = SOURCES[source];
  return sourceState({
    today,
    lastTryFailed,
    newestDay,
    quietWeekdays,
    lagDays: FETCHING[source]?.lagDays ?? 0,
  });
}

// 1 June 2026 is a Monday.
describe('Hugging Face, with lists on weekdays', () => {
  const fortnight: Row[] = [
    ['2026-06-01', '2026-05-29', 'waiting'], // Monday before its list opens: Friday's is the newest
    ['2026-06-01', '2026-06-01', 'fresh'],
    ['2026-06-02', '2026-06-01', 'waiting'],
    ['2026-06-02', '2026-06-02', 'fresh'],
    ['2026-06-03', '2026-06-03', 'fresh'],
    ['2026-06-04', '2026-06-04', 'fresh'],
    ['2026-06-05', '2026-06-04', 'waiting'],
    ['2026-06-05', '2026-06-05', 'fresh'],
    ['2026-06-06', '2026-06-05', 'quiet'], // Saturday
    ['2026-06-07', '2026-06-05', 'quiet'],
    ['2026-06-08', '2026-06-05', 'waiting'],
    ['2026-06-08', '2026-06-08', 'fresh'],
    ['2026-06-09', '2026-06-08', 'waiting'], // a holiday: no list all day
    // Until Wednesday's list opens, this cannot be distinguished from a breakdown.
    ['2026-06-10', '2026-06-08', 'stalled'],
    ['2026-06-10', '2026-06-10', 'fresh'],
    ['2026-06-11', '2026-06-11', 'fresh'],
    ['2026-06-12', '2026-06-11', 'waiting'], // nothing on Friday
    ['2026-06-13', '2026-06-11', 'stalled'], // and a weekend does not excuse it
    ['2026-06-14', '2026-06-11', 'stalled'],
  ];
  it.each(fortnight)('on %s with %s as its newest list is %3$s', (today, newest, state) => {
    expect(stateOf('hugging-face', today, newest)).toBe(state);
  });

  it.each([
    ['a list on a Saturday', '2026-06-06', '2026-06-06', 'quiet'],
    ['a list that is dated tomorrow', '2026-06-03', '2026-06-04', 'fresh'],
    ['nothing for a month', '2026-06-30', '2026-06-01', 'stalled'],
  ] as const)('classifies %s correctly', (_what, today, newest, state) => {
    expect(stateOf('hugging-face', today, newest)).toBe(state);
  });
});

describe('arXiv, which announces papers one to three days after their submission', () => {
  // Newest submission day known at 03:30 UTC, by arXiv's announcements of Sunday to Thursday, 20:00 US
  // Eastern.
  const fortnight: Row[] = [
    ['2026-06-01', '2026-05-29', 'fresh'], // Monday: what came until Friday 14:00
    ['2026-06-02', '2026-06-01', 'fresh'],
    ['2026-06-03', '2026-06-02', 'fresh'],
    ['2026-06-04', '2026-06-03', 'fresh'],
    ['2026-06-05', '2026-06-04', 'fresh'],
    ['2026-06-06', '2026-06-04', 'quiet'],
    ['2026-06-07', '2026-06-04', 'quiet'],
    ['2026-06-08', '2026-06-05', 'fresh'],
    ['2026-06-09', '2026-06-05', 'fresh'], // no announcement on Monday's holiday: the lag covers it
    ['2026-06-10', '2026-06-08', 'fresh'],
    ['2026-06-11', '2026-06-10', 'fresh'],
    ['2026-06-12', '2026-06-11', 'fresh'],
    ['2026-06-13', '2026-06-11', 'quiet'],
    ['2026-06-14', '2026-06-11', 'quiet'],
  ];
  it.each(fortnight)('on %s with %s as its newest day is %3$s', (today, newest, state) => {
    expect(stateOf('arxiv', today, newest)).toBe(state);
  });

  // Nothing after Thursday, 4 June.
  it.each<Row>([
    ['2026-06-08', '2026-06-04', 'fresh'],
    ['2026-06-09', '2026-06-04', 'waiting'],
    ['2026-06-10', '2026-06-04', 'stalled'],
    ['2026-06-13', '2026-06-04', 'stalled'],
  ])('that stops is noticed: on %s with %s it is %3$s', (today, newest, state) => {
    expect(stateOf('arxiv', today, newest)).toBe(state);
  });
});

describe.each(['hugging-face', 'arxiv'] as const)('%s, on any day', (source) => {
  const days = Array.from({ length: 14 }, (_, index) => `2026-06-${String(index + 1).padStart(2, '0')}`);

  it('has failed when its last attempt failed, with or without papers', () => {
    const states = days.flatMap((today) =>
      [null, '2026-05-01', today].map((newest) => stateOf(source, today, newest, true)),
    );
    expect(new Set(states)).toEqual(new Set(['failed']));
  });

  it('is stalled when it responds at its first start without papers', () => {
    expect(new Set(days.map((today) => stateOf(source, today, null)))).toEqual(new Set(['stalled']));
  });

  it('is fresh or quiet when its newest day is today', () => {
    const wrong = days.filter((today) => !['fresh', 'quiet'].includes(stateOf(source, today, today)));
    expect(wrong).toEqual([]);
  });
});
