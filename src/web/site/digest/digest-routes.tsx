import { Hono } from 'hono';
import { renderPublicDigest } from '../../../delivery/digest/public-digest.ts';
import type { PoolCache } from '../../../editions/pool-cache.ts';
import { readToken } from '../../../token.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { digestTexts } from './digest-texts.ts';

/**
 * Content security policy of an email shown as a page: inline styles, links, and nothing else. Emails have
 * hundreds of style attributes, which no hash can allow.
 */
const DIGEST_POLICY = [
  'sandbox allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * `/digests/:token`, *View in browser*. Anyone may open it, because emails are forwarded; it shows nothing of
 * its subscriber. 410 once the papers of the digest have been deleted; 404 for an invalid link and an erased
 * subscriber alike.
 */
export function digestRoutes(
  ctx: Pick<WebContext, 'db' | 'env' | 'clock' | 'keys' | 'taxonomy'> & { pools: PoolCache },
): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/digests/:token', keepPrivate)
    .get('/digests/:token', async (c) => {
      const reading = readToken(ctx.keys, 'digest', c.req.param('token'), ctx.clock.now());
      const digest = reading.valid ? await renderPublicDigest(ctx, reading.subject) : null;
      if (digest === null) return c.notFound();
      if (digest !== 'gone')
        return c.html(digest.html, 200, {
          'Content-Security-Policy': DIGEST_POLICY,
          'Content-Language': digest.language,
          // A sandboxed document may not ask for a browsing context group of its own.
          'Cross-Origin-Opener-Policy': 'unsafe-none',
        });
      const site = c.get('site');
      const { gone } = digestTexts[site.language];
      return c.html(
        renderPage(
          <NoticePage site={site} heading={gone.heading} paragraphs={gone.paragraphs}>
            <p>
              <a href="/editions">{gone.archive}</a>
            </p>
          </NoticePage>,
        ),
        410,
      );
    });
}
