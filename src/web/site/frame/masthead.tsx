import type { ReactElement } from 'react';
import type { FrameTexts } from './frame-texts.ts';
import type { Site } from './site.ts';

export type Section = keyof FrameTexts['sections'];

/** Links of the masthead, in this order. */
const SECTIONS: readonly { section: Section; href: string }[] = [
  { section: 'today', href: '/' },
  { section: 'topics', href: '/topics' },
  { section: 'search', href: '/search' },
  { section: 'subscribe', href: '/subscribe' },
];

/** The name over a double rule, and links to every section with the current one marked. */
export function PageMasthead({ site, current }: { site: Site; current: Section | undefined }): ReactElement {
  const { texts } = site;
  const entries = [
    ...SECTIONS,
    ...(site.showsOutbox ? [{ section: 'outbox' as const, href: '/outbox' }] : []),
  ];
  return (
    <header className="masthead">
      <p className="name">
        <a href="/">{texts.name}</a>
      </p>
      <nav aria-label={texts.navigation}>
        <ul className="sections">
          {entries.map(({ section, href }) => (
            <li key={section}>
              <a href={href} aria-current={section === current ? 'page' : undefined}>
                {texts.sections[section]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
