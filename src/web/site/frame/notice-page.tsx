import type { ReactElement, ReactNode } from 'react';
import { Document } from './document.tsx';
import type { Section } from './masthead.tsx';
import type { Site } from './site.ts';

interface NoticeProps {
  site: Site;
  heading: string;
  paragraphs: readonly string[];
  here?: Section;
  /** What follows the words: a button, a command. Without it there is the way back to today's papers. */
  children?: ReactNode;
}

/** A page that says one thing in a few sentences and never is a dead end. */
export function NoticePage({ site, heading, paragraphs, here, children }: NoticeProps): ReactElement {
  return (
    <Document site={site} title={heading} {...(here ? { here } : {})}>
      <div className="notice">
        <h1>{heading}</h1>
        {paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {children ?? (
          <p>
            <a href="/">{site.texts.links.today}</a>
          </p>
        )}
      </div>
    </Document>
  );
}

/** A page with one button that does what it says, by POST to the page's own address. */
export function ButtonPage({
  button,
  after,
  ...notice
}: Omit<NoticeProps, 'children'> & { button: string; after?: string }): ReactElement {
  return (
    <NoticePage {...notice}>
      <form className="single" method="post">
        <button type="submit">{button}</button>
      </form>
      {after !== undefined && <p className="small">{after}</p>}
    </NoticePage>
  );
}
