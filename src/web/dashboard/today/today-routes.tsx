import { Hono } from 'hono';
import type { ReactElement } from 'react';
import { allowOwnScript } from '../../http/script-policy.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { Dashboard, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { formatClock } from '../frame/format.ts';
import { LiveScript } from '../frame/live-script.tsx';
import { DayRunSection } from './day-run-section.tsx';
import { GrowthSection, ReportedSection } from './figures-sections.tsx';
import { ProvidersSection } from './providers-section.tsx';
import { createTodayCache, type Today } from './today-cache.ts';
import { AlertsSection, NextSection, SourcesSection } from './today-sections.tsx';
import { summarizeToday } from './today-summary.ts';
import { TODAY_TEXTS } from './today-texts.ts';
import { TotalsSection } from './totals-section.tsx';

/** `/operator`: the status of today's deliveries in one sentence, then everything it is based on. */
export function todayRoutes(ctx: WebContext): Hono<DashboardVariables> {
  const readToday = createTodayCache(ctx);
  return new Hono<DashboardVariables>().get('/', allowOwnScript, async (c) => {
    const today = await readToday();
    return dashboardPage(c, {
      title: TODAY_TEXTS.title,
      head: <LiveScript />,
      children: <TodayPage dashboard={c.get('dashboard')} today={today} />,
    });
  });
}

/** Sections in the order in which an operator woken at night needs them. */
function TodayPage({ dashboard, today }: { dashboard: Dashboard; today: Today }): ReactElement {
  const { now, alerts, editions, next } = today;
  const summary = summarizeToday({ editions, alerts: alerts.length, next, now });
  const hasArea = (path: string) => dashboard.areas.some((area) => area.path === path);
  return (
    <>
      <div role="status">
        <p id="summary" data-live className={`status-line ${summary.kind}`}>
          {summary.text}
        </p>
      </div>
      <p className="meta">
        <span id="as-of" data-live>
          {TODAY_TEXTS.asOf(formatClock(now, now))}
        </span>{' '}
        <a href="/operator">{TODAY_TEXTS.refresh}</a>
      </p>
      <AlertsSection alerts={alerts} now={now} />
      <TotalsSection editions={editions} linked={hasArea('/operator/editions')} />
      <DayRunSection today={today} linked={hasArea('/operator/queues')} />
      <ProvidersSection providers={today.providers} now={now} />
      <NextSection next={next} now={now} />
      <SourcesSection today={today} />
      <ReportedSection figures={today.figures} now={now} />
      <GrowthSection figures={today.figures} now={now} />
    </>
  );
}
