import { currentTopic, type Taxonomy, topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Interest, Preference } from '../../../subscribers/preferences/preference.ts';
import { counted } from '../frame/format.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** Describes a subscriber's preferences in one line; values that they typed are in quotation marks. */
export function describePreference(taxonomy: Taxonomy, preference: Preference): string {
  const { cadence, weeklyDay, sendHour, timeZone, size, skipQuietDays, interests } = preference;
  const schedule = cadence === 'weekly' ? `weekly on ${WEEKDAYS[weeklyDay - 1]}` : CADENCES[cadence];
  const followed = describeInterests(taxonomy, interests, 'follow');
  const muted = describeInterests(taxonomy, interests, 'mute');
  return [
    `${schedule} at ${String(sendHour).padStart(2, '0')}:00 (${timeZone}), up to ${counted(size, 'paper')}`,
    followed === '' ? 'follows no topics' : `follows ${followed}`,
    ...(muted === '' ? [] : [`mutes ${muted}`]),
    skipQuietDays ? 'no email on quiet days' : 'a short email on quiet days',
  ].join('; ');
}

const CADENCES = { daily: 'daily', weekdays: 'Monday to Friday' } as const;

function describeInterests(
  taxonomy: Taxonomy,
  interests: readonly Interest[],
  mode: Interest['mode'],
): string {
  return interests
    .filter((interest) => interest.mode === mode)
    .map(({ kind, value }) =>
      kind === 'topic' ? describeTopic(taxonomy, value) : `${KINDS[kind]} “${value}”`,
    )
    .join(', ');
}

function describeTopic(taxonomy: Taxonomy, slug: string): string {
  const isOffered = currentTopic(taxonomy, slug) !== null;
  return isOffered ? topicLabel(taxonomy, slug, 'en') : `${slug} (no longer offered)`;
}

const KINDS = { topic: 'topic', query: 'keyword', author: 'author', organisation: 'organization' } as const;
