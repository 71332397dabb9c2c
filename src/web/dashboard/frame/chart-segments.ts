import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { DeliveryTotals } from '../../../delivery/status/totals.ts';

/** What an edition's audience comes to, in the order of the bar: what is well first, what is still to come last. */
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

/** Books, and of `planned` those in a worker's hands where that is known. */
type BooksInHand = DeliveryTotals & { sending?: number };

export interface ChartSegment {
  name: SegmentName;
  count: number;
  /** Its place in the bar, of BAR.width. */
  x: number;
  width: number;
}

export const BAR = { width: 1_000, height: 28 } as const;
/** One failure among a hundred thousand must be seen. */
const THINNEST = 6;

/**
 * The portions of an edition's audience that are not empty. Their counts sum to the audience: should rows be missing, that is a
 * portion, too.
 */
export function chartSegmentsOf(books: BooksInHand): ChartSegment[] {
  const counts = countsOf(books);
  const present = CHART_SEGMENTS.filter((name) => counts[name] > 0);
  const total = present.reduce((sum, name) => sum + counts[name], 0);
  // What is thinner than can be seen gets its least width; the others share the rest by their numbers.
  const share = scaleLinear([0, Math.max(1, total)], [0, BAR.width - THINNEST * present.length]);
  const widths = Object.fromEntries(present.map((name) => [name, THINNEST + share(counts[name])]));
  return stack<unknown, Record<string, number>, SegmentName>()
    .keys(present)([widths])
    .map((series) => {
      const [[from, to] = [0, 0]] = series;
      return { name: series.key, count: counts[series.key], x: from, width: to - from };
    });
}

function countsOf(books: BooksInHand): Record<SegmentName, number> {
  const excluded = Object.values(books.excluded).reduce((sum, count) => sum + count, 0);
  const { audience, accepted, failed, uncertain, planned, sending = 0 } = books;
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
