import type { ReactElement } from 'react';
import { EMAIL_STYLES } from '../email-style.ts';
import { THEME } from '../theme.ts';
import type { DigestView } from './view.ts';

const { spaces } = THEME;

const NUMBER = {
  ...EMAIL_STYLES.label.style,
  padding: '0',
  margin: '0',
  verticalAlign: 'bottom',
} as const;

/** Name and edition number over a double rule, with the date line below. */
export function DigestMasthead({
  name,
  site,
  edition,
  dateLine,
}: Pick<DigestView, 'name' | 'site' | 'edition' | 'dateLine'>): ReactElement {
  return (
    <>
      <table role="presentation" width="100%" cellPadding="0" cellSpacing="0">
        <tbody>
          <tr>
            <td style={{ padding: '0' }}>
              <h1 {...EMAIL_STYLES.masthead}>
                <a href={site} {...EMAIL_STYLES.plainLink}>
                  {name}
                </a>
              </h1>
            </td>
            <td align="right" className="faded" style={NUMBER}>
              {edition}
            </td>
          </tr>
        </tbody>
      </table>
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
