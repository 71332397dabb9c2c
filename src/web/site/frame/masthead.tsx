import type { ReactElement } from 'react';
import type { FrameTexts } from './frame-texts.ts';
import type { Site } from './site.ts';

export type Section = keyof FrameTexts['sections'];

/** What the masthead leads to, in this order. Whoever builds a section adds its line together with its route. */
const SECTIONS: readonly { section: Section; href: string }[] = [
  { section: 'today', href: '/' },
  { section: 'topics', href: '/topics' },
  { section: 'search', href: '/search' },
  { section: 'subscribe', href: '/subscribe' },
];

/** Whether a section is there. */
export function leadsTo(wanted: Section): boolean {
  return SECTIONS.some(({ section }) => section === wanted);
}

/** The name over a double rule, and the way to every section. */
export function Masthead({ site, here }: { site: Site; here: Section | undefined }): ReactElement {
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
              <a href={href} aria-current={section === here ? 'page' : undefined}>
                {texts.sections[section]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
