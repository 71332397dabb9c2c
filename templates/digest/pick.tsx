import type { ReactElement } from 'react';
import { LOOKS } from '../email-style.ts';
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
        <p {...LOOKS.meta} style={{ ...LOOKS.meta.style, margin: `0 0 ${spaces.hair}px` }}>
          {pick.mark}
        </p>
      )}
      <h2 dir="auto" {...LOOKS.heading}>
        {pick.url ? (
          <a href={pick.url} {...LOOKS.plainLink}>
            {pick.title}
          </a>
        ) : (
          pick.title
        )}
      </h2>
      {pick.byline && (
        <p dir="auto" {...LOOKS.meta}>
          {pick.byline}
        </p>
      )}
      {pick.summary && (
        <p dir="auto" {...LOOKS.body}>
          {pick.summary}
        </p>
      )}
      {pick.reason && (
        <p dir="auto" {...LOOKS.reason}>
          {pick.reason}
        </p>
      )}
      <PickLinks links={pick.links} feedback={pick.feedback} />
    </div>
  );
}
