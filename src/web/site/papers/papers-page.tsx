import type { ReactElement } from 'react';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import { dayOfYear } from '../../../day.ts';
import { type Period, periodOf } from '../../../papers/lists/period.ts';
import { Document } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { Site } from '../frame/site.ts';
import { ListControls, PageLinks } from './list-controls.tsx';
import { type ListQuery, listAddress } from './list-query.ts';
import { PaperList } from './paper-list.tsx';
import type { PaperView } from './paper-view.ts';
import { papersTexts, unbroken } from './papers-texts.ts';
import { periodName, periodPath, periodTitle } from './period-view.ts';

/** One page of a period's list, and its surroundings. */
export interface PeriodList {
  period: Period;
  /** Nearest periods with papers. */
  previous: Period | null;
  next: Period | null;
  /** The newest day of the period that has papers. */
  newestDay: string;
  query: ListQuery;
  /** Number of papers by topic. */
  counts: ReadonlyMap<string, number>;
  /** Number of papers that match the topic filter. */
  total: number;
  page: number;
  pages: number;
  /** Rank of the first paper on this page; null in an order that is no ranking. */
  firstRank: number | null;
  papers: readonly PaperView[];
  /** The period ended before today. */
  past: boolean;
  /** The papers are the sample that ships with Paperboy. */
  sample: boolean;
}

/** Papers of a day, week or month. `home` is the first page of the site, which shows the newest day. */
export function PapersPage({
  site,
  list,
  home,
}: {
  site: Site;
  list: PeriodList;
  home: boolean;
}): ReactElement {
  const texts = papersTexts[site.language];
  const { period, query } = list;
  const title = periodTitle(period, site.language);
  const path = home ? '/' : periodPath(period);
  return (
    <Document
      site={site}
      title={home ? texts.home : title}
      metadata={{ path, description: home ? site.texts.description : texts.description(title) }}
      {...(home ? { section: 'today' as const } : {})}
    >
      <div className="period">
        <h1>{unbroken(title)}</h1>
        <NeighborLinks site={site} list={list} label={texts.neighbors} className="steps" />
      </div>
      {home && list.past && !list.sample && <p className="meta">{texts.notToday}</p>}
      {list.sample && <p className="note">{texts.sample}</p>}
      <div className="dateline">
        <p>
          {period.kind === 'day' && <>{texts.edition(dayOfYear(period.name))} · </>}
          {texts.count(list.total)}
        </p>
        <PeriodLinks site={site} list={list} />
      </div>
      <ListControls site={site} path={path} query={query} counts={list.counts} />
      {list.papers.length > 0 ? (
        <PaperList
          site={site}
          view={query.view}
          entries={list.papers.map((paper) => ({ paper }))}
          {...(list.firstRank === null ? {} : { firstRank: list.firstRank })}
          lead={list.firstRank === 1}
        />
      ) : (
        <NoneOnTopic site={site} path={path} query={query} />
      )}
      <PageLinks
        site={site}
        address={(page) => listAddress(path, { ...query, page })}
        page={list.page}
        pages={list.pages}
      />
      <NeighborLinks site={site} list={list} label={texts.neighborsBelow} className="days" />
    </Document>
  );
}

/** Links between a day and its week and month. */
function PeriodLinks({ site, list }: { site: Site; list: PeriodList }): ReactElement {
  const { period, newestDay, query } = list;
  const texts = papersTexts[site.language];
  return (
    <nav className="kinds" aria-label={texts.period}>
      <ul className="choose">
        {(['day', 'week', 'month'] as const).map((kind) => (
          <li key={kind}>
            <a
              href={listAddress(periodPath(kind === period.kind ? period : periodOf(kind, newestDay)), {
                ...query,
                page: 1,
              })}
              aria-current={kind === period.kind ? 'true' : undefined}
            >
              {texts.periods[kind]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NoneOnTopic({ site, path, query }: { site: Site; path: string; query: ListQuery }): ReactElement {
  const texts = papersTexts[site.language];
  return (
    <p>
      {texts.noneOfTopic(topicLabel(site.taxonomy, query.topic ?? '', site.language))}{' '}
      <a href={listAddress(path, { ...query, topic: null, page: 1 })}>{texts.showAll}</a>
    </p>
  );
}

/**
 * Links to the nearest periods with papers. Shown beside the date (`steps`, arrows alone on a phone) and
 * below the list (`days`).
 */
function NeighborLinks({
  site,
  list: { previous, next, query },
  label,
  className,
}: {
  site: Site;
  list: PeriodList;
  label: string;
  className: 'steps' | 'days';
}): ReactElement | null {
  const address = (period: Period) => listAddress(periodPath(period), { ...query, page: 1 });
  if (previous === null && next === null) return null;
  return (
    <nav className={className} aria-label={label}>
      {previous !== null && (
        <a href={address(previous)} rel="prev">
          <span aria-hidden="true">←</span> <span>{periodName(previous, site.language)}</span>
        </a>
      )}
      {next !== null && (
        <a className="later" href={address(next)} rel="next">
          <span>{periodName(next, site.language)}</span> <span aria-hidden="true">→</span>
        </a>
      )}
    </nav>
  );
}

/** 404 for a period without papers: the reason, and links to the nearest periods that have some. */
export function NoPapersPage({
  site,
  period,
  previous,
  next,
  future,
}: Pick<PeriodList, 'period' | 'previous' | 'next'> & { site: Site; future: boolean }): ReactElement {
  const texts = papersTexts[site.language].noList;
  const nearest = [previous, next].filter((each) => each !== null);
  return (
    <NoticePage
      site={site}
      heading={texts.heading(periodTitle(period, site.language))}
      paragraphs={[future ? texts.future : texts.past]}
    >
      {nearest.length > 0 && (
        <>
          <p>{texts.nearest}</p>
          <ul>
            {nearest.map((each) => (
              <li key={each.name}>
                <a href={periodPath(each)}>{periodTitle(each, site.language)}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <a href="/">{site.texts.links.today}</a>
      </p>
    </NoticePage>
  );
}

/** First page of an installation without papers, with the command that fetches them. */
export function EmptyPage({ site }: { site: Site }): ReactElement {
  const { heading, paragraphs, command } = papersTexts[site.language].empty;
  return (
    <NoticePage site={site} heading={heading} paragraphs={paragraphs} section="today">
      <pre>{command}</pre>
    </NoticePage>
  );
}
