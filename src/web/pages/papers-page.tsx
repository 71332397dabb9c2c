import type { ReactElement } from 'react';
import type { ListDay } from '../../papers/list-queries.ts';
import type { PaperView } from '../paper-view.ts';
import type { Site } from '../site.ts';
import { Document } from './document.tsx';
import { NoticePage } from './notice-page.tsx';
import { PaperCard } from './paper-card.tsx';

/** Where the list of a day is. */
export function listPath(day: string): string {
  return `/papers/${day}`;
}

interface PapersPageProps {
  site: Site;
  list: ListDay;
  papers: readonly PaperView[];
  /** Whether this is the first page, which shows the newest day. */
  home: boolean;
}

/** A day's papers, as the digest would show them all. */
export function PapersPage({ site, list, papers, home }: PapersPageProps): ReactElement {
  const words = site.texts.papers;
  const date = site.texts.wording.fullDate(list.day);
  const facts = {
    path: home ? '/' : listPath(list.day),
    description: home ? site.texts.frame.description : words.description(date),
  };
  return (
    <Document
      site={site}
      title={home ? words.home : date}
      facts={facts}
      {...(home ? { here: 'today' as const } : {})}
    >
      <h1>{date}</h1>
      <p className="meta">{words.count(papers.length)}</p>
      <div className="papers">
        {papers.map((paper) => (
          <PaperCard key={paper.id} paper={paper} abstractLabel={words.abstract} />
        ))}
      </div>
      <OtherDays site={site} list={list} />
    </Document>
  );
}

function OtherDays({ site, list }: Pick<PapersPageProps, 'site' | 'list'>): ReactElement | null {
  const words = site.texts.papers;
  if (list.previous === null && list.next === null) return null;
  return (
    <nav className="days" aria-label={words.days}>
      {list.previous !== null && (
        <a href={listPath(list.previous)} rel="prev">
          {words.earlier(words.shortDate(list.previous))}
        </a>
      )}
      {list.next !== null && (
        <a className="later" href={listPath(list.next)} rel="next">
          {words.later(words.shortDate(list.next))}
        </a>
      )}
    </nav>
  );
}

/** What the first page says before anything has come in, and what to do about it. */
export function EmptyPage({ site }: { site: Site }): ReactElement {
  const { heading, paragraphs, command } = site.texts.papers.empty;
  return (
    <NoticePage site={site} heading={heading} paragraphs={paragraphs} here="today">
      <pre>{command}</pre>
    </NoticePage>
  );
}
