import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Interest, Preference } from '../../../subscribers/preferences/preference.ts';
import { counted } from '../frame/format.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** Describes a subscriber's preferences in one line; values that they typed are in quotation marks. */
export function describePreference(preference: Preference): string {
  const { cadence, weeklyDay, sendHour, timeZone, size, skipQuietDays, interests } = preference;
  const schedule = cadence === 'weekly' ? `weekly on ${WEEKDAYS[weeklyDay - 1]}` : CADENCES[cadence];
  const followed = describeInterests(interests, 'follow');
  const muted = describeInterests(interests, 'mute');
  return [
    `${schedule} at ${String(sendHour).padStart(2, '0')}:00 (${timeZone}), up to ${counted(size, 'paper')}`,
    followed === '' ? 'follows no topics' : `follows ${followed}`,
    ...(muted === '' ? [] : [`mutes ${muted}`]),
    skipQuietDays ? 'no email on quiet days' : 'a short email on quiet days',
  ].join('; ');
}

const CADENCES = { daily: 'daily', weekdays: 'Monday to Friday' } as const;

function describeInterests(interests: readonly Interest[], mode: Interest['mode']): string {
  return interests
    .filter((interest) => interest.mode === mode)
    .map(({ kind, value }) => (kind === 'topic' ? topicLabel(value, 'en') : `${KINDS[kind]} “${value}”`))
    .join(', ');
}

const KINDS = { topic: 'topic', query: 'keyword', author: 'author', organisation: 'organization' } as const;
