import type { ErrorHandler, Hono, NotFoundHandler } from 'hono';
import { reasonOf } from '../../../errors.ts';
import { dashboardFailure } from '../../dashboard/frame/dashboard-page.tsx';
import { FRAME_TEXTS } from '../../dashboard/frame/frame-texts.ts';
import type { RequestVariables, WebContext } from '../../http/web-context.ts';
import { renderPage } from './document.tsx';
import { NoticePage } from './notice-page.tsx';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What stands where no page does, and where one broke: in words, with the reason in the log only. */
export function failures(
  ctx: Pick<WebContext, 'log'>,
  app: Hono<RequestVariables>,
): { notFound: NotFoundHandler<RequestVariables>; failed: ErrorHandler<RequestVariables> } {
  return {
    notFound: (c) => {
      const site = c.get('site');
      const { notAllowed, notFound } = site.texts.failures;
      const allowed = methodsOf(app, c.req.path);
      if (allowed.length === 0 || allowed.includes(c.req.method))
        return (
          dashboardFailure(c, FRAME_TEXTS.notFound, 404) ??
          c.html(renderPage(<NoticePage site={site} {...notFound} />), 404)
        );
      c.header('Allow', allowed.join(', '));
      return c.html(renderPage(<NoticePage site={site} {...notAllowed} />), 405);
    },
    failed: (error, c) => {
      const site = c.get('site');
      const { failed } = site.texts.failures;
      const requestId = c.get('requestId');
      ctx.log.error({ requestId, reason: reasonOf(error), stack: error.stack }, 'request failed');
      const paragraphs = [...failed.paragraphs, failed.reference(requestId)];
      return (
        dashboardFailure(c, FRAME_TEXTS.broken(requestId), 500) ??
        c.html(renderPage(<NoticePage site={site} heading={failed.heading} paragraphs={paragraphs} />), 500)
      );
    },
  };
}

/** The methods that an address takes; empty where there is none. Middleware answers to all of them and does not count. */
function methodsOf(app: Hono<RequestVariables>, path: string): string[] {
  return METHODS.filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  ).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}
