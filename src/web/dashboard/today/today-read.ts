import { DASHBOARD } from '../../../../config/dashboard.ts';
import { FETCHING, SOURCES } from '../../../../config/sources.ts';
import { type OpenAlert, readOpenAlerts } from '../../../alerts/alert-queries.ts';
import { addDays, dayOf } from '../../../day.ts';
import { type EditionStatus, slotsTogether } from '../../../delivery/status/edition-status.ts';
import { cacheEditionStatus } from '../../../delivery/status/edition-status-cache.ts';
import {
  type Reported,
  readReported,
  readSendHours,
} from '../../../delivery/status/edition-status-queries.ts';
import {
  type CategoryDay,
  type CategoryStatus,
  categoryStatuses,
} from '../../../papers/ingest/category-status.ts';
import { readCategoryDays } from '../../../papers/ingest/category-status-queries.ts';
import {
  readSourceStates,
  readUsualArrivals,
  type SourceStateRow,
  type UsualArrival,
} from '../../../papers/ingest/source-queries.ts';
import { readRuns, readUsualDurations } from '../../../runs/run-queries.ts';
import { countActive, type GrowthDay, readGrowth } from '../../../subscribers/growth-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import { cached } from '../frame/cached.ts';
import { type DayStep, jobSteps, runDay, STEPS, sendSteps } from './day-run.ts';
import { type NextRun, nextRuns } from './next-runs.ts';
import type { ProviderState } from './provider-words.ts';
import { createProvidersCache } from './today-providers.ts';

/** Everything that the first page of the desk shows; what takes long to count may be older than `now`. */
export interface Today {
  now: Date;
  alerts: readonly OpenAlert[];
  standings: readonly EditionStatus[];
  /** YYYY-MM-DD; whose run `steps` are. */
  day: string;
  steps: readonly DayStep[];
  next: readonly NextRun[];
  providers: readonly ProviderState[];
  sources: readonly { row: SourceStateRow; usual: UsualArrival | undefined }[];
  /** Of arXiv; none where it is not asked. */
  categories: readonly CategoryStatus[];
  figures: Figures;
}

/** What is counted over a month of rows. */
export interface Figures {
  at: Date;
  reported: readonly (Reported & { days: number })[];
  active: number;
  growth: readonly GrowthDay[];
  /** Of arXiv's categories. */
  categoryDays: readonly CategoryDay[];
}

/** Gives a reader of it; figures are kept between its calls (DESK.figuresMinutes), whoever asks. */
export function createTodayCache(
  ctx: Pick<WebContext, 'db' | 'clock' | 'env' | 'providers'>,
): () => Promise<Today> {
  const standings = cacheEditionStatus(ctx);
  const providers = createProvidersCache(ctx);
  const figures = cached(DASHBOARD.statisticsCacheMinutes * 60_000, (now) => readFigures(ctx, now));
  return async () => {
    const now = ctx.clock.now();
    const seen = await readNow(ctx, now, await standings.present(DASHBOARD.maxEditions));
    const counted = await figures(now);
    const categories = ctx.env.SOURCES.includes('arxiv')
      ? categoryStatuses(
          SOURCES.arxiv.categories,
          counted.categoryDays,
          { quietWeekdays: SOURCES.arxiv.quietWeekdays, lagDays: FETCHING.arxiv?.lagDays ?? 0 },
          now,
        )
      : [];
    return { ...seen, categories, providers: await providers(now), figures: counted };
  };
}

async function readNow(
  { db, env }: Pick<WebContext, 'db' | 'env'>,
  now: Date,
  standings: readonly EditionStatus[],
): Promise<Omit<Today, 'figures' | 'providers' | 'categories'>> {
  const day = runDay(now);
  const since = addDays(day, -DASHBOARD.medianDays);
  const runs = await readRuns(db, { day, names: STEPS });
  const usual = await readUsualDurations(db, new Date(`${since}T00:00:00Z`));
  const hours = await readSendHours(db, since);
  const ofDay = standings.filter((standing) => standing.day === day);
  const arrivals = await readUsualArrivals(db, since);
  return {
    now,
    alerts: await readOpenAlerts(db),
    standings,
    day,
    steps: [...jobSteps(runs, usual, env.SOURCES), ...sendSteps(slotsTogether(ofDay), hours, day, now)],
    next: nextRuns(now),
    sources: (await readSourceStates(db)).map((row) => ({
      row,
      usual: arrivals.find(({ source }) => source === row.source),
    })),
  };
}

async function readFigures({ db }: Pick<WebContext, 'db'>, now: Date): Promise<Figures> {
  const today = dayOf(now);
  const reported = [];
  for (const days of [7, 30]) reported.push({ days, ...(await readReported(db, addDays(today, 1 - days))) });
  return {
    at: now,
    reported,
    active: await countActive(db),
    growth: await readGrowth(db, addDays(today, 1 - DASHBOARD.growthDays), today),
    categoryDays: await readCategoryDays(
      db,
      'arxiv',
      SOURCES.arxiv.categories,
      addDays(today, -DASHBOARD.categoryDays),
    ),
  };
}
