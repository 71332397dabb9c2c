import type { ReactElement } from 'react';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { ArchiveDay, ArchivedPool } from '../../../trending/archive-queries.ts';
import { Document } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { Site } from '../frame/site.ts';
import { FormattedText } from '../papers/formatted-text.tsx';
import { paperPath } from '../papers/paper-view.ts';
import { papersTexts } from '../papers/papers-texts.ts';
import type { ShortPaper } from '../papers/short-paper.ts';
import { archiveTexts } from './archive-texts.ts';

export const ARCHIVE_PATH = '/editions';
export const archivePath = (day: string): string => `${ARCHIVE_PATH}/${day}`;

/** Every day that has a ranking, by month, newest first. */
export function ArchivePage({ site, days }: { site: Site; days: readonly ArchiveDay[] }): ReactElement {
  const texts = archiveTexts[site.language];
  const { format } = site;
  if (days.length === 0) return <NoticePage site={site} {...texts.none} />;
  const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))];
  return (
    <Document
      site={site}
      title={texts.heading}
      metadata={{ path: ARCHIVE_PATH, description: texts.description }}
    >
      <h1>{texts.heading}</h1>
      <p className="meta">{texts.about}</p>
      {months.map((month) => (
        <section key={month} className="month">
          <h2>{format.month(month)}</h2>
          <ul>
            {days
              .filter(({ day }) => day.startsWith(month))
              .map(({ day, papers }) => (
                <li key={day}>
                  <a href={archivePath(day)}>{format.date(day)}</a>{' '}
                  <span className="meta">{texts.papers(papers)}</span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </Document>
  );
}

/** A paper of an archived ranking, with its pick reason. `topic` is empty for the ranking of all papers. */
export interface ArchivedEntry {
  topic: string;
  paper: ShortPaper;
  reason: string;
}

/** One day's ranking: the top papers with their reasons, then the top titles of each topic. */
export function ArchiveDayPage({
  site,
  pool,
  entries,
}: {
  site: Site;
  pool: ArchivedPool;
  entries: readonly ArchivedEntry[];
}): ReactElement {
  const texts = archiveTexts[site.language];
  const { format } = site;
  const date = format.fullDate(pool.day);
  const asOf = pool.asOf.toISOString();
  const top = entries.filter(({ topic }) => topic === '');
  const byTopic = site.taxonomy.topics.map(({ slug }) => ({
    slug,
    best: entries.filter(({ topic }) => topic === slug),
  }));
  return (
    <Document
      site={site}
      title={texts.day(date)}
      metadata={{
        path: archivePath(pool.day),
        description: texts.dayDescription(date, top[0]?.paper.title ?? ''),
      }}
    >
      <h1>{texts.day(date)}</h1>
      <p className="meta">{texts.rankedAt(asOf.slice(0, 10), asOf.slice(11, 16), pool.papers)}</p>
      <ol className="ranked">
        {top.map((entry) => (
          <li key={entry.paper.id}>
            <RankedPaper site={site} entry={entry} />
          </li>
        ))}
      </ol>
      <section className="by-topic">
        <h2>{texts.byTopic}</h2>
        {byTopic
          .filter(({ best }) => best.length > 0)
          .map(({ slug, best }) => (
            <section key={slug}>
              <h3>{topicLabel(site.taxonomy, slug, site.language)}</h3>
              <ol>
                {best.map(({ paper }) => (
                  <li key={paper.id}>
                    <a href={paperPath(paper.id)} dir="auto">
                      <FormattedText text={paper.title} />
                    </a>
                  </li>
                ))}
              </ol>
            </section>
          ))}
      </section>
      <NeighborLinks site={site} pool={pool} />
    </Document>
  );
}

function RankedPaper({ site, entry }: { site: Site; entry: ArchivedEntry }): ReactElement {
  const { paper, reason } = entry;
  const mark = paper.generated ? [papersTexts[site.language].generated] : [];
  return (
    <article>
      <h2 dir="auto">
        <a href={paperPath(paper.id)}>
          <FormattedText text={paper.title} />
        </a>
      </h2>
      {paper.byline && (
        <p dir="auto" className="meta">
          {paper.byline}
        </p>
      )}
      {paper.summary && (
        <p dir="auto">
          <FormattedText text={paper.summary} />
        </p>
      )}
      <p className="facts">{[reason, ...mark].join(' · ')}</p>
    </article>
  );
}

function NeighborLinks({ site, pool }: { site: Site; pool: ArchivedPool }): ReactElement {
  const texts = archiveTexts[site.language];
  return (
    <nav className="days" aria-label={texts.neighbors}>
      {pool.previous !== null && (
        <a href={archivePath(pool.previous)} rel="prev">
          {texts.previous(pool.previous)}
        </a>
      )}
      <a href={ARCHIVE_PATH}>{texts.all}</a>
      {pool.next !== null && (
        <a className="later" href={archivePath(pool.next)} rel="next">
          {texts.next(pool.next)}
        </a>
      )}
    </nav>
  );
}

/** 404 for a day without a ranking. */
export function NoArchiveDayPage({ site }: { site: Site }): ReactElement {
  const { heading, paragraphs, all } = archiveTexts[site.language].noDay;
  return (
    <NoticePage site={site} heading={heading} paragraphs={paragraphs}>
      <p>
        <a href={ARCHIVE_PATH}>{all}</a>
      </p>
    </NoticePage>
  );
}
