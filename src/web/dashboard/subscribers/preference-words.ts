import { TOPICS } from '../../../../config/topics/taxonomy.ts';
import type { Interest, Preference } from '../../../subscribers/preferences/preference.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** What a subscriber wants, in a sentence of our own words; what they typed themselves stands in quotation marks. */
export function preferenceWords(preference: Preference): string {
  const { cadence, weeklyDay, sendHour, timeZone, size, skipQuietDays, interests } = preference;
  const often = cadence === 'weekly' ? `weekly on ${WEEKDAYS[weeklyDay - 1]}` : CADENCE[cadence];
  const follows = named(interests, 'follow');
  const mutes = named(interests, 'mute');
  return [
    `${often} at ${String(sendHour).padStart(2, '0')}:00 (${timeZone}), at most ${size} papers`,
    follows === '' ? 'follows nothing in particular' : `follows ${follows}`,
    ...(mutes === '' ? [] : [`mutes ${mutes}`]),
    skipQuietDays ? 'nothing on quiet days' : 'a line on quiet days, too',
  ].join('; ');
}

const CADENCE = { daily: 'every day', weekdays: 'Monday to Friday' } as const;

function named(interests: readonly Interest[], mode: Interest['mode']): string {
  return interests
    .filter((interest) => interest.mode === mode)
    .map(({ kind, value }) =>
      kind === 'topic' ? (TOPICS.find(({ slug }) => slug === value)?.label ?? value) : `${kind} “${value}”`,
    )
    .join(', ');
}
