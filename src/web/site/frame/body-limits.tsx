import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { renderPage } from './document.tsx';
import { NoticePage } from './notice-page.tsx';
import type { RequestVariables } from './site.ts';

const LARGEST_BODY = 64 * 1024;

/**
 * Answers 413 to more than 64 kB. Leaving is let through: nothing of that body is read, and whatever a mail provider
 * sends there, the answer must be 200 (RFC 8058). Webhooks have limits of their own (routes/webhooks.ts), and so has the upload of
 * a file, behind the session (dashboard/imports/import-routes.tsx).
 */
export function bodyLimits(): MiddlewareHandler<RequestVariables> {
  const limit = bodyLimit({
    maxSize: LARGEST_BODY,
    onError: (c: Context<RequestVariables>) => {
      const site = c.get('site');
      return c.html(renderPage(<NoticePage site={site} {...site.texts.errors.tooLarge} />), 413);
    },
  });
  const others = /^\/(?:(?:leave|webhooks)\/|operator\/subscribers\/imports$)/;
  return (c, next) => (others.test(c.req.path) ? next() : limit(c, next));
}
