import { SIGNAL_NAMES, type SignalName } from '../../../../config/signals.ts';
import type { SignalPoint } from '../../../papers/lists/detail-queries.ts';

/** Geometry of one signal's chart; signal-chart.tsx draws it. */
export interface SignalChart {
  signal: SignalName;
  /** The last reading of each day, oldest first, for the table below the charts. */
  days: { day: string; value: number }[];
  /** SVG points `x,y x,y …` within CHART. */
  line: string;
  end: { x: number; y: number };
  /** Value at the upper edge; the lower edge is 0. */
  top: number;
  newest: number;
}

export const CHART = { width: 300, height: 72 } as const;

const MAX_TABLE_DAYS = 60;
/** One day has no development to show. */
const MIN_DAYS = 2;

/** The newest value of each signal with too few days for a chart. */
export function latestValues(points: readonly SignalPoint[]): { signal: SignalName; value: number }[] {
  return SIGNAL_NAMES.flatMap((signal) => {
    const own = points.filter((point) => point.signal === signal);
    const newest = own.at(-1);
    return newest && lastOfEachDay(own).length < MIN_DAYS ? [{ signal, value: newest.value }] : [];
  });
}

/**
 * One chart for each signal with readings from two days (UTC) or more, all on the same time axis so that they
 * can be compared.
 */
export function signalCharts(points: readonly SignalPoint[]): SignalChart[] {
  const times = points.map(({ at }) => at.getTime());
  const first = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - first);
  return SIGNAL_NAMES.flatMap((signal) => {
    const own = points.filter((point) => point.signal === signal);
    const newest = own.at(-1);
    const days = lastOfEachDay(own);
    if (!newest || days.length < MIN_DAYS) return [];
    const top = roundUp(Math.max(...own.map(({ value }) => value)));
    const place = ({ at, value }: SignalPoint) => ({
      x: Math.round(((at.getTime() - first) / span) * CHART.width * 10) / 10,
      y: Math.round((1 - value / top) * CHART.height * 10) / 10,
    });
    const drawn = thinOut(own).map(place);
    return {
      signal,
      days,
      line: drawn.map(({ x, y }) => `${x},${y}`).join(' '),
      end: place(newest),
      top,
      newest: newest.value,
    };
  });
}

/** Keeps about one point per unit of width, and always the first and the last. */
function thinOut(points: readonly SignalPoint[]): SignalPoint[] {
  const step = Math.ceil(points.length / CHART.width);
  return points.filter((_, place) => place % step === 0 || place === points.length - 1);
}

function lastOfEachDay(points: readonly SignalPoint[]): SignalChart['days'] {
  const days = new Map(points.map(({ at, value }) => [at.toISOString().slice(0, 10), value]));
  return [...days].map(([day, value]) => ({ day, value })).slice(-MAX_TABLE_DAYS);
}

/** Rounds up to one significant digit, at least 1, for a scale that reads easily. */
function roundUp(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))));
  return Math.max(1, Math.ceil(value / unit) * unit);
}
