import type { ReactElement, ReactNode } from 'react';
import { Document } from './document.tsx';
import type { Section } from './masthead.tsx';
import type { Site } from './site.ts';

interface NoticeProps {
  site: Site;
  heading: string;
  paragraphs: readonly string[];
  section?: Section;
  /** Shown below the paragraphs. Defaults to a link to today's papers. */
  children?: ReactNode;
}

/** A short message with a link onward, so that no page is a dead end. */
export function NoticePage({ site, heading, paragraphs, section, children }: NoticeProps): ReactElement {
  return (
    <Document site={site} title={heading} {...(section ? { section } : {})}>
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

/** A message with one button that sends a POST to the page's own address. */
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
