import type { ReactElement } from 'react';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { FormattedText } from '../papers/formatted-text.tsx';
import { readingListTexts } from './reading-list-texts.ts';

export interface SavePageProps {
  site: Site;
  paper: { id: string; title: string; path: string };
  /** The paper is on the list now. */
  saved: boolean;
  /** The action just performed; null on a GET. */
  done: 'saved' | 'removed' | null;
  /** Target of the form; the page's own address when undefined. */
  action?: string;
  /** Path of the reading list; null where only saving is allowed. */
  listPath: string | null;
}

/** One paper with one button: saves it, or removes it once it is saved. */
export function SavePage({ site, paper, saved, done, action, listPath }: SavePageProps): ReactElement {
  const texts = readingListTexts[site.language].save;
  const heading = done === null ? (saved ? texts.already : texts.heading) : texts[done];
  return (
    <Document site={site} title={heading}>
      <div className="notice">
        <h1>{heading}</h1>
        <p dir="auto">
          <a href={paper.path}>
            <FormattedText text={paper.title} />
          </a>
        </p>
      </div>
      <form className="row" method="post" action={action}>
        <input type="hidden" name="paper" value={paper.id} />
        {saved && <input type="hidden" name="remove" value="yes" />}
        <button type="submit" className={saved ? 'second' : undefined}>
          {saved ? texts.remove : texts.button}
        </button>
      </form>
      {listPath !== null && (
        <p>
          <a href={listPath}>{texts.open}</a>
        </p>
      )}
    </Document>
  );
}
