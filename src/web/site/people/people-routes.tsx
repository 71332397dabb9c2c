import { type Context, Hono } from 'hono';
import { readListedPapers } from '../../../papers/lists/list-queries.ts';
import {
  countPapersNaming,
  MOST_NAMED,
  type NamedBy,
  readPaperIdsNaming,
} from '../../../papers/lists/people-queries.ts';
import { cutAtWord } from '../../../papers/text/clean-text.ts';
import { nameKey } from '../../../papers/text/name-key.ts';
import { cachePage } from '../../http/cache-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { listAddress, readListQuery } from '../papers/list-query.ts';
import { paperView } from '../papers/paper-view.ts';
import { PersonPage, UnknownPersonPage } from './person-page.tsx';
import { followQuery, keyPath, spellingOf } from './person-view.ts';

const PAPERS_PER_PAGE = 50;
/** Longest name read from an address; folding is work for each character. */
const LONGEST_TYPED = 1_000;
const LONGEST_NAME = 200;

/**
 * `/authors/jane-doe` and `/organizations/a-lab`: the papers with this name, newest first. Any other spelling
 * of the name redirects to this one.
 */
export function peopleRoutes(ctx: Pick<WebContext, 'db' | 'taxonomy'>): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/authors/*', cachePage)
    .use('/organizations/*', cachePage)
    .get('/authors/:name{.+}', (c) => showNamed(ctx, c, 'author'))
    .get('/organizations/:name{.+}', (c) => showNamed(ctx, c, 'organization'));
}

async function showNamed(
  ctx: Pick<WebContext, 'db' | 'taxonomy'>,
  c: Context<RequestVariables>,
  kind: NamedBy['kind'],
): Promise<Response> {
  const site = c.get('site');
  const key = nameKey((c.req.param('name') ?? '').slice(0, LONGEST_TYPED));
  if (key === '') return c.notFound() as Promise<Response>;
  const named = { kind, key };
  const path = keyPath(named);
  const { page: wanted } = readListQuery(ctx.taxonomy, c.req.query());
  if (new URL(c.req.url).pathname !== path) return c.redirect(listAddress(path, { page: wanted }), 301);
  const total = await countPapersNaming(ctx.db, named);
  if (total === 0)
    return c.html(renderPage(<UnknownPersonPage site={site} name={cutAtWord(key, LONGEST_NAME)} />), 404);
  const pages = Math.ceil(Math.min(total, MOST_NAMED) / PAPERS_PER_PAGE);
  const page = Math.min(wanted, pages);
  const offset = (page - 1) * PAPERS_PER_PAGE;
  const [newest, ids] = await Promise.all([
    readPaperIdsNaming(ctx.db, named, { offset: 0, limit: 1 }),
    readPaperIdsNaming(ctx.db, named, { offset, limit: PAPERS_PER_PAGE }),
  ]);
  const read = await readListedPapers(ctx, [...newest, ...ids]);
  const name = cutAtWord(spellingOf(named, read), LONGEST_NAME);
  const papers = read.slice(newest.length).map((paper) => paperView(site, paper));
  const list = { kind, name, path, follow: followQuery(named, name), total, page, pages, papers };
  return c.html(renderPage(<PersonPage site={site} list={list} />));
}
