import type { Language } from '../../config/languages.ts';
import { type Taxonomy, topicLabel } from '../../config/topics/taxonomy.ts';
import { FORMATS } from '../../templates/formats.ts';
import { TEXTS } from '../../templates/texts.ts';
import type { Preference } from '../subscribers/preferences/preference.ts';
import type { Composition } from './composition.ts';

type Schedule = Pick<Preference, 'cadence' | 'weeklyDay' | 'sendHour' | 'timeZone'>;
type SendTime = Pick<Schedule, 'sendHour' | 'timeZone'>;

/** Up to this many topics are named; more are counted. */
const MOST_NAMED = 6;

/** Footer line of a digest about the subscription: `You follow 3 topics · weekdays at 07:00, Berlin`. */
export function subscriptionSummary(follows: Composition['follows'], language: Language): string {
  const time = TEXTS[language].subscription.shortSendTime(...sendTimeParts(follows));
  return `${followsText(follows, language)} · ${frequencyText(follows, language)} ${time}`;
}

/** Schedule and size on one line: `Every day at 07:00, Berlin · 7 papers`. */
export function scheduleLine(preference: Schedule & Pick<Preference, 'size'>, language: Language): string {
  const words = TEXTS[language].subscription;
  const time = words.shortSendTime(...sendTimeParts(preference));
  const line = `${frequencyText(preference, language)} ${time} · ${words.size(preference.size)}`;
  return line.charAt(0).toLocaleUpperCase(language) + line.slice(1);
}

/**
 * Subscription and first digest for the welcome email: `You follow 3 topics. Digests arrive weekdays at
 * 07:00 Berlin time. The first one arrives on Tuesday, 24 November.` `firstDay` is a local day, YYYY-MM-DD;
 * null if the first digest is sent at once.
 */
export function welcomeSummary(
  follows: Composition['follows'],
  firstDay: string | null,
  language: Language,
): string {
  const words = TEXTS[language].subscription;
  const first = firstDay === null ? words.firstNow : words.firstOn(firstDay);
  return `${followsText(follows, language)}. ${arrivesText(follows, language)} ${first}`;
}

/**
 * Summary of a sign-up request: `You chose: Robotics; 2 custom interests. Digests arrive every day at 07:00
 * UTC.` Free text is not repeated: anyone may have typed it, and the address is not confirmed yet. A
 * returning subscriber first reads that their earlier preferences apply again.
 */
export function signUpSummary(
  taxonomy: Taxonomy,
  preference: Preference,
  language: Language,
  returning = false,
): string {
  const words = TEXTS[language].subscription;
  const followed = preference.interests.filter(({ mode }) => mode === 'follow');
  const topics = followed.filter(({ kind }) => kind === 'topic').map(({ value }) => value);
  const named = topics.length <= MOST_NAMED ? topics.map((slug) => topicLabel(taxonomy, slug, language)) : [];
  const chosen = words.chosen(named, topics.length - named.length, followed.length - topics.length);
  const summary = `${chosen} ${arrivesText(preference, language)}`;
  return returning ? `${words.welcomeBack} ${summary}` : summary;
}

function followsText({ interests, topics }: Composition['follows'], language: Language): string {
  const words = TEXTS[language].subscription;
  if (interests === 0) return words.everything;
  return topics === interests ? words.topics(topics) : words.interests(interests);
}

function arrivesText(schedule: Schedule, language: Language): string {
  const words = TEXTS[language].subscription;
  return words.arrives(frequencyText(schedule, language), sendTimeText(schedule, language));
}

function frequencyText({ cadence, weeklyDay }: Schedule, language: Language): string {
  const words = TEXTS[language].subscription;
  if (cadence === 'daily') return words.everyDay;
  const weekday = cadence === 'weekly' ? FORMATS[language].weekdays[weeklyDay - 1] : undefined;
  return weekday === undefined ? words.weekdays : words.weekly(weekday);
}

/** Send hour with its zone in words: `at 07:00 New York time`, `at 07:00 UTC`. */
export function sendTimeText(time: SendTime, language: Language): string {
  return TEXTS[language].subscription.sendTime(...sendTimeParts(time));
}

function sendTimeParts({ sendHour, timeZone }: SendTime): [time: string, place: string, isPlace: boolean] {
  const place = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
  const isPlace = timeZone.includes('/') && !timeZone.startsWith('Etc/');
  return [`${String(sendHour).padStart(2, '0')}:00`, place, isPlace];
}
