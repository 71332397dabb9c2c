import type { ReactElement } from 'react';
import type { EditionStatus } from '../../../delivery/status/edition-status.ts';
import { type ChartSegment, chartSegmentsOf } from '../frame/chart-segments.ts';
import { deliveriesPath, editionPath } from '../frame/dashboard-paths.ts';
import { StateLabel } from '../frame/dashboard-table.tsx';
import { formatNumber } from '../frame/format.ts';
import { SegmentBar, SegmentPatterns } from '../frame/totals-bar.tsx';
import { TOTALS_TEXTS } from '../frame/totals-texts.ts';
import { TODAY_TEXTS } from './today-texts.ts';

/** Totals of each current edition: a bar of the whole audience, and every number linked to its deliveries. */
export function TotalsSection({
  editions,
  linked,
}: {
  editions: readonly EditionStatus[];
  /** Links each edition to its page. */
  linked: boolean;
}): ReactElement {
  return (
    <section aria-labelledby="totals-title" id="totals" data-live>
      <h2 id="totals-title">{TODAY_TEXTS.editions}</h2>
      {editions.length === 0 && <p>{TODAY_TEXTS.noEditions}</p>}
      <SegmentPatterns />
      {editions.map((edition) => (
        <Edition key={edition.id} edition={edition} linked={linked} />
      ))}
    </section>
  );
}

function Edition({ edition, linked }: { edition: EditionStatus; linked: boolean }): ReactElement {
  const segments = chartSegmentsOf(edition);
  const { id, audience, state, reason, balanced } = edition;
  return (
    <article className="edition-totals" aria-labelledby={`totals-${id}`}>
      <h3 id={`totals-${id}`}>
        {linked ? <a href={editionPath(id)}>{id}</a> : id}{' '}
        <small>
          <StateLabel state={state} />
          {audience > 0 && (
            <>
              , <a href={deliveriesPath(id)}>{TOTALS_TEXTS.recipients(audience)}</a>
            </>
          )}
        </small>
      </h3>
      {reason !== null && <p className="meta">{reason}</p>}
      {segments.length === 0 ? (
        <p className="meta">{TODAY_TEXTS.noAudience}</p>
      ) : (
        <>
          <SegmentBar segments={segments} />
          <ul className="segments">
            {segments.map((segment) => (
              <Segment key={segment.name} edition={edition} segment={segment} />
            ))}
          </ul>
        </>
      )}
      {!balanced && <p className="note bad">{TODAY_TEXTS.unbalanced}</p>}
    </article>
  );
}

function Segment({ edition, segment }: { edition: EditionStatus; segment: ChartSegment }): ReactElement {
  const { name, count } = segment;
  const label = `${formatNumber(count)} ${TOTALS_TEXTS.segments[name]}`;
  return (
    <li>
      <svg className="swatch" viewBox="0 0 16 16" aria-hidden="true">
        <rect className={`segment ${name}`} x="1" y="1" width="14" height="14" />
      </svg>{' '}
      {name === 'missing' ? label : <a href={deliveriesPath(edition.id, { state: name })}>{label}</a>}
      {name === 'excluded' && <SkipReasons edition={edition} />}
    </li>
  );
}

function SkipReasons({ edition }: { edition: EditionStatus }): ReactElement {
  const reasons = Object.entries(edition.excluded).sort(([, a], [, b]) => b - a);
  return (
    <>
      {': '}
      {reasons.map(([reason, count], index) => (
        <span key={reason}>
          {index > 0 && ', '}
          <a href={deliveriesPath(edition.id, { state: 'excluded', reason })}>
            {formatNumber(count)} {TOTALS_TEXTS.skipReasons[reason] ?? reason}
          </a>
        </span>
      ))}
    </>
  );
}
