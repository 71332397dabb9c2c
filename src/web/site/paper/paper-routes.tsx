import { type Context, Hono } from 'hono';
import { parseArxivId } from '../../../papers/arxiv-id.ts';
import { readCitablePapers } from '../../../papers/citation/citation-queries.ts';
import { readPaperDetail, readSignalPoints } from '../../../papers/lists/detail-queries.ts';
import { readListedPapers } from '../../../papers/lists/list-queries.ts';
import { findSimilarPapers } from '../../../papers/search/find-related.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { paperPath } from '../papers/paper-view.ts';
import { citationPath, citationResponse, parseCitationPath } from './citation-formats.ts';
import { paperDetailView } from './paper-detail-view.ts';
import { PaperPage, UnknownPaperPage } from './paper-page.tsx';

/**
 * `/papers/2606.13681`, or `/papers/math/0611800` for an id from before April 2007: the page of one paper.
 * With `.bib` or `.ris`, its citation.
 */
export function singlePaperRoutes(ctx: Pick<WebContext, 'db' | 'taxonomy'>): Hono<RequestVariables> {
  const cite = async (
    c: Context<RequestVariables>,
    { typed, format }: NonNullable<ReturnType<typeof parseCitationPath>>,
  ): Promise<Response> => {
    const reference = parseArxivId(typed);
    if (!reference) return c.notFound() as Promise<Response>;
    const { id } = reference;
    if (typed !== id) return c.redirect(citationPath(id, format), 301);
    const [paper] = await readCitablePapers(ctx.db, [id]);
    if (!paper) return c.html(renderPage(<UnknownPaperPage site={c.get('site')} id={id} />), 404);
    return citationResponse(c, paper, format);
  };
  const show = async (c: Context<RequestVariables>, typed: string): Promise<Response> => {
    const site = c.get('site');
    const citation = parseCitationPath(typed);
    if (citation) return cite(c, citation);
    const reference = parseArxivId(typed);
    if (!reference) return c.notFound() as Promise<Response>;
    const { id } = reference;
    // Another spelling or a version of the same id. A paper's page has one address.
    if (typed !== id) return c.redirect(paperPath(id), 301);
    const [paper, [citable], points, similar] = await Promise.all([
      readPaperDetail(ctx, id),
      readCitablePapers(ctx.db, [id]),
      readSignalPoints(ctx.db, id),
      findSimilarPapers(ctx, id),
    ]);
    if (!paper || !citable) return c.html(renderPage(<UnknownPaperPage site={site} id={id} />), 404);
    const listed = await readListedPapers(ctx, similar);
    const view = paperDetailView(site, paper, citable, points, listed);
    return c.html(renderPage(<PaperPage site={site} paper={view} />));
  };
  return new Hono<RequestVariables>()
    .get('/papers/:id', (c) => show(c, c.req.param('id')))
    .get('/papers/:archive/:number', (c) => show(c, `${c.req.param('archive')}/${c.req.param('number')}`));
}
