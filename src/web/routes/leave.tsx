import { Hono } from 'hono';
import { unsubscribe } from '../../subscribers/unsubscribe.ts';
import type { RequestVariables, WebContext } from '../context.ts';
import { keepPrivate } from '../middleware/security-headers.ts';
import { renderPage } from '../pages/document.tsx';
import { ButtonPage, NoticePage } from '../pages/notice-page.tsx';

/**
 * `/leave/:key`: GET shows the button and changes nothing; POST ends the subscription, for the button and for mail
 * programs (RFC 8058) alike. It reads no body and no origin and never redirects, a cookie changes only the language, and no
 * answer tells whether the key is anybody's. Only a failure of ours is not 200, because then the mail has not been stopped.
 */
export function leaveRoutes(ctx: Pick<WebContext, 'db' | 'clock'>): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/leave/:key', keepPrivate)
    .get('/leave/:key', (c) => {
      const site = c.get('site');
      return c.html(renderPage(<ButtonPage site={site} {...site.texts.leave.ask} />));
    })
    .post('/leave/:key', async (c) => {
      await unsubscribe(ctx, c.req.param('key'));
      const site = c.get('site');
      return c.html(renderPage(<NoticePage site={site} {...site.texts.leave.done} />));
    });
}
