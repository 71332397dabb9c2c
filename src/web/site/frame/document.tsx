import type { ReactElement, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Foot } from './footer.tsx';
import { Head, type PublicFacts } from './head.tsx';
import { leadsTo, Masthead, type Section } from './masthead.tsx';
import type { Site } from './site.ts';
import { SubscribeStrip } from './subscribe-strip.tsx';

/** Takes a whole page and gives its HTML. */
export function renderPage(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}\n`;
}

/** Takes a piece of a page and gives its HTML, for a script that puts it into place. */
export function renderFragment(part: ReactElement): string {
  return renderToStaticMarkup(part);
}

interface DocumentProps {
  site: Site;
  /** Of the page alone; the name of the site follows it. */
  title: string;
  here?: Section;
  /** What a public page tells search engines and link previews. A page without it asks not to be found. */
  facts?: PublicFacts;
  children: ReactNode;
}

/** What all pages share: head, masthead over a double rule, the page, the foot. */
export function Document({ site, title, here, facts, children }: DocumentProps): ReactElement {
  // Where public pages end, and nowhere twice.
  const invites = facts !== undefined && here !== 'subscribe' && leadsTo('subscribe');
  return (
    <html lang={site.language} dir="ltr">
      <Head site={site} title={title} facts={facts} />
      <body>
        <a className="skip" href="#text">
          {site.texts.skip}
        </a>
        <Masthead site={site} here={here} />
        <main id="text">{children}</main>
        {invites && <SubscribeStrip site={site} />}
        <Foot site={site} />
      </body>
    </html>
  );
}
