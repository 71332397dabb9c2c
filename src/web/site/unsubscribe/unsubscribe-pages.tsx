import type { ReactElement } from 'react';
import type { PauseDays } from '../../../subscribers/pause-subscriber.ts';
import { Document } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { Site } from '../frame/site.ts';
import { FieldErrorNote } from '../preferences/field-error.tsx';
import { PauseForm, UndoUnsubscribeForm } from '../preferences/subscription-sections.tsx';
import { subscriptionTexts } from '../preferences/subscription-texts.ts';
import { unsubscribeTexts } from './unsubscribe-texts.ts';

interface PageProps {
  site: Site;
  unsubscribeKey: string;
  pauseDays: PauseDays;
}

/** One button to unsubscribe, without a second question, and the alternatives below it. */
export function UnsubscribePage({ site, unsubscribeKey, pauseDays }: PageProps): ReactElement {
  const { ask, weekly, alternatives } = unsubscribeTexts[site.language];
  const { pause } = subscriptionTexts[site.language];
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
      <div className="alternatives">
        <p>{alternatives}</p>
        <h2>{weekly.heading}</h2>
        <p>{weekly.paragraphs[0]}</p>
        <form className="row" method="post" action={`/fewer/${unsubscribeKey}`}>
          <button type="submit" className="second">
            {weekly.button}
          </button>
        </form>
        <h2>{pause.heading}</h2>
        <p>{pause.hint}</p>
        <PauseForm site={site} action={`/pause/${unsubscribeKey}`} days={pauseDays} error={null} />
      </div>
    </Document>
  );
}

/** Switch to a weekly digest, with the alternatives below it. */
export function WeeklyPage({
  site,
  unsubscribeKey,
}: Pick<PageProps, 'site' | 'unsubscribeKey'>): ReactElement {
  const { weekly, pause } = unsubscribeTexts[site.language];
  return (
    <NoticePage site={site} heading={weekly.heading} paragraphs={weekly.paragraphs}>
      <form className="single" method="post">
        <button type="submit">{weekly.button}</button>
      </form>
      <Alternatives site={site} unsubscribeKey={unsubscribeKey} other={{ path: 'pause', text: pause.link }} />
    </NoticePage>
  );
}

/** Links to the other alternative and to unsubscribing. */
function Alternatives({
  site,
  unsubscribeKey,
  other,
}: Pick<PageProps, 'site' | 'unsubscribeKey'> & {
  other: { path: 'fewer' | 'pause'; text: string };
}): ReactElement {
  return (
    <div className="alternatives">
      <p>{unsubscribeTexts[site.language].alternatives}</p>
      <ul className="link-list">
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

/** Choice of the day to resume on; `typed` is the invalid day of a refused form. */
export function PausePage({
  site,
  unsubscribeKey,
  pauseDays,
  typed,
}: PageProps & { typed: string | null }): ReactElement {
  const { pause: texts, weekly } = unsubscribeTexts[site.language];
  const { pause } = subscriptionTexts[site.language];
  const error = typed === null ? null : ({ form: 'pause', typed, text: pause.invalidDay } as const);
  return (
    <Document site={site} title={texts.heading}>
      <h1>{texts.heading}</h1>
      <p>{pause.hint}</p>
      {error && <FieldErrorNote site={site} error={error} />}
      <PauseForm site={site} action={`/pause/${unsubscribeKey}`} days={pauseDays} error={error} />
      <Alternatives
        site={site}
        unsubscribeKey={unsubscribeKey}
        other={{ path: 'fewer', text: weekly.button }}
      />
    </Document>
  );
}

/** Page for a key without a subscription, with a way to one's own link. */
export function NoSubscriptionPage({ site }: { site: Site }): ReactElement {
  return (
    <NoticePage site={site} {...unsubscribeTexts[site.language].unknown}>
      <p>
        <a href="/my-link">{site.texts.links.myLink}</a>
        {' · '}
        <a href="/subscribe">{site.texts.links.subscribeAgain}</a>
      </p>
    </NoticePage>
  );
}

/** Confirmation with an undo button; once it is too late (null), with a link to subscribe again. */
export function UnsubscribedPage({ site, undoPath }: { site: Site; undoPath: string | null }): ReactElement {
  const { done } = unsubscribeTexts[site.language];
  return (
    <NoticePage site={site} {...done}>
      {undoPath === null ? (
        <p>
          {done.changedMind} <a href="/subscribe">{site.texts.links.subscribeAgain}</a>
        </p>
      ) : (
        <UndoUnsubscribeForm site={site} path={undoPath} />
      )}
      <p className="small">{done.kept}</p>
      <p>
        <a href="/">{site.texts.links.today}</a>
      </p>
    </NoticePage>
  );
}
