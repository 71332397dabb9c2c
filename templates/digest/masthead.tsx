import type { ReactElement } from 'react';
import { EMAIL_STYLES } from '../email-style.ts';
import { THEME } from '../theme.ts';
import type { DigestView } from './view.ts';

const { spaces } = THEME;

/** Name over a double rule, with the date line below. */
export function DigestMasthead({
  name,
  site,
  dateLine,
}: Pick<DigestView, 'name' | 'site' | 'dateLine'>): ReactElement {
  return (
    <>
      <h1 {...EMAIL_STYLES.masthead}>
        <a href={site} {...EMAIL_STYLES.plainLink}>
          {name}
        </a>
      </h1>
      <div {...EMAIL_STYLES.doubleRule} />
      <p
        {...EMAIL_STYLES.meta}
        style={{ ...EMAIL_STYLES.meta.style, margin: `${spaces.tight}px 0 ${spaces.section}px` }}
      >
        {dateLine}
      </p>
    </>
  );
}
