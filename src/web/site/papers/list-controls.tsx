import type { ReactElement } from 'react';
import { TOPICS, topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Site } from '../frame/site.ts';
import { type ListQuery, listAddress, SORTS } from './list-query.ts';
import { papersTexts } from './papers-texts.ts';

interface ControlProps {
  site: Site;
  /** The list's plain address. */
  path: string;
  query: ListQuery;
}

/** The orders as links, and a form to choose a topic with: nothing here needs a script. */
export function ListControls({
  site,
  path,
  query,
  counts,
}: ControlProps & { counts: ReadonlyMap<string, number> }): ReactElement {
  const words = papersTexts[site.language];
  return (
    <div className="controls">
      <SortLinks site={site} path={path} query={query} />
      <form method="get" action={path}>
        {query.sort !== SORTS[0] && <input type="hidden" name="sort" value={query.sort} />}
        <label htmlFor="topic">{words.topic}</label>
        <select id="topic" name="topic" defaultValue={query.topic ?? ''}>
          <option value="">{words.everyTopic}</option>
          {TOPICS.filter(({ slug }) => counts.has(slug) || slug === query.topic).map(({ slug }) => (
            <option key={slug} value={slug}>
              {words.topicCount(topicLabel(slug, site.language), counts.get(slug) ?? 0)}
            </option>
          ))}
        </select>
        <button className="plain" type="submit">
          {words.show}
        </button>
      </form>
    </div>
  );
}

/** The orders of a list, the present one named as such. */
export function SortLinks({ site, path, query }: ControlProps): ReactElement {
  const words = papersTexts[site.language];
  return (
    <nav aria-label={words.order}>
      <ul className="choose">
        {SORTS.map((sort) => (
          <li key={sort}>
            <a
              href={listAddress(path, { sort, topic: query.topic })}
              aria-current={sort === query.sort ? 'true' : undefined}
            >
              {words.sorts[sort]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Previous and next page of a long list; nothing for a list of one page. */
export function PageLinks({
  site,
  address,
  page,
  pages,
}: {
  site: Site;
  /** Gives the address of a page of the list. */
  address: (page: number) => string;
  page: number;
  pages: number;
}): ReactElement | null {
  const words = papersTexts[site.language];
  if (pages < 2) return null;
  return (
    <nav className="pages" aria-label={words.pages}>
      {page > 1 && (
        <a href={address(page - 1)} rel="prev">
          {words.earlier(words.previousPage)}
        </a>
      )}
      <span>{words.pageOf(page, pages)}</span>
      {page < pages && (
        <a href={address(page + 1)} rel="next">
          {words.later(words.nextPage)}
        </a>
      )}
    </nav>
  );
}
