import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { renderPage } from '../pages/document.tsx';
import { NoticePage } from '../pages/notice-page.tsx';
import type { Site } from '../site.ts';

const LARGEST_BODY = 64 * 1024;

/**
 * Answers 413 to more than 64 kB. Leaving is let through: nothing of that body is read, and whatever a mail provider
 * sends there, the answer must be 200 (RFC 8058).
 */
export function bodyLimits(site: Site): MiddlewareHandler {
  const limit = bodyLimit({
    maxSize: LARGEST_BODY,
    onError: (c) => c.html(renderPage(<NoticePage site={site} {...site.texts.tooLarge} />), 413),
  });
  return (c, next) => (c.req.path.startsWith('/leave/') ? next() : limit(c, next));
}
