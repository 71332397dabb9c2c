import { SIGNAL_NAMES, type SignalName } from '../../../../config/signals.ts';
import type { SignalPoint } from '../../../papers/lists/detail-queries.ts';

/** The drawing of one signal over time, as numbers; pages/signal-chart.tsx draws it. */
export interface SignalChart {
  signal: SignalName;
  /** One reading a day, the last one, oldest first: what the table beside the drawing says. */
  days: { day: string; value: number }[];
  /** The line, `x,y x,y …` within WIDTH × HEIGHT. */
  line: string;
  end: { x: number; y: number };
  /** What the upper edge stands for; the lower one is 0. */
  top: number;
  newest: number;
}

export const CHART = { width: 300, height: 72 } as const;

const DAYS_TOLD = 60;

/** One drawing for each signal that was ever read, all over the same time, so that they can be compared. */
export function signalCharts(points: readonly SignalPoint[]): SignalChart[] {
  const times = points.map(({ at }) => at.getTime());
  const first = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - first);
  return SIGNAL_NAMES.flatMap((signal) => {
    const own = points.filter((point) => point.signal === signal);
    const newest = own.at(-1);
    if (!newest) return [];
    const top = roundUp(Math.max(...own.map(({ value }) => value)));
    const place = ({ at, value }: SignalPoint) => ({
      x: Math.round(((at.getTime() - first) / span) * CHART.width * 10) / 10,
      y: Math.round((1 - value / top) * CHART.height * 10) / 10,
    });
    const drawn = thinned(own).map(place);
    return {
      signal,
      days: lastOfDays(own),
      line: drawn.map(({ x, y }) => `${x},${y}`).join(' '),
      end: place(newest),
      top,
      newest: newest.value,
    };
  });
}

/** At most two points a pixel would show; the first and the last stay. */
function thinned(points: readonly SignalPoint[]): SignalPoint[] {
  const step = Math.ceil(points.length / CHART.width);
  return points.filter((_, place) => place % step === 0 || place === points.length - 1);
}

function lastOfDays(points: readonly SignalPoint[]): SignalChart['days'] {
  const days = new Map(points.map(({ at, value }) => [at.toISOString().slice(0, 10), value]));
  return [...days].map(([day, value]) => ({ day, value })).slice(-DAYS_TOLD);
}

/** The next number of one leading digit, at least 1: a scale that can be said in a word. */
function roundUp(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))));
  return Math.max(1, Math.ceil(value / unit) * unit);
}
