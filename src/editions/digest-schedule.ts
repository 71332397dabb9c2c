import { addDays } from '../day.ts';
import { localDayIn } from '../subscribers/local-day.ts';
import type { Preference } from '../subscribers/preferences/preference.ts';
import { newestOpenDay, sendTime } from './edition.ts';

/** A digest that is due later. */
export interface UpcomingDigest {
  /** Day of its edition, YYYY-MM-DD. */
  editionDay: string;
  sendAt: Date;
  /** The subscriber's local day, YYYY-MM-DD. */
  localDay: string;
}

type SendPreference = Pick<Preference, 'cadence' | 'weeklyDay' | 'sendHour' | 'timeZone'>;

/** A weekly digest is at most seven editions away, plus two for a night on which clocks change. */
const LOOK_AHEAD_DAYS = 9;

/**
 * The next regular digest after `now` on a local day that `isTaken` does not exclude; null only if the days
 * ahead have none. Pure.
 */
export function nextDigestTime(
  preference: SendPreference,
  now: Date,
  isTaken: (localDay: string) => boolean = () => false,
): UpcomingDigest | null {
  const day = newestOpenDay(now);
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const editionDay = addDays(day, ahead);
    const time = sendTime(editionDay, preference);
    if (time !== null && time.sendAt > now && !isTaken(time.localDay)) return { editionDay, ...time };
  }
  return null;
}

/**
 * The first digest after confirmation: at once (`now`) from the newest edition, unless the regular one is due
 * on the same local day, because a subscriber gets at most one digest a day. Pure.
 */
export function firstDigestTime(
  preference: SendPreference,
  now: Date,
): (UpcomingDigest & { now: boolean }) | null {
  const regular = nextDigestTime(preference, now);
  if (regular === null) return null;
  const today = localDayIn(preference.timeZone, now);
  if (regular.localDay === today) return { ...regular, now: false };
  return { now: true, editionDay: newestOpenDay(now), sendAt: now, localDay: today };
}
