import { Hono } from 'hono';
import { type ListedPaper, readListedPapers } from '../../../papers/lists/list-queries.ts';
import { type SearchResult, search } from '../../../papers/search/search.ts';
import { cachePage } from '../../http/cache-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import type { RequestVariables, Site } from '../frame/site.ts';
import { pageOf } from '../papers/list-query.ts';
import { withThumbnails } from '../papers/thumbnail-routes.ts';
import { SearchPage } from './search-page.tsx';
import { readSearchQuery } from './search-query.ts';
import { type FoundView, foundView } from './search-view.ts';

const RESULTS_PER_PAGE = 20;

/**
 * `/search?q=`: results, or examples without a query. GET only, so that results can be bookmarked and shared.
 */
export function searchRoutes(ctx: Pick<WebContext, 'db' | 'env' | 'taxonomy'>): Hono<RequestVariables> {
  return new Hono<RequestVariables>().use('/search', cachePage).get('/search', async (c) => {
    const site = c.get('site');
    const query = readSearchQuery(ctx.taxonomy, c.req.query());
    if (query.q === '' && query.topic === null && query.from === null && query.to === null)
      return c.html(renderPage(<SearchPage site={site} query={query} found={null} />));
    const result = await search(ctx, { query: query.q, filters: query });
    const shown = pageOf(result.papers, query.page, RESULTS_PER_PAGE);
    const ids = shown.entries.map(({ paperId }) => paperId);
    const papers = await readListedPapers(ctx, result.reference ? [result.reference.id] : ids);
    const views = viewsOf(site, result, papers);
    const pictured = await withThumbnails(
      ctx,
      views.map(({ paper }) => paper),
    );
    const found = {
      result,
      page: shown.page,
      pages: shown.pages,
      papers: views.map((view, place) => ({ ...view, paper: pictured[place] ?? view.paper })),
    };
    return c.html(renderPage(<SearchPage site={site} query={query} found={found} />));
  });
}

function viewsOf(site: Site, result: SearchResult, papers: readonly ListedPaper[]): FoundView[] {
  const missing = new Map(result.papers.map((paper) => [paper.paperId, paper.missing]));
  return papers.map((paper) => foundView(site, paper, missing.get(paper.id) ?? [], result.highlights));
}
