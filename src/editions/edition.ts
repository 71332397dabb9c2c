import { Temporal } from 'temporal-polyfill';
import { EDITION, LATENESS } from '../../config/schedule.ts';
import { addDays, weekday } from '../day.ts';
import { PaperboyError } from '../errors.ts';
import { CADENCES, type Cadence, type Preference } from '../subscribers/preferences/preference.ts';
import type { StateMove } from './state-moves.ts';

/**
 * An edition is open until all its recipients are accounted for. `paused` and `cancelled` (canceled) are set
 * by an operator, `skipped` when its day passed before it was planned.
 */
export const EDITION_STATES = ['open', 'paused', 'finished', 'cancelled', 'skipped'] as const;
export type EditionState = (typeof EDITION_STATES)[number];

/**
 * Legal state moves of an edition; a database trigger rejects any other. `cancelled` and `skipped` are final.
 */
export const EDITION_MOVES: readonly StateMove<EditionState>[] = [
  {
    from: 'open',
    to: 'paused',
    by: ['worker', 'operator'],
    when: 'a provider rejects the account, or an operator pauses it',
  },
  { from: 'paused', to: 'open', by: ['operator'], when: 'an operator resumes it' },
  {
    from: 'open',
    to: 'finished',
    by: ['worker', 'sweep'],
    when: 'all recipients are accounted for',
  },
  {
    from: 'finished',
    to: 'open',
    by: ['worker', 'operator'],
    when: 'a new subscriber joins it, or a delivery is retried or resent',
  },
  { from: 'open', to: 'cancelled', by: ['operator'], when: 'an operator cancels it' },
  { from: 'paused', to: 'cancelled', by: ['operator'], when: 'an operator cancels it' },
];

export interface Edition {
  id: string;
  cadence: Cadence;
  /** YYYY-MM-DD. */
  day: string;
}

/** Editions of a day, one per cadence, with or without an audience. */
export function editionsOf(day: string): Edition[] {
  return CADENCES.map((cadence) => ({ id: `${cadence}-${day}`, cadence, day }));
}

/** Parses an edition id, for example `daily-2026-11-23`; null if it is not one. */
export function parseEditionId(id: string): Edition | null {
  const [, cadence, day = ''] = /^(daily|weekdays|weekly)-(\d{4}-\d\d-\d\d)$/.exec(id) ?? [];
  const known = CADENCES.find((each) => each === cadence);
  return known ? { id, cadence: known, day } : null;
}

/** Pool that an edition picks from. The daily and weekdays editions of one day share theirs. */
export function poolOfEdition(edition: Pick<Edition, 'cadence' | 'day'>): { id: string; days: number } {
  return edition.cadence === 'weekly'
    ? { id: `week-${edition.day}`, days: EDITION.weekWindow }
    : { id: `day-${edition.day}`, days: EDITION.dayWindow };
}

/** Newest day of a weekly edition's pool, YYYY-MM-DD; null for the pool of a day. */
export function weekOfPool(poolId: string): string | null {
  return /^week-(\d{4}-\d\d-\d\d)$/.exec(poolId)?.[1] ?? null;
}

/** Time from which an edition's send hours count. The next day's edition takes over 24 hours later. */
export function editionOpensAt(day: string): Date {
  return new Date(`${day}T${String(EDITION.opensAtHour).padStart(2, '0')}:00:00Z`);
}

/** Limits of lateness of a cadence, in hours after the send hour. */
export function latenessOf(cadence: Cadence): { lateAfterHours: number; expiresAfterHours: number } {
  return LATENESS[cadence];
}

/** The same by edition id; those of a daily one for an id of a cadence that this release does not know. */
export function latenessOfEdition(id: string): ReturnType<typeof latenessOf> {
  return latenessOf(parseEditionId(id)?.cadence ?? 'daily');
}

/** True when every delivery of an edition would be skipped as too late. */
export function isEditionTooLate({ cadence, day }: Pick<Edition, 'cadence' | 'day'>, now: Date): boolean {
  const end = editionOpensAt(addDays(day, 1)).getTime();
  return now.getTime() > end + latenessOf(cadence).lateAfterHours * 3_600_000;
}

/** Newest edition day that is open at `now`. */
export function newestOpenDay(now: Date): string {
  const day = now.toISOString().slice(0, 10);
  return editionOpensAt(day) <= now ? day : addDays(day, -1);
}

export interface SendTime {
  sendAt: Date;
  /** The subscriber's local day of that send hour, YYYY-MM-DD. */
  localDay: string;
}

/**
 * Send time of that day's edition for a subscriber: the first moment after its opening at which their clock
 * shows the send hour on a day of their cadence; null if there is none. The 24-hour windows are contiguous,
 * so every local day belongs to one edition. If clocks skip the send hour, the time moves by as much as they
 * do; if it occurs twice, the first one counts.
 *
 * Not promised: for a send hour within an hour of the opening, the one night on which clocks change can give
 * an edition two such moments (the first counts) or none. The papers come next day. A weekly digest is never
 * lost by it, because only one of the two days is eligible.
 */
export function sendTime(
  day: string,
  preference: Pick<Preference, 'cadence' | 'weeklyDay' | 'sendHour' | 'timeZone'>,
): SendTime | null {
  const opening = editionOpensAt(day).getTime();
  for (const localDay of [addDays(day, -1), day, addDays(day, 1)]) {
    const local = Temporal.PlainDate.from(localDay).toZonedDateTime({
      timeZone: preference.timeZone,
      plainTime: Temporal.PlainTime.from({ hour: preference.sendHour }),
    });
    const moment = local.epochMilliseconds;
    if (moment < opening || moment >= opening + 86_400_000 || !isSendDay(localDay, preference)) continue;
    return { sendAt: new Date(moment), localDay };
  }
  return null;
}

function isSendDay(localDay: string, preference: Pick<Preference, 'cadence' | 'weeklyDay'>): boolean {
  if (preference.cadence === 'weekly') return weekday(localDay) === preference.weeklyDay;
  return preference.cadence === 'daily' || weekday(localDay) <= 5;
}

export function unknownEdition(id: string): PaperboyError {
  return new PaperboyError({
    code: 'EDITION_UNKNOWN',
    message: `There is no edition ${id}.`,
    remedy: 'Edition ids look like daily-2026-11-23. `edition show <day>` lists the editions of a day.',
  });
}
