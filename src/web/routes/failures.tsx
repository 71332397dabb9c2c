import type { ErrorHandler, NotFoundHandler } from 'hono';
import { reasonOf } from '../../errors.ts';
import type { RequestVariables, WebContext } from '../context.ts';
import { renderPage } from '../pages/document.tsx';
import { NoticePage } from '../pages/notice-page.tsx';
import type { Site } from '../site.ts';

/** What stands where no page does, and where one broke: in words, with the reason in the log only. */
export function failures(
  ctx: Pick<WebContext, 'log'>,
  site: Site,
): { notFound: NotFoundHandler<RequestVariables>; failed: ErrorHandler<RequestVariables> } {
  const { notFound, failed } = site.texts;
  return {
    notFound: (c) => c.html(renderPage(<NoticePage site={site} {...notFound} />), 404),
    failed: (error, c) => {
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
