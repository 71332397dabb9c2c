import type { ReactElement } from 'react';
import { clientScript } from '../../assets/scripts.ts';
import type { Site } from '../frame/site.ts';
import { type ListQuery, listAddress, SORTS, VIEWS, type View } from './list-query.ts';
import { papersTexts } from './papers-texts.ts';
import { TopicOptions } from './topic-options.tsx';

interface ControlProps {
  site: Site;
  /** Path of the list, without a query. */
  path: string;
  query: ListQuery;
}

/**
 * Sort orders, view and topic filter. The filter is a plain GET form with a button; the script applies a
 * choice at once.
 */
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
      <form method="get" action={path} data-instant="">
        {query.sort !== SORTS[0] && <input type="hidden" name="sort" value={query.sort} />}
        {query.view !== VIEWS[0] && <input type="hidden" name="view" value={query.view} />}
        <label className="unseen" htmlFor="topic">
          {texts.topic}
        </label>
        <select id="topic" name="topic" defaultValue={query.topic ?? ''} autoComplete="off">
          <option value="">{texts.allTopics}</option>
          <TopicOptions site={site} counts={counts} chosen={query.topic} />
        </select>
        <button className="plain" type="submit">
          {texts.apply}
        </button>
      </form>
      <ViewLinks site={site} view={query.view} address={(view) => listAddress(path, { ...query, view })} />
      <script src={clientScript('list-filter').address} defer />
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
              href={listAddress(path, { ...query, sort, page: 1 })}
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

/** Links to the views of a list, the current one marked with `aria-current`. */
export function ViewLinks({
  site,
  view,
  address,
}: {
  site: Site;
  view: View;
  /** Address of the same list in another view. */
  address: (view: View) => string;
}): ReactElement {
  const texts = papersTexts[site.language];
  return (
    <nav aria-label={texts.view}>
      <ul className="choose">
        {VIEWS.map((each) => (
          <li key={each}>
            <a href={address(each)} aria-current={each === view ? 'true' : undefined}>
              {texts.views[each]}
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
