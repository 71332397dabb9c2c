import { TEXTS } from '../../templates/texts.ts';
import type { Composition } from './composition.ts';

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

/** Why a digest came, as its foot says it, e.g. `You follow 3 topics, weekdays at 07:00 Berlin time.` */
export function whyText(follows: Composition['follows']): string {
  const { interests, cadence } = follows;
  const unit = follows.topics === interests ? 'topic' : 'interest';
  const what =
    interests === 0
      ? 'You follow everything that is trending'
      : `You follow ${interests} ${interests === 1 ? unit : `${unit}s`}`;
  const when =
    cadence === 'weekly'
      ? (WEEKDAYS[follows.weeklyDay - 1] ?? 'weekly')
      : cadence === 'daily'
        ? 'every day'
        : 'weekdays';
  const hour = `${String(follows.sendHour).padStart(2, '0')}:00`;
  return `${what}, ${when} at ${hour} ${placeOf(follows.timeZone)}.`;
}

/**
 * When a new reader's first digest comes: at once (null), or on that day of theirs (YYYY-MM-DD), e.g.
 * `Your first digest comes on Tuesday, 24 November at 07:00 Berlin time.`
 */
export function firstText(
  localDay: string | null,
  { sendHour, timeZone }: Pick<Composition['follows'], 'sendHour' | 'timeZone'>,
): string {
  if (localDay === null) return 'Your first digest is on its way to you.';
  const hour = `${String(sendHour).padStart(2, '0')}:00`;
  return `Your first digest comes on ${TEXTS.en.digest.date(localDay)} at ${hour} ${placeOf(timeZone)}.`;
}

/** An IANA zone as people say it: `America/New_York` → `New York time`, `Etc/UTC` → `UTC`. */
function placeOf(timeZone: string): string {
  const place = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
  return timeZone.includes('/') && !timeZone.startsWith('Etc/') ? `${place} time` : place;
}
