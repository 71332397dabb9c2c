import type { ReactElement } from 'react';
import { EMAIL_STYLES } from '../email-style.ts';
import { LinkRow } from '../link-row.tsx';
import { THEME } from '../theme.ts';
import type { DigestView } from './view.ts';

const { light, spaces } = THEME;

/** Subscription, links to change or end it, and postal address of the sender. */
export function DigestFooter({
  subscription,
  footerLinks,
  postalAddress,
}: Pick<DigestView, 'subscription' | 'footerLinks' | 'postalAddress'>): ReactElement {
  return (
    <div className="stroke" style={{ borderTop: `1px solid ${light.ink}`, paddingTop: `${spaces.near}px` }}>
      {subscription && <p {...EMAIL_STYLES.meta}>{subscription}</p>}
      <p {...EMAIL_STYLES.links} style={{ ...EMAIL_STYLES.links.style, margin: '0' }}>
        <LinkRow links={footerLinks} />
      </p>
      <p {...EMAIL_STYLES.meta}>{postalAddress}</p>
    </div>
  );
}
