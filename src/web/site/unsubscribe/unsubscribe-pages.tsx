import type { ReactElement } from 'react';
import type { PauseDays } from '../../../subscribers/pause-subscriber.ts';
import { Document } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { Site } from '../frame/site.ts';
import { FieldErrorNote } from '../preferences/field-error.tsx';
import { PauseForm } from '../preferences/subscription-sections.tsx';
import { subscriptionTexts } from '../preferences/subscription-texts.ts';
import { unsubscribeTexts } from './unsubscribe-texts.ts';

interface LeavePageProps {
  site: Site;
  unsubscribeKey: string;
  pauseDays: PauseDays;
}

/** Leaving by one button, and beside it what a reader may mean instead. Nothing asks twice. */
export function UnsubscribePage({ site, unsubscribeKey, pauseDays }: LeavePageProps): ReactElement {
  const { ask, instead, fewer } = unsubscribeTexts[site.language];
  const { when } = subscriptionTexts[site.language];
  return (
    <Document site={site} title={ask.heading}>
      <div className="notice">
        <h1>{ask.heading}</h1>
        {ask.paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <form className="single" method="post">
          <button type="submit">{ask.button}</button>
        </form>
      </div>
      <div className="rather">
        <p>{instead.or}</p>
        <h2>{fewer.heading}</h2>
        <p>{fewer.paragraphs[0]}</p>
        <form className="row" method="post" action={`/fewer/${unsubscribeKey}`}>
          <button type="submit" className="second">
            {fewer.button}
          </button>
        </form>
        <h2>{when.heading}</h2>
        <p>{when.hint}</p>
        <PauseForm site={site} action={`/pause/${unsubscribeKey}`} days={pauseDays} refused={null} />
      </div>
    </Document>
  );
}

/** Once a week instead, and beside it what a reader may mean instead of that. */
export function FewerPage({
  site,
  unsubscribeKey,
}: Pick<LeavePageProps, 'site' | 'unsubscribeKey'>): ReactElement {
  const { fewer, pausePage } = unsubscribeTexts[site.language];
  return (
    <NoticePage site={site} heading={fewer.heading} paragraphs={fewer.paragraphs}>
      <form className="single" method="post">
        <button type="submit">{fewer.button}</button>
      </form>
      <Rather site={site} unsubscribeKey={unsubscribeKey} other={{ path: 'pause', text: pausePage.link }} />
    </NoticePage>
  );
}

/** The ways beside one that was chosen: another one, and leaving. */
function Rather({
  site,
  unsubscribeKey,
  other,
}: Pick<LeavePageProps, 'site' | 'unsubscribeKey'> & {
  other: { path: 'fewer' | 'pause'; text: string };
}): ReactElement {
  return (
    <div className="rather">
      <p>{unsubscribeTexts[site.language].instead.or}</p>
      <ul className="ways">
        <li>
          <a href={`/${other.path}/${unsubscribeKey}`}>{other.text}</a>
        </li>
        <li>
          <a href={`/leave/${unsubscribeKey}`}>{unsubscribeTexts[site.language].ask.button}</a>
        </li>
      </ul>
    </div>
  );
}

/** Choosing until when nothing comes; `typed` is a day that is none. */
export function PausePage({
  site,
  unsubscribeKey,
  pauseDays,
  typed,
}: LeavePageProps & { typed: string | null }): ReactElement {
  const { pausePage, fewer } = unsubscribeTexts[site.language];
  const { when } = subscriptionTexts[site.language];
  const refused = typed === null ? null : ({ form: 'pause', typed, text: when.badDay } as const);
  return (
    <Document site={site} title={pausePage.heading}>
      <h1>{pausePage.heading}</h1>
      <p>{when.hint}</p>
      {refused && <FieldErrorNote site={site} refused={refused} />}
      <PauseForm site={site} action={`/pause/${unsubscribeKey}`} days={pauseDays} refused={refused} />
      <Rather site={site} unsubscribeKey={unsubscribeKey} other={{ path: 'fewer', text: fewer.button }} />
    </Document>
  );
}

/** For a link whose key is nobody's, or nobody's any more: what to do when mail still comes. */
export function NobodyPage({ site }: { site: Site }): ReactElement {
  return (
    <NoticePage site={site} {...unsubscribeTexts[site.language].nobody}>
      <p>
        <a href="/my-link">{site.texts.links.myLink}</a>
        {' · '}
        <a href="/subscribe">{unsubscribeTexts[site.language].instead.subscribe}</a>
      </p>
    </NoticePage>
  );
}

/** That it is over, and that coming back is as easy. */
export function UnsubscribedPage({ site }: { site: Site }): ReactElement {
  const words = unsubscribeTexts[site.language].instead;
  return (
    <NoticePage site={site} {...unsubscribeTexts[site.language].done}>
      <p>
        {words.again} <a href="/subscribe">{words.subscribe}</a>.
      </p>
      <p>
        <a href="/">{site.texts.links.today}</a>
      </p>
    </NoticePage>
  );
}
