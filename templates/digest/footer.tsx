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
  viewLinks,
  forwarded,
  postalAddress,
}: Pick<
  DigestView,
  'subscription' | 'footerLinks' | 'viewLinks' | 'forwarded' | 'postalAddress'
>): ReactElement {
  const row = { ...EMAIL_STYLES.links, style: { ...EMAIL_STYLES.links.style, margin: '0' } };
  return (
    <div className="stroke" style={{ borderTop: `1px solid ${light.ink}`, paddingTop: `${spaces.near}px` }}>
      {subscription && <p {...EMAIL_STYLES.meta}>{subscription}</p>}
      {footerLinks.length > 0 && (
        <p {...row}>
          <LinkRow links={footerLinks} />
        </p>
      )}
      <p {...row}>
        {viewLinks.length > 0 && (
          <>
            <LinkRow links={viewLinks} /> ·{' '}
          </>
        )}
        {forwarded.question} <LinkRow links={[forwarded.link]} />
      </p>
      <p {...EMAIL_STYLES.meta}>{postalAddress}</p>
    </div>
  );
}
