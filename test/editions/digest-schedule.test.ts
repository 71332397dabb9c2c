import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { firstDigestTime, nextDigestTime } from '../../src/editions/digest-schedule.ts';
import { CADENCES } from '../../src/subscribers/preferences/preference.ts';

const berlin = { cadence: 'daily' as const, weeklyDay: 1, sendHour: 7, timeZone: 'Europe/Berlin' };
const at = (time: string) => new Date(`2026-11-${time}:00Z`);

describe('the first digest', () => {
  it.each([
    // Today's regular digest is still due, within the open edition.
    [berlin, '23T05:00', { now: false, editionDay: '2026-11-23', localDay: '2026-11-23' }],
    // Today's was sent: one is sent now, and the next one tomorrow.
    [berlin, '23T10:00', { now: true, editionDay: '2026-11-23', localDay: '2026-11-23' }],
    // After midnight in Berlin the regular one is due on the same local day, so none is sent at once.
    [berlin, '23T23:30', { now: false, editionDay: '2026-11-24', localDay: '2026-11-24' }],
    [{ ...berlin, cadence: 'weekly' }, '25T10:00', { now: true, editionDay: '2026-11-25' }],
    [{ ...berlin, cadence: 'weekdays' }, '28T10:00', { now: true, editionDay: '2026-11-28' }],
  ] as const)('of %j who confirms at %s is %j', (preference, time, expected) => {
    expect(firstDigestTime(preference, at(time))).toMatchObject(expected);
  });

  it('never schedules two digests on one local day', () => {
    const preferences = fc.record({
      cadence: fc.constantFrom(...CADENCES),
      weeklyDay: fc.integer({ min: 1, max: 7 }),
      sendHour: fc.integer({ min: 0, max: 23 }),
      timeZone: fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'Asia/Tokyo',
        'America/New_York',
        'Pacific/Kiritimati',
      ),
    });
    const moments = fc.date({ min: at('01T00:00'), max: at('30T23:59'), noInvalidDate: true });
    fc.assert(
      fc.property(preferences, moments, (preference, now) => {
        const first = firstDigestTime(preference, now);
        const next = first && nextDigestTime(preference, first.sendAt);
        expect(first?.sendAt.getTime()).toBeGreaterThanOrEqual(now.getTime());
        expect(next?.localDay).not.toBe(first?.localDay);
        const today = Temporal.Instant.fromEpochMilliseconds(first?.sendAt.getTime() ?? 0);
        expect(today.toZonedDateTimeISO(preference.timeZone).toPlainDate().toString()).toBe(first?.localDay);
      }),
    );
  });
});
