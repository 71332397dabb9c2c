import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDays, weekday } from '../../src/day.ts';
import {
  editionOpensAt,
  editionsOf,
  newestOpenDay,
  poolOfEdition,
  sendTime,
} from '../../src/editions/edition.ts';
import type { Cadence } from '../../src/subscribers/preferences/preference.ts';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const DAY_MS = 86_400_000;
const FIRST = '2026-01-01';
const DAYS = 730;

const preference = (timeZone: string, sendHour: number, cadence: Cadence = 'daily', weeklyDay = 1) => ({
  timeZone,
  sendHour,
  cadence,
  weeklyDay,
});
const daysFrom = (day: string, count: number) =>
  Array.from({ length: count }, (_, index) => addDays(day, index));

/** Local wall time; Intl instead of Temporal, so that it is an independent check. */
function wall(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return (moment: Date | number) => {
    const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    return {
      day: `${part.year}-${part.month}-${part.day}`,
      minute: Number(part.hour) * 60 + Number(part.minute),
    };
  };
}

/** Days of 2026 and 2027 with a clock change in that zone, and the change in minutes. */
function changesIn(timeZone: string): { day: string; minutes: number }[] {
  const changes = [];
  let at = Temporal.PlainDate.from(FIRST).toZonedDateTime(timeZone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.year > 2027) return changes;
    const before = next.subtract({ nanoseconds: 1 });
    const minutes = (next.offsetNanoseconds - before.offsetNanoseconds) / 60e9;
    changes.push({ day: next.toPlainDate().toString(), minutes });
    at = next;
  }
}

const zone = fc.constantFrom(...ZONES);
const hour = fc.integer({ min: 0, max: 23 });

