import type { Context, ErrorHandler, Hono, NotFoundHandler } from 'hono';
import { reasonOf } from '../../../errors.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from './document.tsx';
import { NoticePage } from './notice-page.tsx';
import type { RequestVariables } from './site.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

type Answer = Response | Promise<Response>;

/** Answers in the dashboard's own frame; null where the visitor is not signed in to it. */
export type DashboardError = (c: Context, error: 'notFound' | 'failed') => Answer | null;

/**
 * Error handlers of the whole app: 404 with no page, 405 with the allowed methods, 500 with the request id.
 * The reason of a 500 goes to the log alone.
 */
export function errorPages(
  ctx: Pick<WebContext, 'log'>,
  app: Hono<RequestVariables>,
  dashboardError: DashboardError,
): { notFound: NotFoundHandler<RequestVariables>; failed: ErrorHandler<RequestVariables> } {
  return {
    notFound: (c) => {
      const site = c.get('site');
      const { notAllowed, notFound } = site.texts.errors;
      const allowed = methodsOf(app, c.req.path);
      if (allowed.length === 0 || allowed.includes(c.req.method))
        return (
          dashboardError(c, 'notFound') ?? c.html(renderPage(<NoticePage site={site} {...notFound} />), 404)
        );
      c.header('Allow', allowed.join(', '));
      return c.html(renderPage(<NoticePage site={site} {...notAllowed} />), 405);
    },
    failed: (error, c) => {
      const site = c.get('site');
      const { failed } = site.texts.errors;
      const requestId = c.get('requestId');
      ctx.log.error({ requestId, reason: reasonOf(error), stack: error.stack }, 'request failed');
      const paragraphs = [...failed.paragraphs, failed.reference(requestId)];
      return (
        dashboardError(c, 'failed') ??
        c.html(renderPage(<NoticePage site={site} heading={failed.heading} paragraphs={paragraphs} />), 500)
      );
    },
  };
}

/**
 * Methods that a path accepts; empty for an unknown path. Middleware matches every method and does not count.
 */
function methodsOf(app: Hono<RequestVariables>, path: string): string[] {
  return METHODS.filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  ).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}
