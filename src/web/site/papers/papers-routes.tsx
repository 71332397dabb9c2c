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
import { type ListQuery, pageOf, readListQuery } from './list-query.ts';
import { paperView } from './paper-view.ts';
import { EmptyPage, NoPapersPage, PapersPage } from './papers-page.tsx';
import { periodsBeside } from './period-view.ts';

type PapersContext = Pick<WebContext, 'db' | 'clock'>;
type Request = Context<RequestVariables>;

/**
 * `/` shows the newest day's papers, `/papers/YYYY-MM-DD`, `/papers/week/YYYY-Www` and `/papers/month/YYYY-MM` those of any
 * day, ISO week and month. What follows `/papers/` and is no day is left to the pages of single papers.
 */
export function paperRoutes(ctx: PapersContext): Hono<RequestVariables> {
  const named =
    (kind: Period['kind'], parameter: string) => async (c: Request, next: () => Promise<void>) => {
      const period = parsePeriod(kind, c.req.param(parameter) ?? '');
      return period ? showPeriod(ctx, c, await readDayBasis(ctx.db), period) : next();
    };
  return new Hono<RequestVariables>()
    .use('/', cachePage)
    .use('/papers/*', cachePage)
    .get('/', async (c) => {
      const of = await readDayBasis(ctx.db);
      const newest = await findNewestDay(ctx.db, of);
      if (newest === null) return c.html(renderPage(<EmptyPage site={c.get('site')} />));
      return showPeriod(ctx, c, of, periodOf('day', newest), true);
    })
    .get('/papers/:day', named('day', 'day'))
    .get('/papers/week/:week', named('week', 'week'))
    .get('/papers/month/:month', named('month', 'month'));
}

async function showPeriod(
  ctx: PapersContext,
  c: Request,
  of: 'lists' | 'submissions',
  period: Period,
  home = false,
): Promise<Response> {
  const site = c.get('site');
  const query = readListQuery(c.req.query());
  const [entries, neighbours, sample] = await Promise.all([
    readListEntries(ctx.db, of, period),
    findNeighborDays(ctx.db, of, period.from, period.to),
    isSampleOnly(ctx.db, period),
  ]);
  const beside = periodsBeside(period.kind, neighbours);
  if (entries.length === 0) {
    const future = period.from > dayOf(ctx.clock.now());
    return c.html(renderPage(<NoPapersPage site={site} period={period} {...beside} future={future} />), 404);
  }
  const chosen = entries.filter(({ topics }) => query.topic === null || topics.includes(query.topic));
  const newestDay = entries.reduce((newest, { day }) => (day > newest ? day : newest), period.from);
  const ranks = query.sort === 'trending' ? await ranksOf(ctx, period, newestDay, query, chosen) : new Map();
  const shown = pageOf(orderEntries(chosen, query.sort, ranks), query.page);
  const papers = await readListedPapers(
    ctx.db,
    shown.entries.map(({ id }) => id),
  );
  const list = {
    ...beside,
    period,
    newestDay,
    query,
    counts: countTopics(entries),
    total: chosen.length,
    page: shown.page,
    pages: shown.pages,
    papers: papers.map((paper) => paperView(paper, site.language)),
    past: period.to < dayOf(ctx.clock.now()),
    sample,
  };
  return c.html(renderPage(<PapersPage site={site} list={list} home={home} />));
}

/**
 * A day's own pool ranks it; a week goes by a pool that was made when all of its papers were there. A month has none, and so
 * have days whose pools are gone: those go by upvotes.
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
