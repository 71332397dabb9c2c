import type { ReactElement } from 'react';
import { alertKind } from '../../../alerts/alert-kinds.ts';
import type { OpenAlert } from '../../../alerts/alert-queries.ts';
import { StateLabel } from '../frame/dashboard-table.tsx';
import { formatClock, formatFromNow } from '../frame/format.ts';
import { describeCategory, describeSource, sourceName, summarizeCategories } from './describe-source.ts';
import type { NextRun } from './next-runs.ts';
import type { Today } from './today-cache.ts';
import { TODAY_TEXTS } from './today-texts.ts';

/** Open alerts: the problem, its consequence, the remedy, and when each was opened. */
export function AlertsSection({ alerts, now }: { alerts: readonly OpenAlert[]; now: Date }): ReactElement {
  return (
    <section aria-labelledby="alerts-title" id="alerts" data-live>
      <h2 id="alerts-title">{TODAY_TEXTS.alerts}</h2>
      {alerts.length === 0 ? (
        <p>{TODAY_TEXTS.noAlerts}</p>
      ) : (
        <ul className="alerts">
          {alerts.map((alert) => (
            <Alert key={alert.id} alert={alert} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Alert({ alert, now }: { alert: OpenAlert; now: Date }): ReactElement {
  const { code, subject, message, remedy, raisedAt, times } = alert;
  const kind = alertKind(code);
  const page = kind?.page(subject) ?? '/operator';
  return (
    <li data-alert={code}>
      <p>
        <StateLabel state="failed">{kind?.headline ?? code}</StateLabel>: {message} {kind?.meaning}
      </p>
      <p>
        <strong>{TODAY_TEXTS.whatToDo}</strong> {remedy}
      </p>
      <p className="meta">
        {subject}. {TODAY_TEXTS.since(formatClock(raisedAt, now), times)}{' '}
        {page !== '/operator' && <a href={page}>{TODAY_TEXTS.details}</a>}
      </p>
    </li>
  );
}

/** Next runs of the schedule. */
export function NextSection({ next, now }: { next: readonly NextRun[]; now: Date }): ReactElement {
  return (
    <section aria-labelledby="next-title" id="next" data-live>
      <h2 id="next-title">{TODAY_TEXTS.next}</h2>
      <ul className="lines">
        {next.map(({ name, at }) => (
          <li key={name}>
            {TODAY_TEXTS.nextNames[name]}: <strong>{formatClock(at, now)}</strong> ({formatFromNow(at, now)})
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Status of each source. */
export function SourcesSection({
  today,
}: {
  today: Pick<Today, 'sources' | 'categories' | 'now'>;
}): ReactElement {
  return (
    <section aria-labelledby="sources-title" id="sources" data-live>
      <h2 id="sources-title">{TODAY_TEXTS.sources}</h2>
      {today.sources.length === 0 ? (
        <p>{TODAY_TEXTS.noSources}</p>
      ) : (
        <ul className="lines">
          {today.sources.map(({ row, usual }) => (
            <li key={row.source}>
              <StateLabel state={row.state}>
                {sourceName(row.source)}: {row.state}
              </StateLabel>
              , {describeSource(row, usual, today.now)}.
              {row.source === 'arxiv' && row.newestDay !== null && <Categories today={today} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Status of each arXiv category, folded: one can be stale while the others are fresh. */
function Categories({
  today: { categories, now },
}: {
  today: Pick<Today, 'categories' | 'now'>;
}): ReactElement {
  return (
    <details id="arxiv-categories">
      <summary>{summarizeCategories(categories)}</summary>
      <ul className="lines">
        {categories.map((category) => (
          <li key={category.category}>
            <StateLabel state={category.state}>
              arXiv {category.category}: {category.state}
            </StateLabel>
            , {describeCategory(category, now)}.
          </li>
        ))}
      </ul>
    </details>
  );
}