describe('sendTime', () => {
  it.each([
    // An edition opens at 04:00 UTC; earlier times of a local day belong to the edition before.
    ['Europe/Berlin', 7, '2026-06-12T05:00:00Z', '2026-06-12'],
    ['Europe/Berlin', 5, '2026-06-13T03:00:00Z', '2026-06-13'],
    ['UTC', 4, '2026-06-12T04:00:00Z', '2026-06-12'],
    ['UTC', 3, '2026-06-13T03:00:00Z', '2026-06-13'],
    ['America/Los_Angeles', 7, '2026-06-12T14:00:00Z', '2026-06-12'],
    ['America/Los_Angeles', 21, '2026-06-12T04:00:00Z', '2026-06-11'],
    ['Asia/Tokyo', 7, '2026-06-12T22:00:00Z', '2026-06-13'],
    ['Asia/Kathmandu', 9, '2026-06-13T03:15:00Z', '2026-06-13'],
    ['Pacific/Kiritimati', 18, '2026-06-12T04:00:00Z', '2026-06-12'],
    ['Pacific/Pago_Pago', 16, '2026-06-13T03:00:00Z', '2026-06-12'],
  ])('in %s at %i sends the edition of 12 June 2026 at %s', (timeZone, sendHour, sendAt, localDay) => {
    expect(sendTime('2026-06-12', preference(timeZone, sendHour))).toEqual({
      sendAt: new Date(sendAt),
      localDay,
    });
  });

  it('is within 24 hours of the opening, at the chosen hour, in every zone and on every day', () => {
    fc.assert(
      fc.property(zone, hour, fc.integer({ min: 0, max: DAYS - 1 }), (timeZone, sendHour, index) => {
        const day = addDays(FIRST, index);
        const time = sendTime(day, preference(timeZone, sendHour));
        const changes = changesIn(timeZone).filter(
          (each) => Math.abs(Date.parse(each.day) - Date.parse(day)) <= 2 * DAY_MS,
        );
        if (time === null) {
          // Not returned: fast-check takes the value of an assertion for a failed property.
          expect(changes.some(({ minutes }) => minutes < 0)).toBe(true);
          return;
        }
        const after = time.sendAt.getTime() - editionOpensAt(day).getTime();
        expect(after).toBeGreaterThanOrEqual(0);
        expect(after).toBeLessThan(DAY_MS);
        const shown = wall(timeZone)(time.sendAt);
        if (changes.length === 0) expect(shown).toEqual({ day: time.localDay, minute: sendHour * 60 });
      }),
      { numRuns: 1_500 },
    );
  });

  it('assigns every local day to exactly one edition, except on nights with a clock change', () => {
    fc.assert(
      fc.property(zone, hour, (timeZone, sendHour) => {
        const changes = changesIn(timeZone);
        const sent = daysFrom(FIRST, DAYS).flatMap(
          (day) => sendTime(day, preference(timeZone, sendHour))?.localDay ?? [],
        );
        expect(new Set(sent).size).toBe(sent.length);
        const missed = daysFrom(addDays(FIRST, 2), DAYS - 4).filter((day) => !sent.includes(day));
        const forward = changes.filter(({ minutes }) => minutes > 0);
        expect(missed.length).toBeLessThanOrEqual(forward.length);
        for (const day of missed) {
          expect(forward.some((change) => Math.abs(Date.parse(change.day) - Date.parse(day)) <= DAY_MS)).toBe(
            true,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('follows the cadence by local calendar days', () => {
    fc.assert(
      fc.property(zone, hour, fc.integer({ min: 1, max: 7 }), (timeZone, sendHour, weeklyDay) => {
        const days = daysFrom(FIRST, DAYS);
        const sent = (cadence: Cadence) =>
          days.flatMap(
            (day) => sendTime(day, preference(timeZone, sendHour, cadence, weeklyDay))?.localDay ?? [],
          );
        expect(sent('weekdays').filter((day) => weekday(day) > 5)).toEqual([]);
        const daily = new Set(sent('daily').filter((day) => weekday(day) <= 5));
        expect(sent('weekdays')).toEqual(expect.arrayContaining([...daily]));
        // No week is skipped by any clock change.
        const weekly = sent('weekly').filter(
          (day) => day > addDays(FIRST, 1) && day < addDays(FIRST, DAYS - 2),
        );
        const wanted = days.slice(2, -2).filter((day) => weekday(day) === weeklyDay);
        expect(weekly).toEqual(wanted);
      }),
      { numRuns: 30 },
    );
  });
});

// One zone represents all zones with the same clock changes.
const changing = new Map(
  ZONES.map((timeZone) => {
    const offset = Temporal.PlainDate.from(FIRST).toZonedDateTime(timeZone).offset;
    return [`${offset} ${JSON.stringify(changesIn(timeZone))}`, timeZone] as const;
  }),
);
const nights = [...changing.values()].flatMap((timeZone) =>
  changesIn(timeZone).map((change) => ({ timeZone, ...change })),
);

const HOURS = Array.from({ length: 24 }, (_, sendHour) => sendHour);

describe('on nights with a clock change', () => {
  it('covers changes in both directions', () => {
    expect(nights.map(({ minutes }) => minutes)).toEqual(expect.arrayContaining([-60, 60]));
  });

  it.each(nights)(
    '$timeZone $day ($minutes minutes): postpones a skipped send hour by the change',
    ({ timeZone, day, minutes }) => {
      const show = wall(timeZone);
      const wrong = HOURS.flatMap((sendHour) => {
        const asked = sendHour * 60;
        const later = (asked + Math.max(0, minutes)) % (24 * 60);
        const exists = (time: { localDay: string }) => {
          const noon = Date.parse(`${time.localDay}T12:00:00Z`);
          const quarters = Array.from({ length: 288 }, (_, index) => show(noon + (index - 144) * 900_000));
          return quarters.some((each) => each.day === time.localDay && each.minute === asked);
        };
        const times = daysFrom(addDays(day, -3), 7).flatMap(
          (each) => sendTime(each, preference(timeZone, sendHour)) ?? [],
        );
        const shown = times.map((time) => ({ time, minute: show(time.sendAt).minute }));
        return shown.filter(({ time, minute }) => minute !== asked && (minute !== later || exists(time)));
      });
      expect(wrong).toEqual([]);
    },
  );

  it.each(nights)(
    '$timeZone $day ($minutes minutes): misses at most the hours that the change skips or repeats',
    ({ timeZone, day, minutes }) => {
      const around = daysFrom(addDays(day, -3), 7);
      const sent = HOURS.map((sendHour) =>
        around.map((each) => sendTime(each, preference(timeZone, sendHour))),
      );
      const missed = sent.flatMap((times) =>
        daysFrom(addDays(day, -1), 3).filter((each) => !times.some((time) => time?.localDay === each)),
      );
      const empty = sent.flat().filter((time) => time === null);
      // Half an hour counts as one: the hour it falls into.
      const most = Math.ceil(Math.abs(minutes) / 60);
      expect(missed.length).toBeLessThanOrEqual(minutes > 0 ? most : 0);
      expect(empty.length).toBeLessThanOrEqual(minutes < 0 ? most : 0);
    },
  );
});

describe('a day and its editions', () => {
  it('has one edition per cadence, with an id that sorts by day', () => {
    expect(editionsOf('2026-11-23')).toEqual([
      { id: 'daily-2026-11-23', cadence: 'daily', day: '2026-11-23' },
      { id: 'weekdays-2026-11-23', cadence: 'weekdays', day: '2026-11-23' },
      { id: 'weekly-2026-11-23', cadence: 'weekly', day: '2026-11-23' },
    ]);
  });

  it('has one pool for the daily and weekdays editions, and a longer one for the weekly', () => {
    expect(editionsOf('2026-11-23').map(poolOfEdition)).toEqual([
      { id: 'day-2026-11-23', days: 3 },
      { id: 'day-2026-11-23', days: 3 },
      { id: 'week-2026-11-23', days: 7 },
    ]);
  });

  it.each([
    ['2026-11-23T03:59:59.999Z', '2026-11-22'],
    ['2026-11-23T04:00:00.000Z', '2026-11-23'],
    ['2026-11-23T23:59:59.999Z', '2026-11-23'],
    ['2026-11-24T00:00:00.000Z', '2026-11-23'],
    ['2027-01-01T00:00:00.000Z', '2026-12-31'],
    ['2028-03-01T01:00:00.000Z', '2028-02-29'],
  ])('at %s the newest open day is %s', (now, day) => {
    expect(newestOpenDay(new Date(now))).toBe(day);
  });

  it('is open exactly from its opening until the next opening', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        (now) => {
          const day = newestOpenDay(now);
          expect(editionOpensAt(day) <= now && now < editionOpensAt(addDays(day, 1))).toBe(true);
        },
      ),
    );
  });
});
