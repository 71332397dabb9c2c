import type { ReactElement } from 'react';
import type { DeliveryTotals } from '../../../delivery/status/totals.ts';
import { BAR, type ChartSegment, chartSegmentsOf } from './chart-segments.ts';
import { TOTALS_TEXTS } from './totals-texts.ts';

/** The signs of portions in words, in this order. */
const SIGNS = { accepted: '✓', planned: '○', excluded: '–', uncertain: '?', failed: '✗' } as const;
const SIGNED = ['accepted', 'planned', 'excluded', 'uncertain', 'failed'] as const;

/** An edition's books as a bar that is as long as its audience, and in words under it. The page has `PortionPatterns` once. */
export function TotalsBar({ books }: { books: DeliveryTotals }): ReactElement {
  const portions = chartSegmentsOf(books);
  const counts = new Map(portions.map(({ name, count }) => [name, count]));
  const words = SIGNED.flatMap((name) => {
    const count = counts.get(name);
    return count === undefined ? [] : [`${SIGNS[name]} ${count} ${TOTALS_TEXTS.parts[name]}`];
  });
  const sum = SIGNED.reduce((total, name) => total + (counts.get(name) ?? 0), 0);
  return (
    <div className="totals">
      <SegmentBar portions={portions} label={TOTALS_TEXTS.bar(books.audience, words.join(', ') || '0')} />
      <p className="meta">
        {words.join(' · ')} · {TOTALS_TEXTS.sum(sum, books.audience)}{' '}
        <strong>{books.balanced ? TOTALS_TEXTS.balanced : TOTALS_TEXTS.unbalanced}</strong>
      </p>
    </div>
  );
}

/** The portions side by side. Without a label it is passed over by screen readers: the numbers then stand in the text beside it. */
export function SegmentBar({
  portions,
  label,
}: {
  portions: readonly ChartSegment[];
  label?: string;
}): ReactElement {
  const parts = portions.map(({ name, x, width }) => (
    <rect
      key={name}
      className={`portion ${name}`}
      x={percentOf(x)}
      y="1"
      width={percentOf(width)}
      height={BAR.height - 2}
    />
  ));
  return label === undefined ? (
    <svg className="totals-bar" aria-hidden="true">
      {parts}
    </svg>
  ) : (
    <svg className="totals-bar" role="img" aria-label={label}>
      {parts}
    </svg>
  );
}

/** In shares of the bar and not stretched to it: on a phone the patterns would be squeezed into others than their swatches have. */
const percentOf = (length: number): string => `${(100 * length) / BAR.width}%`;

/** What tells the portions of every bar on a page apart without colour; once on the page. The lines are drawn in the text's colour, the ground is the page's. */
export function SegmentPatterns(): ReactElement {
  return (
    <svg className="patterns" aria-hidden="true">
      <defs>
        <pattern id="portion-excluded" width="8" height="8" patternUnits="userSpaceOnUse">
          <path d="M-2 2l4-4M0 8l8-8M6 10l4-4" />
        </pattern>
        <pattern id="portion-failed" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M0 0l6 6M6 0l-6 6" />
        </pattern>
        <pattern id="portion-uncertain" width="8" height="8" patternUnits="userSpaceOnUse">
          <circle cx="4" cy="4" r="2.2" />
        </pattern>
        <pattern id="portion-sending" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M3 0v6" />
        </pattern>
      </defs>
    </svg>
  );
}
