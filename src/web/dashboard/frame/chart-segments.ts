import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { DeliveryTotals } from '../../../delivery/status/totals.ts';

/** Segments of an edition's totals in the order of the bar: done first, open last. */
export const CHART_SEGMENTS = [
  'accepted',
  'excluded',
  'failed',
  'uncertain',
  'sending',
  'planned',
  'missing',
] as const;
export type SegmentName = (typeof CHART_SEGMENTS)[number];

/**
 * Totals of an edition. `sending` is the part of `planned` that a worker has claimed, where that is known.
 */
type TotalsWithSending = DeliveryTotals & { sending?: number };

export interface ChartSegment {
  name: SegmentName;
  count: number;
  /** Position in the bar, in units of BAR.width. */
  x: number;
  width: number;
}

export const BAR = { width: 1_000, height: 28 } as const;
/** Keeps one failure among a hundred thousand visible. */
const MIN_WIDTH = 6;

/**
 * Lays out the segments that are not empty. Their counts sum to the audience: missing rows are a segment,
 * too.
 */
export function chartSegmentsOf(totals: TotalsWithSending): ChartSegment[] {
  const counts = countsOf(totals);
  const present = CHART_SEGMENTS.filter((name) => counts[name] > 0);
  const total = present.reduce((sum, name) => sum + counts[name], 0);
  // Every segment gets the minimum width; the rest of the bar is shared in proportion to the counts.
  const share = scaleLinear([0, Math.max(1, total)], [0, BAR.width - MIN_WIDTH * present.length]);
  const widths = Object.fromEntries(present.map((name) => [name, MIN_WIDTH + share(counts[name])]));
  return stack<unknown, Record<string, number>, SegmentName>()
    .keys(present)([widths])
    .map((series) => {
      const [[from, to] = [0, 0]] = series;
      return { name: series.key, count: counts[series.key], x: from, width: to - from };
    });
}

function countsOf(totals: TotalsWithSending): Record<SegmentName, number> {
  const excluded = Object.values(totals.excluded).reduce((sum, count) => sum + count, 0);
  const { audience, accepted, failed, uncertain, planned, sending = 0 } = totals;
  const known = accepted + excluded + failed + uncertain + planned;
  return {
    accepted,
    excluded,
    failed,
    uncertain,
    sending,
    planned: planned - sending,
    missing: Math.max(0, audience - known),
  };
}
