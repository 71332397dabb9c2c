import type { ReactElement } from 'react';
import { CHECKS } from '../email-style.ts';
import { THEME } from '../theme.ts';
import { PickLinks } from './pick-links.tsx';
import type { PickView } from './view.ts';

const { light, spaces } = THEME;
const CARD = { paddingBottom: `${spaces.block}px` };
const LATER_CARD = { ...CARD, borderTop: `1px solid ${light.rule}`, paddingTop: `${spaces.block}px` };

/** One paper: headline, who, what, why, links. A rule parts it from the paper before. */
export function PickCard({ pick, first }: { pick: PickView; first: boolean }): ReactElement {
  return (
    <div className="rule" style={first ? CARD : LATER_CARD}>
      {pick.mark && (
        <p {...CHECKS.meta} style={{ ...CHECKS.meta.style, margin: `0 0 ${spaces.hair}px` }}>
          {pick.mark}
        </p>
      )}
      <h2 dir="auto" {...CHECKS.heading}>
        {pick.url ? (
          <a href={pick.url} {...CHECKS.plainLink}>
            {pick.title}
          </a>
        ) : (
          pick.title
        )}
      </h2>
      {pick.byline && (
        <p dir="auto" {...CHECKS.meta}>
          {pick.byline}
        </p>
      )}
      {pick.summary && (
        <p dir="auto" {...CHECKS.body}>
          {pick.summary}
        </p>
      )}
      {pick.reason && (
        <p dir="auto" {...CHECKS.reason}>
          {pick.reason}
        </p>
      )}
      <PickLinks links={pick.links} feedback={pick.feedback} />
    </div>
  );
}
