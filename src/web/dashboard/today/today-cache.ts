import { DASHBOARD } from '../../../../config/dashboard.ts';
import { FETCHING, SOURCES } from '../../../../config/sources.ts';
import { fetchedCategories } from '../../../../config/topics/taxonomy.ts';
import { type OpenAlert, readOpenAlerts } from '../../../alerts/alert-queries.ts';
import { addDays, dayOf } from '../../../day.ts';
import { type EditionStatus, mergeSlots } from '../../../delivery/status/edition-status.ts';
import { cacheEditionStatus } from '../../../delivery/status/edition-status-cache.ts';
import {
  type ReportTotals,
  readReportTotals,
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
import type { ProviderStatus } from './describe-provider.ts';
import { type NextRun, nextRuns } from './next-runs.ts';
import { createProvidersCache } from './providers-cache.ts';

/** Data of the Today page. `figures` are cached and may be older than `now`. */
export interface Today {
  now: Date;
  alerts: readonly OpenAlert[];
  editions: readonly EditionStatus[];
  /** Day of the run that `steps` show, YYYY-MM-DD. */
  day: string;
  steps: readonly DayStep[];
  next: readonly NextRun[];
  providers: readonly ProviderStatus[];
  sources: readonly { row: SourceStateRow; usual: UsualArrival | undefined }[];
  /** Categories of arXiv; empty when arXiv is not a source. */
  categories: readonly CategoryStatus[];
  figures: Figures;
}

/** Numbers counted over a month of rows. */
export interface Figures {
  countedAt: Date;
  reported: readonly (ReportTotals & { days: number })[];
  active: number;
  growth: readonly GrowthDay[];
  /** Days of arXiv's categories. */
  categoryDays: readonly CategoryDay[];
}

/**
 * Creates a reader of the page's data. Figures are cached for DASHBOARD.statisticsCacheMinutes across all
 * requests.
 */
export function createTodayCache(
  ctx: Pick<WebContext, 'db' | 'clock' | 'env' | 'providers' | 'taxonomy'>,
): () => Promise<Today> {
  const editionStatus = cacheEditionStatus(ctx);
  const providers = createProvidersCache(ctx);
  const figures = cached(DASHBOARD.statisticsCacheMinutes * 60_000, (now) => readFigures(ctx, now));
  return async () => {
    const now = ctx.clock.now();
    const current = await readCurrent(ctx, now, await editionStatus.present(DASHBOARD.maxEditions));
    const counts = await figures(now);
    const categories = ctx.env.SOURCES.includes('arxiv')
      ? categoryStatuses(
          fetchedCategories(ctx.env, ctx.taxonomy),
          counts.categoryDays,
          { quietWeekdays: SOURCES.arxiv.quietWeekdays, lagDays: FETCHING.arxiv?.lagDays ?? 0 },
          now,
        )
      : [];
    return { ...current, categories, providers: await providers(now), figures: counts };
  };
}

async function readCurrent(
  { db, env }: Pick<WebContext, 'db' | 'env'>,
  now: Date,
  editions: readonly EditionStatus[],
): Promise<Omit<Today, 'figures' | 'providers' | 'categories'>> {
  const day = runDay(now);
  const since = addDays(day, -DASHBOARD.medianDays);
  const runs = await readRuns(db, { day, names: STEPS });
  const usual = await readUsualDurations(db, new Date(`${since}T00:00:00Z`));
  const hours = await readSendHours(db, since);
  const ofDay = editions.filter((edition) => edition.day === day);
  const arrivals = await readUsualArrivals(db, since);
  return {
    now,
    alerts: await readOpenAlerts(db),
    editions,
    day,
    steps: [...jobSteps(runs, usual, env.SOURCES), ...sendSteps(mergeSlots(ofDay), hours, day, now)],
    next: nextRuns(now),
    sources: (await readSourceStates(db)).map((row) => ({
      row,
      usual: arrivals.find(({ source }) => source === row.source),
    })),
  };
}

async function readFigures(
  { db, env, taxonomy }: Pick<WebContext, 'db' | 'env' | 'taxonomy'>,
  now: Date,
): Promise<Figures> {
  const today = dayOf(now);
  const reported = [];
  for (const days of [7, 30])
    reported.push({ days, ...(await readReportTotals(db, addDays(today, 1 - days))) });
  return {
    countedAt: now,
    reported,
    active: await countActive(db),
    growth: await readGrowth(db, addDays(today, 1 - DASHBOARD.growthDays), today),
    categoryDays: await readCategoryDays(
      db,
      'arxiv',
      fetchedCategories(env, taxonomy),
      addDays(today, -DASHBOARD.categoryDays),
    ),
  };
}
