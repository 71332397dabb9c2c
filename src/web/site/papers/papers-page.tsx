import type { ReactElement } from 'react';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import { type Period, periodOf } from '../../../papers/lists/period.ts';
import { Document } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { Site } from '../frame/site.ts';
import { ListControls, PageLinks } from './list-controls.tsx';
import { type ListQuery, listAddress } from './list-query.ts';
import { PaperCard } from './paper-card.tsx';
import type { PaperView } from './paper-view.ts';
import { papersTexts } from './papers-texts.ts';
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
      {...(home ? { here: 'today' as const } : {})}
    >
      <h1>{home && (list.past || list.sample) ? texts.newest(title) : title}</h1>
      {list.sample && <p className="note">{texts.sample}</p>}
      <PeriodLinks site={site} list={list} />
      <ListControls site={site} path={path} query={query} counts={list.counts} />
      <p className="meta">{texts.count(list.total)}</p>
      {list.papers.length > 0 ? (
        <div className="papers">
          {list.papers.map((paper) => (
            <PaperCard key={paper.id} site={site} paper={paper} />
          ))}
        </div>
      ) : (
        <NoneOnTopic site={site} path={path} query={query} />
      )}
      <PageLinks
        site={site}
        address={(page) => listAddress(path, { ...query, page })}
        page={list.page}
        pages={list.pages}
      />
      <NeighborLinks site={site} list={list} />
    </Document>
  );
}

/** Links between a day and its week and month. */
function PeriodLinks({ site, list: { period, newestDay } }: { site: Site; list: PeriodList }): ReactElement {
  const texts = papersTexts[site.language];
  return (
    <nav className="kinds" aria-label={texts.period}>
      <ul className="choose">
        {(['day', 'week', 'month'] as const).map((kind) => (
          <li key={kind}>
            <a
              href={periodPath(kind === period.kind ? period : periodOf(kind, newestDay))}
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
      {texts.noneOfTopic(topicLabel(query.topic ?? '', site.language))}{' '}
      <a href={listAddress(path, { sort: query.sort })}>{texts.showAll}</a>
    </p>
  );
}

function NeighborLinks({ site, list }: { site: Site; list: PeriodList }): ReactElement | null {
  const texts = papersTexts[site.language];
  const { previous, next, query } = list;
  const address = (period: Period) =>
    listAddress(periodPath(period), { sort: query.sort, topic: query.topic });
  if (previous === null && next === null) return null;
  return (
    <nav className="days" aria-label={texts.neighbors}>
      {previous !== null && (
        <a href={address(previous)} rel="prev">
          {texts.previous(periodName(previous, site.language))}
        </a>
      )}
      {next !== null && (
        <a className="later" href={address(next)} rel="next">
          {texts.next(periodName(next, site.language))}
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
