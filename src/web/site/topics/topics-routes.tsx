import { Hono } from 'hono';
import { currentTopic } from '../../../../config/topics/taxonomy.ts';
import { addDays, dayOf } from '../../../day.ts';
import {
  countPapersByTopic,
  findNewestDay,
  readDayBasis,
  readListEntries,
  readListedPapers,
} from '../../../papers/lists/list-queries.ts';
import { readRanksInTopic } from '../../../trending/pool-paper-queries.ts';
import { cachePage } from '../../http/cache-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { orderEntries } from '../papers/list-order.ts';
import { firstRankOf, listAddress, pageOf, readListQuery } from '../papers/list-query.ts';
import { paperView, topicPath } from '../papers/paper-view.ts';
import { withThumbnails } from '../papers/thumbnail-routes.ts';
import { TopicPage, TopicsPage } from './topics-pages.tsx';

const TOPIC_DAYS = 30;
/** Pools of so many days rank a topic's page. */
const RANKED_DAYS = 7;
/** Days that a topic's page lists and the list of topics counts. */
const recentDays = (newest: string) => ({ from: addDays(newest, 1 - TOPIC_DAYS), to: newest });

/** `/topics` lists the taxonomy, `/topics/:slug` one topic's papers of the last 30 days from every source. */
export function topicRoutes(
  ctx: Pick<WebContext, 'db' | 'clock' | 'env' | 'taxonomy'>,
): Hono<RequestVariables> {
  const newestDay = async () =>
    (await findNewestDay(ctx.db, await readDayBasis(ctx.db))) ?? dayOf(ctx.clock.now());
  return new Hono<RequestVariables>()
    .use('/topics/*', cachePage)
    .get('/topics', async (c) => {
      const counts = await countPapersByTopic(ctx, recentDays(await newestDay()));
      return c.html(renderPage(<TopicsPage site={c.get('site')} counts={counts} />));
    })
    .get('/topics/:slug', async (c) => {
      const site = c.get('site');
      const slug = c.req.param('slug');
      const topic = currentTopic(ctx.taxonomy, slug);
      if (topic === null) return ctx.taxonomy.renamed.has(slug) ? c.redirect('/topics', 301) : c.notFound();
      if (topic !== slug) return c.redirect(topicPath(topic), 301);
      const query = { ...readListQuery(ctx.taxonomy, c.req.query()), topic: null };
      const newest = await newestDay();
      const entries = await readListEntries(ctx, 'all', recentDays(newest), slug);
      const pools = Array.from({ length: RANKED_DAYS }, (_, back) => `day-${addDays(newest, -back)}`);
      const ids = entries.map(({ id }) => id);
      const ranks = query.sort === 'trending' ? await readRanksInTopic(ctx.db, pools, slug, ids) : new Map();
      const shown = pageOf(orderEntries(entries, query.sort, ranks), query.page);
      const papers = await readListedPapers(
        ctx,
        shown.entries.map(({ id }) => id),
      );
      const list = {
        slug,
        query,
        total: entries.length,
        page: shown.page,
        pages: shown.pages,
        firstRank: firstRankOf(query.sort, shown.page),
        papers: await withThumbnails(
          ctx,
          papers.map((paper) => paperView(site, paper)),
        ),
        address: (page: number) => listAddress(topicPath(slug), { ...query, page }),
      };
      return c.html(renderPage(<TopicPage site={site} list={list} />));
    });
}
