import type { ReactElement } from 'react';
import { TOPICS, topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Site } from '../frame/site.ts';
import { type ListQuery, listAddress, SORTS } from './list-query.ts';
import { papersTexts } from './papers-texts.ts';

interface ControlProps {
  site: Site;
  /** Path of the list, without a query. */
  path: string;
  query: ListQuery;
}

/** Links to the sort orders, and a topic filter as a plain GET form that needs no script. */
export function ListControls({
  site,
  path,
  query,
  counts,
}: ControlProps & { counts: ReadonlyMap<string, number> }): ReactElement {
  const texts = papersTexts[site.language];
  return (
    <div className="controls">
      <SortLinks site={site} path={path} query={query} />
      <form method="get" action={path}>
        {query.sort !== SORTS[0] && <input type="hidden" name="sort" value={query.sort} />}
        <label htmlFor="topic">{texts.topic}</label>
        <select id="topic" name="topic" defaultValue={query.topic ?? ''}>
          <option value="">{texts.allTopics}</option>
          {TOPICS.filter(({ slug }) => counts.has(slug) || slug === query.topic).map(({ slug }) => (
            <option key={slug} value={slug}>
              {texts.topicCount(topicLabel(slug, site.language), counts.get(slug) ?? 0)}
            </option>
          ))}
        </select>
        <button className="plain" type="submit">
          {texts.apply}
        </button>
      </form>
    </div>
  );
}

/** Links to the sort orders, the current one marked with `aria-current`. */
export function SortLinks({ site, path, query }: ControlProps): ReactElement {
  const texts = papersTexts[site.language];
  return (
    <nav aria-label={texts.sortBy}>
      <ul className="choose">
        {SORTS.map((sort) => (
          <li key={sort}>
            <a
              href={listAddress(path, { sort, topic: query.topic })}
              aria-current={sort === query.sort ? 'true' : undefined}
            >
              {texts.sorts[sort]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Links to the previous and next page; nothing for a list of one page. */
export function PageLinks({
  site,
  address,
  page,
  pages,
}: {
  site: Site;
  /** Address of a page of the list. */
  address: (page: number) => string;
  page: number;
  pages: number;
}): ReactElement | null {
  const texts = papersTexts[site.language];
  if (pages < 2) return null;
  return (
    <nav className="pages" aria-label={texts.pages}>
      {page > 1 && (
        <a href={address(page - 1)} rel="prev">
          {texts.previous(texts.previousPage)}
        </a>
      )}
      <span>{texts.pageOf(page, pages)}</span>
      {page < pages && (
        <a href={address(page + 1)} rel="next">
          {texts.next(texts.nextPage)}
        </a>
      )}
    </nav>
  );
}
