import { Hono } from 'hono';
import { z } from 'zod';
import { findListDay, type ListDay, readListedPapers } from '../../papers/list-queries.ts';
import type { RequestVariables, WebContext } from '../context.ts';
import { cachePage } from '../middleware/public-cache.ts';
import { renderPage } from '../pages/document.tsx';
import { NoticePage } from '../pages/notice-page.tsx';
import { EmptyPage, PapersPage } from '../pages/papers-page.tsx';
import { paperView } from '../paper-view.ts';
import type { Site } from '../site.ts';

const daySchema = z.iso.date();

/** `/` shows the newest day's papers, `/papers/YYYY-MM-DD` those of any day that has a list. */
export function paperRoutes(ctx: Pick<WebContext, 'db'>): Hono<RequestVariables> {
  const page = async (site: Site, list: ListDay, home: boolean): Promise<string> => {
    const papers = await readListedPapers(ctx.db, list.day);
    const views = papers.map((paper) => paperView(paper, site.texts));
    return renderPage(<PapersPage site={site} list={list} papers={views} home={home} />);
  };
  return new Hono<RequestVariables>()
    .use('/', cachePage)
    .use('/papers/*', cachePage)
    .get('/', async (c) => {
      const site = c.get('site');
      const list = await findListDay(ctx.db, 'newest');
      return c.html(list ? await page(site, list, true) : renderPage(<EmptyPage site={site} />));
    })
    .get('/papers/:day', async (c) => {
      const site = c.get('site');
      const day = daySchema.safeParse(c.req.param('day'));
      if (!day.success) return c.notFound();
      const list = await findListDay(ctx.db, day.data);
      if (list) return c.html(await page(site, list, false));
      return c.html(renderPage(<NoticePage site={site} {...site.texts.papers.noList} />), 404);
    });
}
