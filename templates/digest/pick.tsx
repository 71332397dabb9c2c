import type { ReactElement } from 'react';
import { EMAIL_STYLES } from '../email-style.ts';
import { THEME } from '../theme.ts';
import { pickAnchor } from './contents.tsx';
import { PickLinks } from './pick-links.tsx';
import type { PickView } from './view.ts';

const { light, spaces, sizes } = THEME;
const CARD = { padding: `${spaces.block}px 0` };
const LATER_CARD = { ...CARD, borderTop: `1px solid ${light.rule}` };
const LEAD_HEADING = { ...EMAIL_STYLES.heading.style, fontSize: `${sizes.heading}px` };
const LEAD_BODY = { ...EMAIL_STYLES.body.style, fontSize: `${sizes.lead}px` };

const SECTION_CARD = { ...CARD, borderTop: `1px solid ${light.ink}` };
const SECTION = {
  ...EMAIL_STYLES.label.style,
  margin: `0 0 ${spaces.near}px`,
  fontSize: `${sizes.title}px`,
  color: light.faded,
};

function cardStyle(pick: PickView): typeof CARD {
  if (pick.section) return SECTION_CARD;
  return pick.lead ? CARD : LATER_CARD;
}

/**
 * One pick: number and topic, headline, byline, summary, pick reason, links. A rule separates it from the
 * previous pick, a darker one from the previous group. The lead is set larger.
 */
export function PickCard({ pick }: { pick: PickView }): ReactElement {
  const anchor = pickAnchor(pick.number);
  return (
    <div className={pick.section ? 'stroke' : 'rule'} style={cardStyle(pick)}>
      {pick.section && (
        <p className={EMAIL_STYLES.label.className} style={SECTION}>
          {pick.section}
        </p>
      )}
      <p {...EMAIL_STYLES.label}>
        {/* The name is for Outlook, which ignores ids. */}
        <a id={anchor} {...{ name: anchor }}>
          <span {...EMAIL_STYLES.figure}>{pick.number}</span>
        </a>
        {pick.kicker && `\u2002${pick.kicker}`}
      </p>
      <h2
        dir="auto"
        lang={pick.titleLanguage}
        className={EMAIL_STYLES.heading.className}
        style={pick.lead ? LEAD_HEADING : EMAIL_STYLES.heading.style}
      >
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
        <p
          dir="auto"
          lang={pick.summaryLanguage}
          className={EMAIL_STYLES.body.className}
          style={pick.lead ? LEAD_BODY : EMAIL_STYLES.body.style}
        >
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
