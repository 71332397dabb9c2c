import type { ReactElement } from 'react';
import { CHECKS } from '../email-style.ts';
import { THEME } from '../theme.ts';
import type { DigestView } from './view.ts';

const { spaces } = THEME;

/** The name over a double rule, and the date line under it. */
export function Masthead({
  name,
  site,
  dateLine,
}: Pick<DigestView, 'name' | 'site' | 'dateLine'>): ReactElement {
  return (
    <>
      <h1 {...CHECKS.masthead}>
        <a href={site} {...CHECKS.plainLink}>
          {name}
        </a>
      </h1>
      <div {...CHECKS.doubleRule} />
      <p {...CHECKS.meta} style={{ ...CHECKS.meta.style, margin: `${spaces.tight}px 0 ${spaces.section}px` }}>
        {dateLine}
      </p>
    </>
  );
}
