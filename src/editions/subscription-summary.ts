import type { Language } from '../../config/languages.ts';
import { topicLabel } from '../../config/topics/taxonomy.ts';
import { TEXTS } from '../../templates/texts.ts';
import type { Preference } from '../subscribers/preferences/preference.ts';
import type { Composition } from './composition.ts';

type When = Pick<Preference, 'cadence' | 'weeklyDay' | 'sendHour' | 'timeZone'>;

/** Up to this many topics are named; of more only the number. */
const MOST_NAMED = 6;

/**
 * Footer line of a digest about the subscription, for example `You follow 3 topics, weekdays at 07:00 Berlin
 * time.`
 */
export function subscriptionSummary(follows: Composition['follows'], language: Language): string {
  const { interests, topics } = follows;
  const words = TEXTS[language].why;
  const what =
    interests === 0
      ? words.everything
      : topics === interests
        ? words.topics(topics)
        : words.interests(interests);
  return `${what}, ${oftenText(follows, language)} ${sendTimeText(follows, language)}.`;
}

/**
 * Time of a new subscriber's first digest: at once (`localDay` null), or on a local day (YYYY-MM-DD), for
 * example `Your first digest comes on Tuesday, 24 November at 07:00 Berlin time.`
 */
export function firstDigestText(
  localDay: string | null,
  when: Pick<When, 'sendHour' | 'timeZone'>,
  language: Language,
): string {
  const words = TEXTS[language].why;
  return localDay === null ? words.firstNow : words.firstOn(localDay, sendTimeText(when, language));
}

/**
 * Summary of a sign-up request, for example `You chose Robotics and 2 entries of your own. It comes every day
 * at 07:00 UTC.` Free text is not repeated: anyone may have typed it, and the address is not confirmed yet.
 */
export function signUpSummary(preference: Preference, language: Language): string {
  const words = TEXTS[language].why;
  const followed = preference.interests.filter(({ mode }) => mode === 'follow');
  const topics = followed.filter(({ kind }) => kind === 'topic').map(({ value }) => value);
  const named = topics.length <= MOST_NAMED ? topics.map((slug) => topicLabel(slug, language)) : [];
  const chosen = words.chosen(named, topics.length - named.length, followed.length - topics.length);
  return words.coming(chosen, oftenText(preference, language), sendTimeText(preference, language));
}

function oftenText({ cadence, weeklyDay }: Pick<When, 'cadence' | 'weeklyDay'>, language: Language): string {
  const words = TEXTS[language].why;
  if (cadence === 'daily') return words.everyDay;
  return (cadence === 'weekly' ? words.onDays[weeklyDay - 1] : undefined) ?? words.weekdays;
}

/** Send hour with its zone in words: `at 07:00 New York time`, `at 07:00 UTC`. */
export function sendTimeText(
  { sendHour, timeZone }: Pick<When, 'sendHour' | 'timeZone'>,
  language: Language,
): string {
  const place = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
  const isPlace = timeZone.includes('/') && !timeZone.startsWith('Etc/');
  return TEXTS[language].why.at(`${String(sendHour).padStart(2, '0')}:00`, place, isPlace);
}
