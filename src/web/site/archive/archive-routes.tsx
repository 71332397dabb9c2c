import { Hono } from 'hono';
import { daySchema } from '../../../day.ts';
import { reasonFromScores } from '../../../editions/feed-queries.ts';
import {
  type ArchivedPaper,
  findArchivedPool,
  readArchiveDays,
  readArchivedPapers,
} from '../../../trending/archive-queries.ts';
import { cachePage } from '../../http/cache-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import type { RequestVariables, Site } from '../frame/site.ts';
import { shortPaper } from '../papers/short-paper.ts';
import { ArchiveDayPage, type ArchivedEntry, ArchivePage, NoArchiveDayPage } from './archive-pages.tsx';
import { archiveTexts } from './archive-texts.ts';

/**
 * `/editions` and `/editions/YYYY-MM-DD`: past rankings, read from the frozen pools and not from today's
 * data.
 */
export function archiveRoutes(ctx: Pick<WebContext, 'db'>): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/editions/*', cachePage)
    .get('/editions', async (c) => {
      const days = await readArchiveDays(ctx.db);
      return c.html(renderPage(<ArchivePage site={c.get('site')} days={days} />));
    })
    .get('/editions/:day', async (c) => {
      const site = c.get('site');
      const day = daySchema.safeParse(c.req.param('day'));
      if (!day.success) return c.notFound();
      const pool = await findArchivedPool(ctx.db, day.data);
      if (!pool) return c.html(renderPage(<NoArchiveDayPage site={site} />), 404);
      const papers = await readArchivedPapers(ctx.db, pool);
      const entries = papers.map((paper) => entryOf(paper, site));
      return c.html(renderPage(<ArchiveDayPage site={site} pool={pool} entries={entries} />));
    });
}

function entryOf({ topic, card, scores }: ArchivedPaper, site: Site): ArchivedEntry {
  const reason = reasonFromScores(
    scores,
    { day: card.publicAt.slice(0, 10), links: card.links },
    topic || null,
  );
  return {
    topic,
    paper: shortPaper({ ...card, id: card.paperId, organization: card.organisation }, site.language),
    reason: archiveTexts[site.language].reason(site.taxonomy, reason),
  };
}
