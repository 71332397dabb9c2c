import type { EditionStatus } from '../../../delivery/status/edition-status.ts';
import { formatClock, formatFromNow } from '../frame/format.ts';
import type { NextRun } from './next-runs.ts';
import { TODAY_TEXTS } from './today-texts.ts';

/** The sentence at the top of the Today page. */
export interface TodaySummary {
  kind: 'good' | 'busy' | 'bad' | 'idle';
  text: string;
}

/** Sums up the page in one sentence, problems before progress; pure. */
export function summarizeToday(today: {
  editions: readonly EditionStatus[];
  /** Number of open alerts. */
  alerts: number;
  next: readonly NextRun[];
  now: Date;
}): TodaySummary {
  const { editions, alerts, next, now } = today;
  const texts = TODAY_TEXTS.summary;
  const progress = describeProgress(editions, now);
  const problems = [
    ...(alerts > 0 ? [texts.alerts(alerts)] : []),
    ...editions.flatMap((edition) => problemsOf(edition, now)),
  ];
  if (problems.length > 0)
    return { kind: 'bad', text: `${texts.problems(problems)} ${progress ?? ''}`.trim() };
  if (progress === null) {
    const first = next.find(({ name }) => name === 'dailyRun');
    const when = first ? `${formatClock(first.at, now)} (${formatFromNow(first.at, now)})` : '';
    return { kind: 'idle', text: texts.nothing(when) };
  }
  if (sum(editions, 'audience') === 0) return { kind: 'idle', text: progress };
  const isSending = editions.some(({ state }) => state === 'open');
  return {
    kind: isSending ? 'busy' : 'good',
    text: `${isSending ? texts.onTrack : texts.good} ${progress}`,
  };
}

/** Longer than a delivery takes after a provider deferred its first attempt by a minute or two. */
const OVERDUE_MS = 15 * 60_000;

function problemsOf(edition: EditionStatus, now: Date): string[] {
  const texts = TODAY_TEXTS.summary;
  const { id, failed, uncertain, state, balanced, slots } = edition;
  const overdue = slots
    .filter(({ sendAt }) => now.getTime() - sendAt.getTime() > OVERDUE_MS)
    .reduce((total, { states }) => total + (states.planned ?? 0), 0);
  return [
    ...(state === 'paused' ? [texts.paused(id)] : []),
    ...(state === 'open' && overdue > 0 ? [texts.overdue(overdue, id)] : []),
    ...(balanced ? [] : [texts.unbalanced(id)]),
    ...(failed > 0 ? [texts.failed(failed, id)] : []),
    ...(uncertain > 0 ? [texts.uncertain(uncertain, id)] : []),
  ];
}

function describeProgress(editions: readonly EditionStatus[], now: Date): string | null {
  const [newest] = editions;
  if (!newest) return null;
  const texts = TODAY_TEXTS.summary;
  const audience = sum(editions, 'audience');
  if (audience === 0) return texts.noRecipients(newest.day);
  const sendTimes = editions.flatMap(({ slots }) =>
    slots
      .filter(({ states, sendAt }) => (states.planned ?? 0) > 0 && sendAt > now)
      .map(({ sendAt }) => sendAt),
  );
  const soonest = sendTimes.sort((a, b) => a.getTime() - b.getTime())[0];
  const scheduled = sum(editions, 'planned');
  return [
    texts.accepted(sum(editions, 'accepted'), audience),
    ...(scheduled > 0 ? [texts.scheduled(scheduled)] : []),
    ...(soonest ? [texts.nextSendTime(formatClock(soonest, now), formatFromNow(soonest, now))] : []),
  ].join(' ');
}

function sum(editions: readonly EditionStatus[], count: 'audience' | 'accepted' | 'planned'): number {
  return editions.reduce((total, edition) => total + edition[count], 0);
}
