import type { ReactElement } from 'react';
import type { DeliveryTotals } from '../../../delivery/status/totals.ts';
import { BAR, type ChartSegment, chartSegmentsOf } from './chart-segments.ts';
import { formatNumber } from './format.ts';
import { TOTALS_TEXTS } from './totals-texts.ts';

/** Segments of the summary line in this order, each with the sign of its state. */
const SIGNS = [
  ['accepted', '✓'],
  ['sending', '▶'],
  ['planned', '○'],
  ['excluded', '–'],
  ['uncertain', '?'],
  ['failed', '✗'],
] as const;

/** Draws an edition's totals as a bar with a summary line below. The page needs one `SegmentPatterns`. */
export function TotalsBar({ totals }: { totals: DeliveryTotals }): ReactElement {
  const segments = chartSegmentsOf(totals);
  const counts = new Map(segments.map(({ name, count }) => [name, count]));
  const parts = SIGNS.flatMap(([name, sign]) => {
    const count = counts.get(name);
    return count === undefined ? [] : [`${sign} ${formatNumber(count)} ${TOTALS_TEXTS.segments[name]}`];
  });
  const sum = SIGNS.reduce((total, [name]) => total + (counts.get(name) ?? 0), 0);
  const { audience, balanced } = totals;
  return (
    <div className="totals">
      <SegmentBar segments={segments} label={TOTALS_TEXTS.bar(audience, parts.join(', ') || '0')} />
      <p className="meta" data-balanced={balanced}>
        {parts.map((part) => `${part} · `).join('')}
        {balanced ? (
          TOTALS_TEXTS.accountedFor(audience)
        ) : (
          <strong>{TOTALS_TEXTS.mismatch(sum, audience)}</strong>
        )}
      </p>
    </div>
  );
}

/**
 * Draws segments side by side; nothing when all is accepted, which the text beside it says. Without a label
 * it is hidden from screen readers, for places where that text has the numbers.
 */
export function SegmentBar({
  segments,
  label,
}: {
  segments: readonly ChartSegment[];
  label?: string;
}): ReactElement | null {
  if (segments.every(({ name }) => name === 'accepted')) return null;
  const bars = segments.map(({ name, x, width }) => (
    <rect
      key={name}
      className={`segment ${name}`}
      x={percentOf(x)}
      y="1"
      width={percentOf(width)}
      height={BAR.height - 2}
    />
  ));
  return label === undefined ? (
    <svg className="totals-bar" aria-hidden="true">
      {bars}
    </svg>
  ) : (
    <svg className="totals-bar" role="img" aria-label={label}>
      {bars}
    </svg>
  );
}

/** Percentages instead of a stretched viewBox, which would distort the patterns on a phone. */
const percentOf = (length: number): string => `${(100 * length) / BAR.width}%`;

/** Fill patterns that tell segments apart without color; included once per page. */
export function SegmentPatterns(): ReactElement {
  return (
    <svg className="patterns" aria-hidden="true">
      <defs>
        <pattern id="segment-excluded" width="8" height="8" patternUnits="userSpaceOnUse">
          <path d="M-2 2l4-4M0 8l8-8M6 10l4-4" />
        </pattern>
        <pattern id="segment-failed" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M0 0l6 6M6 0l-6 6" />
        </pattern>
        <pattern id="segment-uncertain" width="8" height="8" patternUnits="userSpaceOnUse">
          <circle cx="4" cy="4" r="2.2" />
        </pattern>
        <pattern id="segment-sending" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M3 0v6" />
        </pattern>
      </defs>
    </svg>
  );
}
