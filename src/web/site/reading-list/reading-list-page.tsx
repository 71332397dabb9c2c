import type { ReactElement } from 'react';
import { dayOf } from '../../../day.ts';
import { cleanLine, cutAtWord } from '../../../papers/text/clean-text.ts';
import { EXPORT_FORMATS } from '../../../subscribers/reading-list/export-reading-list.ts';
import type { SavedPaper } from '../../../subscribers/reading-list/reading-list-queries.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { FormattedText } from '../papers/formatted-text.tsx';
import { MAX_LENGTH, paperPath } from '../papers/paper-view.ts';
import { papersTexts } from '../papers/papers-texts.ts';
import { readingListTexts } from './reading-list-texts.ts';

/** Papers per page of a list. */
export const LIST_PAGE_SIZE = 50;

export interface ReadingListPageProps {
  site: Site;
  /** Path of the preferences. */
  path: string;
  papers: readonly SavedPaper[];
  count: { all: number; read: number };
  /** Number of this page, from 1. */
  page: number;
  /** Confirmation of the last action. */
  note: string | null;
}

/** A subscriber's saved papers, newest first, each with its buttons; exports; remembering the browser. */
export function ReadingListPage(props: ReadingListPageProps): ReactElement {
  const { site, path, papers, count, page, note } = props;
  const texts = readingListTexts[site.language];
  return (
    <Document site={site} title={texts.heading}>
      <h1>{texts.heading}</h1>
      {note !== null && (
        <div className="note" role="status">
          <p>{note}</p>
        </div>
      )}
      {count.all === 0 ? (
        <p>{texts.empty}</p>
      ) : (
        <>
          <p className="meta">{texts.count(count.all, count.read)}</p>
          <ul className="picks saved-papers">
            {papers.map((paper) => (
              <SavedEntry key={paper.paperId} {...props} paper={paper} />
            ))}
          </ul>
          <Pages site={site} path={`${path}/reading-list`} page={page} all={count.all} />
          <p className="link-list">
            <span>{texts.export}:</span>
            {EXPORT_FORMATS.map((format) => (
              <a key={format} href={`${path}/reading-list.${format}`}>
                {EXPORT_NAMES[format]}
              </a>
            ))}
          </p>
        </>
      )}
      <section className="subscription" aria-labelledby="device">
        <h2 id="device">{texts.device.heading}</h2>
        <p className="hint">{texts.device.hint}</p>
        <form className="row" method="post" action={`${path}/reading-list/remember`}>
          <button type="submit" className="second">
            {texts.device.button}
          </button>
        </form>
      </section>
      <p>
        <a href={path}>{texts.back}</a>
      </p>
    </Document>
  );
}

const EXPORT_NAMES = { bib: 'BibTeX', csv: 'CSV', json: 'JSON' } as const;

function SavedEntry({ site, path, page, paper }: ReadingListPageProps & { paper: SavedPaper }): ReactElement {
  const texts = readingListTexts[site.language];
  const title = cutAtWord(cleanLine(paper.title), MAX_LENGTH.title) || papersTexts[site.language].untitled;
  const shown = paper.authors.slice(0, 2).map((name) => cutAtWord(cleanLine(name), MAX_LENGTH.name));
  const authors = papersTexts[site.language].authors(shown, Math.max(0, paper.authorCount - shown.length));
  const isRead = paper.readAt !== null;
  const change = isRead ? 'unread' : 'read';
  return (
    <li className={isRead ? 'is-read' : undefined}>
      <h2 dir="auto">
        <a href={paperPath(paper.paperId)}>
          <FormattedText text={title} />
        </a>
      </h2>
      {authors !== '' && (
        <p dir="auto" className="meta">
          {authors}
        </p>
      )}
      <p className="meta">
        {texts.savedOn(dayOf(paper.savedAt))}
        {isRead && (
          <>
            {' · '}
            <strong>{texts.isRead}</strong>
          </>
        )}
      </p>
      <form className="row" method="post" action={`${path}/reading-list`}>
        <input type="hidden" name="paper" value={paper.paperId} />
        <input type="hidden" name="page" value={page} />
        <button
          type="submit"
          className="quiet"
          name="action"
          value={change}
          aria-label={texts.about(texts[change], title)}
        >
          {texts[change]}
        </button>
        <button
          type="submit"
          className="quiet"
          name="action"
          value="remove"
          aria-label={texts.about(texts.remove, title)}
        >
          {texts.remove}
        </button>
      </form>
    </li>
  );
}

function Pages({
  site,
  path,
  page,
  all,
}: {
  site: Site;
  path: string;
  page: number;
  all: number;
}): ReactElement | null {
  const texts = readingListTexts[site.language];
  if (all <= LIST_PAGE_SIZE) return null;
  return (
    <ul className="link-list">
      {page > 1 && (
        <li>
          <a href={page === 2 ? path : `${path}?page=${page - 1}`}>{texts.newer}</a>
        </li>
      )}
      {page * LIST_PAGE_SIZE < all && (
        <li>
          <a href={`${path}?page=${page + 1}`}>{texts.older}</a>
        </li>
      )}
    </ul>
  );
}
