import type { ReactElement } from 'react';
import { CHECKS } from '../email-style.ts';
import { THEME } from '../theme.ts';
import type { DigestView } from './view.ts';

const { light, spaces } = THEME;

/** Further titles, each with its topic in small print below. */
export function AlsoTrending({ heading, entries }: NonNullable<DigestView['alsoTrending']>): ReactElement {
  return (
    <div
      className="stroke"
      style={{ borderTop: `1px solid ${light.ink}`, padding: `${spaces.block}px 0 ${spaces.section}px` }}
    >
      <h2 {...CHECKS.heading}>{heading}</h2>
      {entries.map((entry) => (
        <p key={entry.title} dir="auto" {...CHECKS.body}>
          {entry.url ? (
            <a href={entry.url} {...CHECKS.plainLink}>
              {entry.title}
            </a>
          ) : (
            entry.title
          )}
          {entry.topic && <br />}
          <span {...CHECKS.small}>{entry.topic}</span>
        </p>
      ))}
    </div>
  );
}
