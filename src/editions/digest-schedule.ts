import { Temporal } from 'temporal-polyfill';
import { addDays } from '../day.ts';
import type { Preference } from '../subscribers/preferences/preference.ts';
import { newestOpenDay, sendTime } from './edition.ts';

/** A digest to come. */
export interface UpcomingDigest {
  /** The day of its edition, YYYY-MM-DD. */
  editionDay: string;
  sendAt: Date;
  /** The reader's own day, YYYY-MM-DD. */
  localDay: string;
}

type SendPreference = Pick<Preference, 'cadence' | 'weeklyDay' | 'sendHour' | 'timeZone'>;

/** A weekly digest is at most seven editions away; two more for a night on which clocks change. */
const LOOK_AHEAD_DAYS = 9;

/** The next regular digest after that moment; null only where the days ahead have none. Pure. */
export function nextDigestTime(preference: SendPreference, now: Date): UpcomingDigest | null {
  const day = newestOpenDay(now);
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const editionDay = addDays(day, ahead);
    const time = sendTime(editionDay, preference);
    if (time !== null && time.sendAt > now) return { editionDay, ...time };
  }
  return null;
}

/**
 * Whoever confirms shall see a digest at once (`now`), out of the newest edition, unless the regular one comes on the same
 * day of theirs anyway: nobody gets two on one day. Pure.
 */
export function firstDigestTime(
  preference: SendPreference,
  now: Date,
): (UpcomingDigest & { now: boolean }) | null {
  const regular = nextDigestTime(preference, now);
  if (regular === null) return null;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(preference.timeZone)
    .toPlainDate()
    .toString();
  if (regular.localDay === today) return { ...regular, now: false };
  return { now: true, editionDay: newestOpenDay(now), sendAt: now, localDay: today };
}
