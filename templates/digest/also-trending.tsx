import type { ReactElement } from 'react';
import { EMAIL_STYLES } from '../email-style.ts';
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
      <h2 {...EMAIL_STYLES.heading}>{heading}</h2>
      {entries.map((entry) => (
        <p key={entry.title} dir="auto" {...EMAIL_STYLES.body}>
          {entry.url ? (
            <a href={entry.url} {...EMAIL_STYLES.plainLink}>
              {entry.title}
            </a>
          ) : (
            entry.title
          )}
          {entry.topic && <br />}
          <span {...EMAIL_STYLES.small}>{entry.topic}</span>
        </p>
      ))}
    </div>
  );
}
