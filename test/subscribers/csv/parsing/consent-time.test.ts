import { describe, expect, it } from 'vitest';
import { parseConsentTime } from '../../../../src/subscribers/csv/parsing/consent-time.ts';

const NOW = new Date('2026-11-23T08:05:00Z');
const problemOf = (text: string) => {
  const parsed = parseConsentTime(text, NOW);
  return parsed instanceof Date ? parsed.toISOString() : parsed.problem;
};

describe('a time of consent', () => {
  it.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01 09:30', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01  09:30:00', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00.123Z', '2026-03-01T09:30:00.123Z'],
    ['2026-03-01T09:30:00.123456789Z', '2026-03-01T09:30:00.123Z'],
    ['2026-03-01T09:30:00+05:30', '2026-03-01T04:00:00.000Z'],
    ['2026-03-01 09:30:00 +0100', '2026-03-01T08:30:00.000Z'],
    ['2026-03-01 09:30:00-08', '2026-03-01T17:30:00.000Z'],
    ['2026-03-01 09:30:00 UTC', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01 09:30:00 gmt', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01 09:30:00.5 +0000 UTC', '2026-03-01T09:30:00.500Z'],
    ['2026-03-01T09:30:00+01:00[Europe/Berlin]', '2026-03-01T08:30:00.000Z'],
    ['2026-03-01 09:30:00 Europe/Berlin', '2026-03-01T08:30:00.000Z'],
    ['2026-07-01 09:30:00 Europe/Berlin', '2026-07-01T07:30:00.000Z'],
    ['2026-07-01 23:30 America/New_York', '2026-07-02T03:30:00.000Z'],
    ['2026-03-01 09:30 EST', '2026-03-01T14:30:00.000Z'],
    ['2026-07-01 09:30 MESZ', '2026-07-01T07:30:00.000Z'],
    ['01.03.2026', '2026-03-01T00:00:00.000Z'],
    ['01.03.2026 09:30', '2026-03-01T09:30:00.000Z'],
    ['1.3.2026, 9:30:15', '2026-03-01T09:30:15.000Z'],
    ['2026/03/01 09:30', '2026-03-01T09:30:00.000Z'],
    ['3/14/2026 9:30 PM', '2026-03-14T21:30:00.000Z'],
    ['14/03/2026 12:05 a.m.', '2026-03-14T00:05:00.000Z'],
    ['3/3/2026', '2026-03-03T00:00:00.000Z'],
    ['2026-03-01T09:30:00Z[UTC]', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01 09:30:00 (UTC)', '2026-03-01T09:30:00.000Z'],
    ['Sun Mar 01 2026 09:30:00 GMT+0100 (Central European Standard Time)', '2026-03-01T08:30:00.000Z'],
    ['2026-03-01 UTC', '2026-03-01T00:00:00.000Z'],
    ['2026-07-01 Europe/Berlin', '2026-06-30T22:00:00.000Z'],
    ['Mar 1, 2026', '2026-03-01T00:00:00.000Z'],
    ['March 1st, 2026 at 9:30 PM', '2026-03-01T21:30:00.000Z'],
    ['1 March 2026', '2026-03-01T00:00:00.000Z'],
    ['1. März 2026, 09:30', '2026-03-01T09:30:00.000Z'],
    ['Sun, 01 Mar 2026 09:30:00 +0100', '2026-03-01T08:30:00.000Z'],
    ['Sunday, March 1, 2026 09:30:00 GMT', '2026-03-01T09:30:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(problemOf(text)).toBe(expected);
  });

  it.each([
    'yes',
    '5',
    'form 12',
    '2026-02-30',
    '2026-13-01T00:00:00Z',
    '12026-03-01',
    '0000-00-00 00:00:00',
    '2026-03-01 25:00',
    '2026-03-01 13:00 PM',
    '01.13.2026',
    '01.03.26',
    '44987',
    '31 February 2026',
    '1 Smarch 2026',
    'March 2026',
    'reader 1, 2026',
  ])('does not take %j for one', (text) => {
    expect(problemOf(text)).toMatch(/^consent_at must be an ISO 8601 time, for example/);
  });

  it.each(['03/04/2026', '4-3-2026 09:30'])('refuses %s, which has two meanings', (text) => {
    expect(problemOf(text)).toMatch(/does not say which number is the month; write the year first/);
  });

  it.each(['2026-03-01 09:30 CST', '2026-03-01 09:30 Mars/Olympus_Mons', '2026-03-01 09:30 +99:00'])(
    'refuses the zone of %s',
    (text) => {
      expect(problemOf(text)).toMatch(/unknown time zone; write it in UTC/);
    },
  );

  it('may be a few minutes ahead of our clock, and no more', () => {
    expect(problemOf('2026-11-23T08:09:00Z')).toBe('2026-11-23T08:09:00.000Z');
    for (const text of ['2026-11-23T08:11:00Z', '2026-11-24', '2099-01-01', '2026-11-23 09:05:00 -0100'])
      expect(problemOf(text)).toMatch(/^consent_at is in the future/);
  });
});
