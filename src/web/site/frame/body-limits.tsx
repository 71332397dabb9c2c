import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { renderPage } from './document.tsx';
import { NoticePage } from './notice-page.tsx';
import type { RequestVariables } from './site.ts';

const LARGEST_BODY = 64 * 1024;

/**
 * Answers 413 to bodies over 64 kB. Exempt are POST `/leave/…`, which reads no body and must answer 200 to
 * any email provider (RFC 8058), and webhooks and file uploads, which have limits of their own
 * (http/webhook-routes.ts, dashboard/imports/import-routes.tsx).
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
