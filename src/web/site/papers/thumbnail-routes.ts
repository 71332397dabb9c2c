import { Hono } from 'hono';
import { parseArxivId } from '../../../papers/arxiv-id.ts';
import { findThumbnail, readThumbnailVersions } from '../../../papers/thumbnails/thumbnail-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { PaperView } from './paper-view.ts';

/**
 * `/thumbnails/2606.13681?v=…`: a stored image under its own type, immutable under its version. Without
 * `THUMBNAILS=on` there is no such page.
 */
export function thumbnailRoutes(ctx: Pick<WebContext, 'db' | 'env'>): Hono {
  return new Hono().get('/thumbnails/:id{.+}', async (c) => {
    const id = ctx.env.THUMBNAILS === 'on' ? parseArxivId(c.req.param('id')) : null;
    const image = id === null ? null : await findThumbnail(ctx.db, id.id);
    if (image === null) return c.notFound();
    const immutable = c.req.query('v') === image.version;
    return c.body(Uint8Array.from(image.bytes), 200, {
      'Content-Type': image.type,
      'Content-Length': String(image.bytes.byteLength),
      'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
      'Cross-Origin-Resource-Policy': 'same-origin',
    });
  });
}

/** Adds the addresses of stored images to papers of a page; without `THUMBNAILS=on` it reads nothing. */
export async function withThumbnails(
  ctx: Pick<WebContext, 'db' | 'env'>,
  papers: readonly PaperView[],
): Promise<PaperView[]> {
  if (ctx.env.THUMBNAILS === 'off') return [...papers];
  const versions = await readThumbnailVersions(
    ctx.db,
    papers.map(({ id }) => id),
  );
  return papers.map((paper) => {
    const version = versions.get(paper.id);
    return version === undefined ? paper : { ...paper, thumbnail: `/thumbnails/${paper.id}?v=${version}` };
  });
}
