import type { ReactElement } from 'react';
import { EMAIL_STYLES } from '../email-style.ts';
import { THEME } from '../theme.ts';
import { PickLinks } from './pick-links.tsx';
import type { PickView } from './view.ts';

const { light, spaces } = THEME;
const CARD = { paddingBottom: `${spaces.block}px` };
const LATER_CARD = { ...CARD, borderTop: `1px solid ${light.rule}`, paddingTop: `${spaces.block}px` };

/** One pick: headline, byline, summary, pick reason, links. A rule separates it from the previous pick. */
export function PickCard({ pick, first }: { pick: PickView; first: boolean }): ReactElement {
  return (
    <div className="rule" style={first ? CARD : LATER_CARD}>
      {pick.mark && (
        <p {...EMAIL_STYLES.meta} style={{ ...EMAIL_STYLES.meta.style, margin: `0 0 ${spaces.hair}px` }}>
          {pick.mark}
        </p>
      )}
      <h2 dir="auto" {...EMAIL_STYLES.heading}>
        {pick.url ? (
          <a href={pick.url} {...EMAIL_STYLES.plainLink}>
            {pick.title}
          </a>
        ) : (
          pick.title
        )}
      </h2>
      {pick.byline && (
        <p dir="auto" {...EMAIL_STYLES.meta}>
          {pick.byline}
        </p>
      )}
      {pick.summary && (
        <p dir="auto" {...EMAIL_STYLES.body}>
          {pick.summary}
        </p>
      )}
      {pick.reason && (
        <p dir="auto" {...EMAIL_STYLES.reason}>
          {pick.reason}
        </p>
      )}
      <PickLinks links={pick.links} feedback={pick.feedback} />
    </div>
  );
}
