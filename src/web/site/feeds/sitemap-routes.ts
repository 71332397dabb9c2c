import { Hono } from 'hono';
import { SITEMAP_PART } from '../../../../config/feeds.ts';
import { periodOf } from '../../../papers/lists/period.ts';
import {
  countPublicPapers,
  readPublicListDays,
  readPublicPaperIds,
} from '../../../papers/lists/sitemap-queries.ts';
import { readArchiveDays } from '../../../trending/archive-queries.ts';
import { cacheFeed } from '../../http/cache-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { ARCHIVE_PATH, archivePath } from '../archive/archive-pages.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { paperPath, topicPath } from '../papers/paper-view.ts';
import { periodPath } from '../papers/period-view.ts';
import { robotsText } from './robots.ts';
import { partsOf, sitemapIndex, sitemapPart } from './sitemap.ts';

const XML = { 'Content-Type': 'application/xml; charset=utf-8' };

/** `/robots.txt`, and `/sitemap.xml` with its parts. Lists public pages only. */
export function sitemapRoutes(ctx: Pick<WebContext, 'db' | 'env' | 'taxonomy'>): Hono<RequestVariables> {
  const { PUBLIC_URL } = ctx.env;
  return new Hono<RequestVariables>()
    .get('/robots.txt', cacheFeed, (c) => c.text(robotsText(PUBLIC_URL)))
    .get('/sitemap.xml', cacheFeed, async (c) => {
      const [pages, papers] = [await pagesOf(ctx), await countPublicPapers(ctx.db)];
      const parts = [...partPaths('pages', pages.length), ...partPaths('papers', papers)];
      return c.body(sitemapIndex(parts.map((path) => PUBLIC_URL + path)), 200, XML);
    })
    .get('/sitemaps/:part{pages-[1-9][0-9]{0,3}\\.xml}', cacheFeed, async (c) => {
      const part = Number(/\d+/.exec(c.req.param('part'))?.[0]);
      const pages = (await pagesOf(ctx)).slice((part - 1) * SITEMAP_PART, part * SITEMAP_PART);
      if (pages.length === 0) return c.notFound();
      return c.body(sitemapPart(pages.map((path) => PUBLIC_URL + path)), 200, XML);
    })
    .get('/sitemaps/:part{papers-[1-9][0-9]{0,3}\\.xml}', cacheFeed, async (c) => {
      const part = Number(/\d+/.exec(c.req.param('part'))?.[0]);
      const ids = await readPublicPaperIds(ctx.db, (part - 1) * SITEMAP_PART, SITEMAP_PART);
      if (ids.length === 0) return c.notFound();
      return c.body(sitemapPart(ids.map((id) => PUBLIC_URL + paperPath(id))), 200, XML);
    });
}

const PERIODS = ['day', 'week', 'month'] as const;

function partPaths(kind: 'pages' | 'papers', addresses: number): string[] {
  return Array.from({ length: partsOf(addresses) }, (_, part) => `/sitemaps/${kind}-${part + 1}.xml`);
}

/** Paths of all pages except papers: sections, topics, archive, days, weeks, months. The order is stable. */
async function pagesOf(ctx: Pick<WebContext, 'db' | 'taxonomy'>): Promise<string[]> {
  const [days, archived] = [await readPublicListDays(ctx.db), await readArchiveDays(ctx.db)];
  return [
    ...['/', '/topics', '/search', '/subscribe', ARCHIVE_PATH],
    ...ctx.taxonomy.topics.map(({ slug }) => topicPath(slug)),
    ...archived.map(({ day }) => archivePath(day)),
    ...new Set(PERIODS.flatMap((kind) => days.map((day) => periodPath(periodOf(kind, day))))),
  ];
}
