import { Fragment, type ReactElement } from 'react';
import { EMAIL_STYLES } from '../email-style.ts';
import { THEME } from '../theme.ts';
import type { DigestView } from './view.ts';

const { light, spaces } = THEME;
const CELL = { padding: `${spaces.hair}px 0`, verticalAlign: 'top' } as const;

const SECTION = { ...CELL, ...EMAIL_STYLES.label.style, paddingTop: `${spaces.tight}px` };

/** Anchor of a pick. Clients that drop ids show the list without the jump. */
export function pickAnchor(number: number): string {
  return `pick-${number}`;
}

/** Contents list: hanging number, short title and topic; each line jumps to its pick. */
export function Contents({ heading, entries }: NonNullable<DigestView['contents']>): ReactElement {
  return (
    <div
      className="rule"
      style={{ borderBottom: `1px solid ${light.rule}`, padding: `0 0 ${spaces.near}px` }}
    >
      <p {...EMAIL_STYLES.label}>{heading}</p>
      <table role="presentation" width="100%" cellPadding="0" cellSpacing="0" {...EMAIL_STYLES.contents}>
        <tbody>
          {entries.map(({ number, title, topic, section }) => (
            <Fragment key={number}>
              {section && (
                <tr>
                  <td colSpan={2} className="faded" style={SECTION}>
                    {section}
                  </td>
                </tr>
              )}
              <tr>
                <td width="30" className="faded" style={{ ...CELL, ...EMAIL_STYLES.figure.style }}>
                  {number}
                </td>
                <td dir="auto" style={CELL}>
                  <a href={`#${pickAnchor(number)}`} {...EMAIL_STYLES.plainLink}>
                    {title}
                  </a>
                  {topic && <br />}
                  {topic && <span {...EMAIL_STYLES.small}>{topic}</span>}
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
