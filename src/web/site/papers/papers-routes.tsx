import { type Context, Hono } from 'hono';
import { addDays, dayOf } from '../../../day.ts';
import {
  findNeighborDays,
  findNewestDay,
  isSampleOnly,
  type ListEntry,
  readDayBasis,
  readListEntries,
  readListedPapers,
} from '../../../papers/lists/list-queries.ts';
import { type Period, parsePeriod, periodOf } from '../../../papers/lists/period.ts';
import { readRanksInTopic } from '../../../trending/pool-paper-queries.ts';
import { cachePage } from '../../http/cache-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { countTopics, orderEntries } from './list-order.ts';
import { firstRankOf, type ListQuery, pageOf, readListQuery } from './list-query.ts';
import { paperView } from './paper-view.ts';
import { EmptyPage, NoPapersPage, PapersPage } from './papers-page.tsx';
import { neighborPeriods } from './period-view.ts';
import { withThumbnails } from './thumbnail-routes.ts';

type PapersContext = Pick<WebContext, 'db' | 'clock' | 'env' | 'taxonomy'>;
type Request = Context<RequestVariables>;

/**
 * `/` lists the newest day's papers; `/papers/YYYY-MM-DD`, `/papers/week/YYYY-Www` and
 * `/papers/month/YYYY-MM` list those of any day, ISO week or month. A path that names no period falls through
 * to the page of a single paper.
 */
export function paperRoutes(ctx: PapersContext): Hono<RequestVariables> {
  const periodHandler =
    (kind: Period['kind'], parameter: string) => async (c: Request, next: () => Promise<void>) => {
      const period = parsePeriod(kind, c.req.param(parameter) ?? '');
      return period ? showPeriod(ctx, c, await readDayBasis(ctx.db), period) : next();
    };
  return new Hono<RequestVariables>()
    .use('/', cachePage)
    .use('/papers/*', cachePage)
    .get('/', async (c) => {
      const source = await readDayBasis(ctx.db);
      const newest = await findNewestDay(ctx.db, source);
      if (newest === null) return c.html(renderPage(<EmptyPage site={c.get('site')} />));
      return showPeriod(ctx, c, source, periodOf('day', newest), true);
    })
    .get('/papers/:day', periodHandler('day', 'day'))
    .get('/papers/week/:week', periodHandler('week', 'week'))
    .get('/papers/month/:month', periodHandler('month', 'month'));
}

async function showPeriod(
  ctx: PapersContext,
  c: Request,
  source: 'lists' | 'submissions',
  period: Period,
  home = false,
): Promise<Response> {
  const site = c.get('site');
  const query = readListQuery(ctx.taxonomy, c.req.query());
  const [entries, neighbors, sample] = await Promise.all([
    readListEntries(ctx, source, period),
    findNeighborDays(ctx.db, source, period.from, period.to),
    isSampleOnly(ctx.db, period),
  ]);
  const nearest = neighborPeriods(period.kind, neighbors);
  if (entries.length === 0) {
    const future = period.from > dayOf(ctx.clock.now());
    return c.html(renderPage(<NoPapersPage site={site} period={period} {...nearest} future={future} />), 404);
  }
  const chosen = entries.filter(({ topics }) => query.topic === null || topics.includes(query.topic));
  const newestDay = entries.reduce((newest, { day }) => (day > newest ? day : newest), period.from);
  const ranks = query.sort === 'trending' ? await ranksOf(ctx, period, newestDay, query, chosen) : new Map();
  const shown = pageOf(orderEntries(chosen, query.sort, ranks), query.page);
  const papers = await readListedPapers(
    ctx,
    shown.entries.map(({ id }) => id),
  );
  const list = {
    ...nearest,
    period,
    newestDay,
    query,
    counts: countTopics(entries),
    total: chosen.length,
    page: shown.page,
    pages: shown.pages,
    firstRank: firstRankOf(query.sort, shown.page),
    papers: await withThumbnails(
      ctx,
      papers.map((paper) => paperView(site, paper)),
    ),
    past: period.to < dayOf(ctx.clock.now()),
    sample,
  };
  return c.html(renderPage(<PapersPage site={site} list={list} home={home} />));
}

/**
 * Ranks of a period. A day uses its own pool, a week the pool made once all of its papers were in. A month
 * has no pool, nor has a day with a deleted pool; without ranks the list falls back to upvotes.
 */
function ranksOf(
  ctx: PapersContext,
  period: Period,
  newestDay: string,
  query: ListQuery,
  entries: readonly ListEntry[],
): Promise<Map<string, number>> {
  const ids = entries.map(({ id }) => id);
  return readRanksInTopic(ctx.db, poolsOf(period, newestDay), query.topic ?? '', ids);
}

function poolsOf(period: Period, newestDay: string): string[] {
  if (period.kind === 'day') return [`day-${period.name}`];
  if (period.kind === 'month') return [];
  const pools: string[] = [];
  for (let day = newestDay; day <= period.to; day = addDays(day, 1)) pools.push(`week-${day}`);
  return pools;
}
