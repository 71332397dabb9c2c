import { Hono } from 'hono';
import type { ReactElement } from 'react';
import { allowOwnScript } from '../../http/script-policy.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { Dashboard, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { clockWords } from '../frame/duration-words.ts';
import { LiveScript } from '../frame/live-script.tsx';
import { DayRunSection } from './day-run-section.tsx';
import { GrowthSection, ReportedSection } from './figures-section.tsx';
import { ProvidersSection } from './providers-section.tsx';
import { createTodayCache, type Today } from './today-read.ts';
import { AlertsSection, NextSection, SourcesSection } from './today-sections.tsx';
import { TODAY_TEXTS } from './today-texts.ts';
import { verdictOf } from './today-verdict.ts';
import { TotalsSection } from './totals-section.tsx';

/** `/operator`: whether this morning's mail is all right, in one sentence, and then what it comes from. */
export function todayRoutes(ctx: WebContext): Hono<DashboardVariables> {
  const read = createTodayCache(ctx);
  return new Hono<DashboardVariables>().get('/', allowOwnScript, async (c) => {
    const today = await read();
    return dashboardPage(c, {
      title: TODAY_TEXTS.title,
      head: <LiveScript />,
      children: <TodayPage desk={c.get('desk')} today={today} />,
    });
  });
}

/** The parts of the page in the order in which somebody at three in the morning needs them. */
function TodayPage({ desk, today }: { desk: Dashboard; today: Today }): ReactElement {
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
      <TotalsSection standings={standings} linked={editions} />
      <DayRunSection today={today} queues={queues} />
      <ProvidersSection providers={today.providers} now={now} />
      <NextSection next={next} now={now} />
      <SourcesSection today={today} />
      <ReportedSection figures={today.figures} now={now} />
      <GrowthSection figures={today.figures} now={now} />
    </>
  );
}
