import type { ReactElement, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { PageFooter } from './footer.tsx';
import { Head, type PageMetadata } from './head.tsx';
import { PageMasthead, type Section } from './masthead.tsx';
import type { Site } from './site.ts';
import { SubscribeStrip } from './subscribe-strip.tsx';

/** HTML of a whole page, with its doctype. */
export function renderPage(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}\n`;
}

/** HTML of a part of a page, for the browser script that inserts it. */
export function renderFragment(part: ReactElement): string {
  return renderToStaticMarkup(part);
}

interface DocumentProps {
  site: Site;
  /** Title of the page alone; the head appends the name of the site. */
  title: string;
  /** Section of the masthead that the page belongs to. */
  section?: Section;
  /** Set on public pages only. Pages without it are marked `noindex` and carry no subscribe strip. */
  metadata?: PageMetadata;
  /** Further elements of the head. */
  head?: ReactNode;
  children: ReactNode;
}

/** Shell of every page: head, masthead, subscribe strip on public pages, content, footer. */
export function Document({ site, title, section, metadata, head, children }: DocumentProps): ReactElement {
  const showsStrip = metadata !== undefined && section !== 'subscribe';
  return (
    <html lang={site.language} dir="ltr">
      <Head site={site} title={title} metadata={metadata}>
        {head}
      </Head>
      <body>
        <a className="skip" href="#text">
          {site.texts.skip}
        </a>
        <PageMasthead site={site} current={section} />
        {showsStrip && <SubscribeStrip site={site} />}
        <main id="text">{children}</main>
        <PageFooter site={site} />
      </body>
    </html>
  );
}
