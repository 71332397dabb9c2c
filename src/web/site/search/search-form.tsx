import type { ReactElement } from 'react';
import { TOPICS, topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Site } from '../frame/site.ts';
import { hasFilters, type SearchQuery } from './search-query.ts';
import { searchTexts } from './search-texts.ts';

/** One box for whatever one knows of a paper, and behind it what narrows the search. */
export function SearchForm({ site, query }: { site: Site; query: SearchQuery }): ReactElement {
  const words = searchTexts[site.language];
  return (
    <search>
      <form method="get" action="/search" className="search">
        <label htmlFor="q">{words.label}</label>
        <div className="ask">
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={query.q}
            maxLength={500}
            autoComplete="off"
            dir="auto"
          />
          <button type="submit">{words.button}</button>
        </div>
        <details open={hasFilters(query)}>
          <summary>{words.filters}</summary>
          <div className="fields">
            <div className="field">
              <label htmlFor="topic">{words.topic}</label>
              <select id="topic" name="topic" defaultValue={query.topic ?? ''}>
                <option value="">{words.everyTopic}</option>
                {TOPICS.map(({ slug }) => (
                  <option key={slug} value={slug}>
                    {topicLabel(slug, site.language)}
                  </option>
                ))}
              </select>
            </div>
            <DayField name="from" label={words.from} value={query.from} />
            <DayField name="to" label={words.to} value={query.to} />
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
