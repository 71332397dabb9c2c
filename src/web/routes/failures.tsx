import type { ErrorHandler, NotFoundHandler } from 'hono';
import { reasonOf } from '../../errors.ts';
import type { RequestVariables, WebContext } from '../context.ts';
import { renderPage } from '../pages/document.tsx';
import { NoticePage } from '../pages/notice-page.tsx';

/** What stands where no page does, and where one broke: in words, with the reason in the log only. */
export function failures(ctx: Pick<WebContext, 'log'>): {
  notFound: NotFoundHandler<RequestVariables>;
  failed: ErrorHandler<RequestVariables>;
} {
  return {
    notFound: (c) => {
      const site = c.get('site');
      return c.html(renderPage(<NoticePage site={site} {...site.texts.failures.notFound} />), 404);
    },
    failed: (error, c) => {
      const site = c.get('site');
      const { failed } = site.texts.failures;
      const requestId = c.get('requestId');
      ctx.log.error({ requestId, reason: reasonOf(error), stack: error.stack }, 'request failed');
      const paragraphs = [...failed.paragraphs, failed.reference(requestId)];
      return c.html(
        renderPage(<NoticePage site={site} heading={failed.heading} paragraphs={paragraphs} />),
        500,
      );
    },
  };
}
