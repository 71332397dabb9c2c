import type { ReactElement } from 'react';
import type { Site } from '../frame/site.ts';
import { VIEWS } from '../papers/list-query.ts';
import { TopicOptions } from '../papers/topic-options.tsx';
import { hasFilters, type SearchQuery } from './search-query.ts';
import { searchTexts } from './search-texts.ts';

/** One search field, and filters behind a fold that is open while one is set. */
export function SearchForm({ site, query }: { site: Site; query: SearchQuery }): ReactElement {
  const texts = searchTexts[site.language];
  return (
    <search>
      <form method="get" action="/search" className="search">
        {query.view !== VIEWS[0] && <input type="hidden" name="view" value={query.view} />}
        <label htmlFor="q">{texts.label}</label>
        <div className="field-with-button">
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={query.q}
            maxLength={500}
            autoComplete="off"
            dir="auto"
          />
          <button type="submit">{texts.button}</button>
        </div>
        <details open={hasFilters(query)}>
          <summary>{texts.filters}</summary>
          <div className="fields">
            <div className="field">
              <label htmlFor="topic">{texts.topic}</label>
              <select id="topic" name="topic" defaultValue={query.topic ?? ''}>
                <option value="">{texts.allTopics}</option>
                <TopicOptions site={site} chosen={query.topic} />
              </select>
            </div>
            <DayField name="from" label={texts.from} value={query.from} />
            <DayField name="to" label={texts.to} value={query.to} />
          </div>
        </details>
      </form>
    </search>
  );
}

function DayField({
  name,
  label,
  value,
}: {
  name: 'from' | 'to';
  label: string;
  value: string | null;
}): ReactElement {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input id={name} name={name} type="date" defaultValue={value ?? ''} />
    </div>
  );
}
