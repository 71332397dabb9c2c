import type { ReactElement } from 'react';
import type { EditionStatus } from '../../../delivery/status/edition-status.ts';
import { type ChartSegment, chartSegmentsOf } from '../frame/chart-segments.ts';
import { deliveriesPath } from '../frame/dashboard-paths.ts';
import { StateWord } from '../frame/dashboard-table.tsx';
import { SegmentBar, SegmentPatterns } from '../frame/totals-bar.tsx';
import { TOTALS_TEXTS } from '../frame/totals-texts.ts';
import { TODAY_TEXTS } from './today-texts.ts';

/** The books of each present edition: a bar of the whole audience, and every number of it with a way to who it is. */
export function TotalsSection({
  standings,
  linked,
}: {
  standings: readonly EditionStatus[];
  /** Whether editions have pages of their own. */
  linked: boolean;
}): ReactElement {
  return (
    <section aria-labelledby="books-title" id="books" data-live>
      <h2 id="books-title">{TODAY_TEXTS.books}</h2>
      {standings.length === 0 && <p>{TODAY_TEXTS.noBooks}</p>}
      <SegmentPatterns />
      {standings.map((standing) => (
        <EditionBooks key={standing.id} standing={standing} linked={linked} />
      ))}
    </section>
  );
}

function EditionBooks({ standing, linked }: { standing: EditionStatus; linked: boolean }): ReactElement {
  const portions = chartSegmentsOf(standing);
  const { id, audience } = standing;
  return (
    <article className="edition-totals" aria-labelledby={`books-${id}`}>
      <h3 id={`books-${id}`}>
        {linked ? <a href={`/operator/editions/${id}`}>{id}</a> : id}{' '}
        <small>
          <StateWord state={standing.state} />
          {audience > 0 && (
            <>
              , <a href={deliveriesPath(id)}>{TODAY_TEXTS.audience(audience)}</a>
            </>
          )}
        </small>
      </h3>
      {standing.reason !== null && <p className="meta">{standing.reason}</p>}
      {portions.length === 0 ? (
        <p className="meta">{TODAY_TEXTS.nobody}</p>
      ) : (
        <>
          <SegmentBar portions={portions} />
          <ul className="portions">
            {portions.map((portion) => (
              <PortionLine key={portion.name} standing={standing} portion={portion} />
            ))}
          </ul>
        </>
      )}
      {!standing.balanced && <p className="note bad">{TODAY_TEXTS.unbalanced}</p>}
    </article>
  );
}

function PortionLine({
  standing,
  portion,
}: {
  standing: EditionStatus;
  portion: ChartSegment;
}): ReactElement {
  const { name, count } = portion;
  const words = `${count.toLocaleString('en')} ${TOTALS_TEXTS.portions[name]}`;
  return (
    <li>
      <svg className="swatch" viewBox="0 0 16 16" aria-hidden="true">
        <rect className={`portion ${name}`} x="1" y="1" width="14" height="14" />
      </svg>{' '}
      {name === 'missing' ? words : <a href={deliveriesPath(standing.id, { state: name })}>{words}</a>}
      {name === 'excluded' && <Reasons standing={standing} />}
    </li>
  );
}

function Reasons({ standing }: { standing: EditionStatus }): ReactElement {
  const reasons = Object.entries(standing.excluded).sort(([, a], [, b]) => b - a);
  return (
    <>
      {': '}
      {reasons.map(([reason, count], place) => (
        <span key={reason}>
          {place > 0 && ', '}
          <a href={deliveriesPath(standing.id, { state: 'excluded', reason })}>
            {count.toLocaleString('en')} {TOTALS_TEXTS.exclusions[reason] ?? reason}
          </a>
        </span>
      ))}
    </>
  );
}
