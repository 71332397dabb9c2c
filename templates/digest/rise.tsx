import type { ReactElement } from 'react';
import { EMAIL_STYLES } from '../email-style.ts';
import { THEME } from '../theme.ts';
import type { DigestView } from './view.ts';

const { spaces } = THEME;
const LINE = { ...EMAIL_STYLES.reason.style, margin: `0 0 ${spaces.block}px` };

/** One line on what rose in the week of a recap. */
export function RiseLine({ label, name, url, fact }: NonNullable<DigestView['rise']>): ReactElement {
  return (
    <p dir="auto" className={EMAIL_STYLES.reason.className} style={LINE}>
      {label}{' '}
      {url ? (
        <a href={url} {...EMAIL_STYLES.plainLink}>
          {name}
        </a>
      ) : (
        name
      )}
      {`, ${fact}`}
    </p>
  );
}
