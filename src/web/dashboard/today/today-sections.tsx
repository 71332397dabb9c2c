import type { ReactElement } from 'react';
import { alertKind } from '../../../alerts/alert-kinds.ts';
import type { OpenAlert } from '../../../alerts/alert-queries.ts';
import { StateWord } from '../frame/dashboard-table.tsx';
import { clockWords, fromNow } from '../frame/duration-words.ts';
import type { NextRun } from './next-runs.ts';
import { categoriesTogether, categoryWords, sourceName, sourceWords } from './source-words.ts';
import type { Today } from './today-read.ts';
import { TODAY_TEXTS } from './today-texts.ts';

/** Each open alert as a sentence, since when it holds, and what to do. */
export function AlertsSection({ alerts, now }: { alerts: readonly OpenAlert[]; now: Date }): ReactElement {
  return (
    <section aria-labelledby="alerts-title" id="alerts" data-live>
      <h2 id="alerts-title">{TODAY_TEXTS.alerts}</h2>
      {alerts.length === 0 ? (
        <p>{TODAY_TEXTS.noAlerts}</p>
      ) : (
        <ul className="alerts">
          {alerts.map((alert) => (
            <AlertLine key={alert.id} alert={alert} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

function AlertLine({ alert, now }: { alert: OpenAlert; now: Date }): ReactElement {
  const { code, subject, message, remedy, raisedAt, times } = alert;
  const kind = alertKind(code);
  const page = kind?.page(subject) ?? '/operator';
  return (
    <li>
      <p>
        <StateWord state="failed">{kind?.headline ?? code}</StateWord>: {message} {kind?.meaning}
      </p>
      <p>
        <strong>{TODAY_TEXTS.doThis}</strong> {remedy}
      </p>
      <p className="meta">
        {subject}. {TODAY_TEXTS.since(clockWords(raisedAt, now), times)}{' '}
        {page !== '/operator' && <a href={page}>{TODAY_TEXTS.itsPage}</a>}
      </p>
    </li>
  );
}

/** What the schedule does next. */
export function NextSection({ next, now }: { next: readonly NextRun[]; now: Date }): ReactElement {
  return (
    <section aria-labelledby="next-title" id="next" data-live>
      <h2 id="next-title">{TODAY_TEXTS.next}</h2>
      <ul className="lines">
        {next.map(({ name, at }) => (
          <li key={name}>
            {TODAY_TEXTS.nextNames[name]}: <strong>{clockWords(at, now)}</strong>, {fromNow(at, now)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Each source in words. */
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
              <StateWord state={row.state}>
                {sourceName(row.source)}: {row.state}
              </StateWord>
              , {sourceWords(row, usual, today.now)}.
              {row.source === 'arxiv' && row.newestDay !== null && <Categories today={today} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Each category of arXiv by itself, folded: one may be stale while the rest is fresh. */
function Categories({
  today: { categories, now },
}: {
  today: Pick<Today, 'categories' | 'now'>;
}): ReactElement {
  return (
    <details id="arxiv-categories">
      <summary>{categoriesTogether(categories)}</summary>
      <ul className="lines">
        {categories.map((standing) => (
          <li key={standing.category}>
            <StateWord state={standing.state}>
              arXiv {standing.category}: {standing.state}
            </StateWord>
            , {categoryWords(standing, now)}.
          </li>
        ))}
      </ul>
    </details>
  );
}
