import type { ReactElement } from 'react';
import { CHECKS } from '../email-style.ts';
import { LinkRow } from '../link-row.tsx';
import { THEME } from '../theme.ts';
import type { DigestView } from './view.ts';

const { light, spaces } = THEME;

/** Why this came, how to change or end it, and who sent it. */
export function Foot({
  why,
  footLinks,
  postalAddress,
}: Pick<DigestView, 'why' | 'footLinks' | 'postalAddress'>): ReactElement {
  return (
    <div className="stroke" style={{ borderTop: `1px solid ${light.ink}`, paddingTop: `${spaces.near}px` }}>
      {why && <p {...CHECKS.meta}>{why}</p>}
      <p {...CHECKS.links} style={{ ...CHECKS.links.style, margin: '0' }}>
        <LinkRow links={footLinks} />
      </p>
      <p {...CHECKS.meta}>{postalAddress}</p>
    </div>
  );
}
