import type { ReactElement } from 'react';
import { EMAIL_STYLES } from '../email-style.ts';
import { LinkRow } from '../link-row.tsx';
import type { PickView } from './view.ts';

const cell = { padding: '0', fontSize: 'inherit', lineHeight: 'inherit', color: 'inherit' } as const;

/** Links of a pick in one row, with the feedback links at its end or, on a phone, below. */
export function PickLinks({ links, feedback }: Pick<PickView, 'links' | 'feedback'>): ReactElement | null {
  if (links.length + feedback.length === 0) return null;
  if (feedback.length === 0)
    return (
      <p {...EMAIL_STYLES.links}>
        <LinkRow links={links} />
      </p>
    );
  return (
    <table role="presentation" width="100%" cellPadding="0" cellSpacing="0" {...EMAIL_STYLES.links}>
      <tbody>
        <tr>
          <td className="far" style={cell}>
            <LinkRow links={links} />
          </td>
          <td className="far thumb" align="right" style={cell}>
            <LinkRow links={feedback} linkStyle={EMAIL_STYLES.quietLink} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}
