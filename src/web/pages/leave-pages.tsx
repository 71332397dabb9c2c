import type { ReactElement } from 'react';
import type { PauseDays } from '../../subscribers/pause.ts';
import type { Site } from '../site.ts';
import { Document } from './document.tsx';
import { NoticePage } from './notice-page.tsx';
import { PauseForm } from './own-parts.tsx';

interface LeavePageProps {
  site: Site;
  leaveKey: string;
  pauseDays: PauseDays;
}

/** Leaving by one button, and beside it what a reader may mean instead. Nothing asks twice. */
export function LeavePage({ site, leaveKey, pauseDays }: LeavePageProps): ReactElement {
  const { ask } = site.texts.leave;
  const words = site.texts.ownData;
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
        <p>{words.leave.or}</p>
        <h2>{words.fewer.heading}</h2>
        <p>{words.fewer.paragraphs[0]}</p>
        <form className="row" method="post" action={`/fewer/${leaveKey}`}>
          <button type="submit" className="second">
            {words.fewer.button}
          </button>
        </form>
        <h2>{words.when.heading}</h2>
        <p>{words.when.hint}</p>
        <PauseForm site={site} action={`/pause/${leaveKey}`} days={pauseDays} />
      </div>
    </Document>
  );
}

/** Choosing until when nothing comes; `bad` after a day that is none. */
export function PausePage({
  site,
  leaveKey,
  pauseDays,
  bad,
}: LeavePageProps & { bad: boolean }): ReactElement {
  const words = site.texts.ownData;
  return (
    <Document site={site} title={words.pausePage.heading}>
      <h1>{words.pausePage.heading}</h1>
      <p>{words.when.hint}</p>
      {bad && (
        <div className="note bad" role="alert">
          <p>{words.when.badDay}</p>
        </div>
      )}
      <PauseForm site={site} action={`/pause/${leaveKey}`} days={pauseDays} />
      <div className="rather">
        <p>
          {words.leave.or} <a href={`/fewer/${leaveKey}`}>{words.fewer.button}</a>
          {' · '}
          <a href={`/leave/${leaveKey}`}>{site.texts.leave.ask.button}</a>
        </p>
      </div>
    </Document>
  );
}

/** For a link whose key is nobody's, or nobody's any more: what to do when mail still comes. */
export function NobodyPage({ site }: { site: Site }): ReactElement {
  return (
    <NoticePage site={site} {...site.texts.leave.nobody}>
      <p>
        <a href="/my-link">{site.texts.subscribe.myLink.heading}</a>
        {' · '}
        <a href="/subscribe">{site.texts.ownData.leave.subscribe}</a>
      </p>
    </NoticePage>
  );
}

/** That it is over, and that coming back is as easy. */
export function LeftPage({ site }: { site: Site }): ReactElement {
  const words = site.texts.ownData.leave;
  return (
    <NoticePage site={site} {...site.texts.leave.done}>
      <p>
        {words.again} <a href="/subscribe">{words.subscribe}</a>.
      </p>
      <p>
        <a href="/">{site.texts.frame.toToday}</a>
      </p>
    </NoticePage>
  );
}
