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

/** The papers of a day, week or month with all that stands around them. */
export interface PeriodList {
  period: Period;
  /** The periods with papers before and after it. */
  previous: Period | null;
  next: Period | null;
  /** The newest day of the period that has papers. */
  newestDay: string;
  query: ListQuery;
  /** How many papers each topic has. */
  counts: ReadonlyMap<string, number>;
  /** Under the chosen topic. */
  total: number;
  page: number;
  pages: number;
  /** Those of this page. */
  papers: readonly PaperView[];
  /** Whether its list is not of today, and whether it is the sample that comes with Paperboy, which never is. */
  past: boolean;
  sample: boolean;
}

/** Papers of a day, week or month. `home` is the first page, which shows the newest day. */
export function PapersPage({
  site,
  list,
  home,
}: {
  site: Site;
  list: PeriodList;
  home: boolean;
}): ReactElement {
  const words = papersTexts[site.language];
  const { period, query } = list;
  const title = periodTitle(period, site.language);
  const path = home ? '/' : periodPath(period);
  return (
    <Document
      site={site}
      title={home ? words.home : title}
      facts={{ path, description: home ? site.texts.description : words.description(title) }}
      {...(home ? { here: 'today' as const } : {})}
    >
      <h1>{home && (list.past || list.sample) ? words.newest(title) : title}</h1>
      {list.sample && <p className="note">{words.sample}</p>}
      <KindLinks site={site} list={list} />
      <ListControls site={site} path={path} query={query} counts={list.counts} />
      <p className="meta">{words.count(list.total)}</p>
      {list.papers.length > 0 ? (
        <div className="papers">
          {list.papers.map((paper) => (
            <PaperCard key={paper.id} site={site} paper={paper} />
          ))}
        </div>
      ) : (
        <NoneOfTopic site={site} path={path} query={query} />
      )}
      <PageLinks
        site={site}
        address={(page) => listAddress(path, { ...query, page })}
        page={list.page}
        pages={list.pages}
      />
      <Beside site={site} list={list} />
    </Document>
  );
}

/** From a day to its week and month and back, so that nobody has to know how addresses are spelt. */
function KindLinks({ site, list: { period, newestDay } }: { site: Site; list: PeriodList }): ReactElement {
  const words = papersTexts[site.language];
  return (
    <nav className="kinds" aria-label={words.wider}>
      <ul className="choose">
        {(['day', 'week', 'month'] as const).map((kind) => (
          <li key={kind}>
            <a
              href={periodPath(kind === period.kind ? period : periodOf(kind, newestDay))}
              aria-current={kind === period.kind ? 'true' : undefined}
            >
              {words.kinds[kind]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NoneOfTopic({ site, path, query }: { site: Site; path: string; query: ListQuery }): ReactElement {
  const words = papersTexts[site.language];
  return (
    <p>
      {words.noneOfTopic(topicLabel(query.topic ?? '', site.language))}{' '}
      <a href={listAddress(path, { sort: query.sort })}>{words.showAll}</a>
    </p>
  );
}

function Beside({ site, list }: { site: Site; list: PeriodList }): ReactElement | null {
  const words = papersTexts[site.language];
  const { previous, next, query } = list;
  const address = (period: Period) =>
    listAddress(periodPath(period), { sort: query.sort, topic: query.topic });
  if (previous === null && next === null) return null;
  return (
    <nav className="days" aria-label={words.days}>
      {previous !== null && (
        <a href={address(previous)} rel="prev">
          {words.earlier(periodName(previous, site.language))}
        </a>
      )}
      {next !== null && (
        <a className="later" href={address(next)} rel="next">
          {words.later(periodName(next, site.language))}
        </a>
      )}
    </nav>
  );
}

/** What stands where a period has no papers: why, and the nearest ones that have. */
export function NoPapersPage({
  site,
  period,
  previous,
  next,
  future,
}: Pick<PeriodList, 'period' | 'previous' | 'next'> & { site: Site; future: boolean }): ReactElement {
  const words = papersTexts[site.language].noList;
  const nearest = [previous, next].filter((each) => each !== null);
  return (
    <NoticePage
      site={site}
      heading={words.heading(periodTitle(period, site.language))}
      paragraphs={[future ? words.future : words.past]}
    >
      {nearest.length > 0 && (
        <>
          <p>{words.nearest}</p>
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

/** What the first page says before anything has come in, and what to do about it. */
export function EmptyPage({ site }: { site: Site }): ReactElement {
  const { heading, paragraphs, command } = papersTexts[site.language].empty;
  return (
    <NoticePage site={site} heading={heading} paragraphs={paragraphs} here="today">
      <pre>{command}</pre>
    </NoticePage>
  );
}
