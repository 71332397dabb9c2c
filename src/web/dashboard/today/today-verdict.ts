import type { EditionStatus } from '../../../delivery/status/edition-status.ts';
import { clockWords, fromNow } from '../frame/duration-words.ts';
import type { NextRun } from './next-runs.ts';
import { TODAY_TEXTS } from './today-texts.ts';

/** The answer to "is this morning's mail all right?" */
export interface Verdict {
  kind: 'good' | 'busy' | 'bad' | 'idle';
  text: string;
}

/** One sentence on everything that the page shows; pure. What is wrong comes before how far it is. */
export function verdictOf(seen: {
  standings: readonly EditionStatus[];
  alerts: number;
  next: readonly NextRun[];
  now: Date;
}): Verdict {
  const { standings, alerts, now } = seen;
  const words = TODAY_TEXTS.verdict;
  const far = howFar(standings, now);
  const wrong = [
    ...(alerts > 0 ? [words.alerts(alerts)] : []),
    ...standings.flatMap((standing) => wrongWith(standing, now)),
  ];
  if (wrong.length > 0) return { kind: 'bad', text: `${words.wrong(wrong)} ${far ?? ''}`.trim() };
  if (far === null) {
    const first = seen.next.find(({ name }) => name === 'dailyRun');
    const when = first ? `${clockWords(first.at, now)}, ${fromNow(first.at, now)}` : '';
    return { kind: 'idle', text: words.nothing(when) };
  }
  if (sum(standings, 'audience') === 0) return { kind: 'idle', text: far };
  const busy = standings.some(({ state }) => state === 'open');
  return { kind: busy ? 'busy' : 'good', text: `${busy ? words.soFar : words.good} ${far}` };
}

/** Longer than a mail takes whose first try a provider put off for a minute or two. */
const OVERDUE_MS = 15 * 60_000;

function wrongWith(standing: EditionStatus, now: Date): string[] {
  const words = TODAY_TEXTS.verdict;
  const { id, failed, uncertain, state, balanced } = standing;
  const overdue = standing.slots
    .filter(({ sendAt }) => now.getTime() - sendAt.getTime() > OVERDUE_MS)
    .reduce((total, { states }) => total + (states.planned ?? 0), 0);
  return [
    ...(state === 'paused' ? [words.paused(id)] : []),
    ...(state === 'open' && overdue > 0 ? [words.overdue(overdue, id)] : []),
    ...(balanced ? [] : [words.unbalanced(id)]),
    ...(failed > 0 ? [words.failed(failed, id)] : []),
    ...(uncertain > 0 ? [words.uncertain(uncertain, id)] : []),
  ];
}

function howFar(standings: readonly EditionStatus[], now: Date): string | null {
  const [newest] = standings;
  if (!newest) return null;
  const words = TODAY_TEXTS.verdict;
  const audience = sum(standings, 'audience');
  if (audience === 0) return words.quiet(newest.day);
  const waiting = standings.flatMap(({ slots }) =>
    slots
      .filter(({ states, sendAt }) => (states.planned ?? 0) > 0 && sendAt > now)
      .map(({ sendAt }) => sendAt),
  );
  const soonest = waiting.sort((a, b) => a.getTime() - b.getTime())[0];
  const planned = sum(standings, 'planned');
  return [
    words.taken(sum(standings, 'accepted'), audience),
    ...(planned > 0 ? [words.waiting(planned)] : []),
    ...(soonest ? [words.soonest(clockWords(soonest, now), fromNow(soonest, now))] : []),
  ].join(' ');
}

function sum(standings: readonly EditionStatus[], what: 'audience' | 'accepted' | 'planned'): number {
  return standings.reduce((total, standing) => total + standing[what], 0);
}
