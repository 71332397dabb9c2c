import { join } from 'node:path';
import { Hono } from 'hono';
import { DEFAULT_LANGUAGE, isLanguage, type Language } from '../../../../config/languages.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { EMAIL_SANDBOX, EmailPage, OutboxPage } from './outbox-pages.tsx';
import { listEmails, readMail } from './read-outbox.ts';

/** A mail may style itself and nothing more: no script, no picture from outside, no form, not our origin. */
const MAIL_POLICY = `sandbox ${EMAIL_SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'`;

/** `/outbox`: the mails that a development installation writes into a folder. Mounted only where site.ts allows it. */
export function outboxRoutes(ctx: Pick<WebContext, 'env'>): Hono<RequestVariables> {
  const directory = join(ctx.env.DATA_DIR, 'outbox');
  return new Hono<RequestVariables>()
    .use('/outbox/*', keepPrivate)
    .get('/outbox', async (c) => {
      const { mails, older } = await listEmails(directory);
      return c.html(renderPage(<OutboxPage site={c.get('site')} mails={mails} older={older} />));
    })
    .get('/outbox/:file', async (c) => {
      const mail = await readMail(directory, c.req.param('file'));
      return mail ? c.html(renderPage(<EmailPage site={c.get('site')} mail={mail} />)) : c.notFound();
    })
    .get('/outbox/:file/html', async (c) => {
      const mail = await readMail(directory, c.req.param('file'));
      if (!mail || mail.html === null) return c.notFound();
      return c.html(linksOutside(mail.html), 200, {
        'Content-Security-Policy': MAIL_POLICY,
        'Content-Language': languageOf(mail),
        'X-Frame-Options': 'SAMEORIGIN',
        // A sandboxed document may not ask for a browsing context group of its own.
        'Cross-Origin-Opener-Policy': 'unsafe-none',
      });
    });
}

function languageOf({ headers }: { headers: readonly { name: string; value: string }[] }): Language {
  const said = headers.find(({ name }) => name.toLowerCase() === 'content-language')?.value.trim();
  return isLanguage(said) ? said : DEFAULT_LANGUAGE;
}

/** Inside the frame a link would lead nowhere: our own pages and arXiv's may not be framed. */
function linksOutside(html: string): string {
  return html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
}
