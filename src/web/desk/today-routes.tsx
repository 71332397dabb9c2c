import { Hono } from 'hono';
import type { ReactElement } from 'react';
import type { WebContext } from '../context.ts';
import { ownScript } from '../middleware/own-script.ts';
import { BooksSection } from './books-section.tsx';
import { DayRunSection } from './day-run-section.tsx';
import type { Desk, DeskVariables } from './desk.ts';
import { deskPage } from './desk-page.tsx';
import { GrowthSection, ReportedSection } from './figures-section.tsx';
import { LIVE_SCRIPT_ADDRESS } from './live-script.ts';
import { ProvidersSection } from './providers-section.tsx';
import { clockWords } from './span-words.ts';
import { type Today, todayReader } from './today-read.ts';
import { AlertsSection, NextSection, SourcesSection } from './today-sections.tsx';
import { TODAY_TEXTS } from './today-texts.ts';
import { verdictOf } from './today-verdict.ts';

/** `/operator`: whether this morning's mail is all right, in one sentence, and then what it comes from. */
export function todayRoutes(ctx: WebContext): Hono<DeskVariables> {
  const read = todayReader(ctx);
  return new Hono<DeskVariables>().get('/', ownScript, async (c) => {
    const today = await read();
    return deskPage(c, {
      title: TODAY_TEXTS.title,
      head: <script src={LIVE_SCRIPT_ADDRESS} defer />,
      children: <TodayPage desk={c.get('desk')} today={today} />,
    });
  });
}

/** The parts of the page in the order in which somebody at three in the morning needs them. */
function TodayPage({ desk, today }: { desk: Desk; today: Today }): ReactElement {
  const { now, alerts, standings, next } = today;
  const verdict = verdictOf({ standings, alerts: alerts.length, next, now });
  const queues = desk.areas.some(({ path }) => path === '/operator/queues');
  const editions = desk.areas.some(({ path }) => path === '/operator/editions');
  return (
    <>
      <div role="status">
        <p id="verdict" data-live className={`verdict ${verdict.kind}`}>
          {verdict.text}
        </p>
      </div>
      <p className="meta">
        <span id="seen" data-live>
          {TODAY_TEXTS.seen(clockWords(now, now))}
        </span>{' '}
        <a href="/operator">{TODAY_TEXTS.lookAgain}</a>
      </p>
      <AlertsSection alerts={alerts} now={now} />
      <BooksSection standings={standings} linked={editions} />
      <DayRunSection today={today} queues={queues} />
      <ProvidersSection providers={today.providers} now={now} />
      <NextSection next={next} now={now} />
      <SourcesSection today={today} />
      <ReportedSection figures={today.figures} now={now} />
      <GrowthSection figures={today.figures} now={now} />
    </>
  );
}
