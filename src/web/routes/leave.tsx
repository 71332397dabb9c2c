import { Hono } from 'hono';
import { unsubscribe } from '../../subscribers/unsubscribe.ts';
import type { WebContext } from '../context.ts';
import { keepPrivate } from '../middleware/security-headers.ts';
import { renderPage } from '../pages/document.tsx';
import { ButtonPage, NoticePage } from '../pages/notice-page.tsx';
import type { Site } from '../site.ts';

/**
 * `/leave/:key`: GET shows the button and changes nothing; POST ends the subscription, for the button and for mail
 * programs (RFC 8058) alike. It reads no body, cookie or origin and never redirects, and no answer tells whether the
 * key is anybody's. Only a failure of ours is not 200, because then the mail has not been stopped.
 */
export function leaveRoutes(ctx: Pick<WebContext, 'db' | 'clock'>, site: Site): Hono {
  const words = site.texts.leave;
  return new Hono()
    .use('/leave/:key', keepPrivate)
    .get('/leave/:key', (c) => c.html(renderPage(<ButtonPage site={site} {...words.ask} />)))
    .post('/leave/:key', async (c) => {
      await unsubscribe(ctx, c.req.param('key'));
      return c.html(renderPage(<NoticePage site={site} {...words.done} />));
    });
}
