import type { ReactElement, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { THEME } from '../../../templates/theme.ts';
import type { Site } from '../site.ts';

/** Takes a whole page and gives its HTML. */
export function renderPage(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}\n`;
}

interface DocumentProps {
  site: Site;
  /** Of the page alone; the name of the site follows it. */
  title: string;
  here?: 'today' | 'outbox';
  children: ReactNode;
}

/** What all pages share: head, masthead over a double rule, the page, the foot. */
export function Document({ site, title, here, children }: DocumentProps): ReactElement {
  const { texts } = site;
  return (
    <html lang={site.language} dir="ltr">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content={THEME.light.paper} media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content={THEME.dark.paper} media="(prefers-color-scheme: dark)" />
        <title>{texts.title(title)}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={site.stylesheet} />
      </head>
      <body>
        <Masthead site={site} here={here} />
        <main>{children}</main>
        <footer className="foot">
          <p>{texts.sources}</p>
        </footer>
      </body>
    </html>
  );
}

function Masthead({ site, here }: { site: Site; here: DocumentProps['here'] }): ReactElement {
  const { texts } = site;
  const entries = [
    { id: 'today', href: '/', label: texts.today },
    ...(site.showsOutbox ? [{ id: 'outbox', href: '/outbox', label: texts.outbox }] : []),
  ];
  return (
    <header className="masthead">
      <p className="name">
        <a href="/">{texts.name}</a>
      </p>
      <nav aria-label={texts.navigation}>
        <ul className="pages">
          {entries.map((entry) => (
            <li key={entry.id}>
              <a href={entry.href} aria-current={entry.id === here ? 'page' : undefined}>
                {entry.label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
