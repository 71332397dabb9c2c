import { join } from 'node:path';
import { Hono } from 'hono';
import { DEFAULT_LANGUAGE, isLanguage, type Language } from '../../../../config/languages.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { EMAIL_SANDBOX, EmailPage, OutboxPage } from './outbox-pages.tsx';
import { listEmails, readOutboxEmail } from './read-outbox.ts';

/** Content security policy of an email: styles only, in an origin of its own. No scripts, images or forms. */
const EMAIL_POLICY = [
  `sandbox ${EMAIL_SANDBOX}`,
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "frame-ancestors 'self'",
].join('; ');

/**
 * `/outbox`: the emails that a development installation writes to a folder. Mounted only if `showsOutbox`
 * allows it.
 */
export function outboxRoutes(ctx: Pick<WebContext, 'env'>): Hono<RequestVariables> {
  const directory = join(ctx.env.DATA_DIR, 'outbox');
  return new Hono<RequestVariables>()
    .use('/outbox/*', keepPrivate)
    .get('/outbox', async (c) => {
      const { emails, older } = await listEmails(directory);
      return c.html(renderPage(<OutboxPage site={c.get('site')} emails={emails} older={older} />));
    })
    .get('/outbox/:file', async (c) => {
      const email = await readOutboxEmail(directory, c.req.param('file'));
      return email ? c.html(renderPage(<EmailPage site={c.get('site')} email={email} />)) : c.notFound();
    })
    .get('/outbox/:file/html', async (c) => {
      const email = await readOutboxEmail(directory, c.req.param('file'));
      if (!email || email.html === null) return c.notFound();
      return c.html(openLinksOutside(email.html), 200, {
        'Content-Security-Policy': EMAIL_POLICY,
        'Content-Language': languageOf(email),
        'X-Frame-Options': 'SAMEORIGIN',
        // A sandboxed document may not ask for a browsing context group of its own.
        'Cross-Origin-Opener-Policy': 'unsafe-none',
      });
    });
}

function languageOf({ headers }: { headers: readonly { name: string; value: string }[] }): Language {
  const language = headers.find(({ name }) => name.toLowerCase() === 'content-language')?.value.trim();
  return isLanguage(language) ? language : DEFAULT_LANGUAGE;
}

/** Makes links open in a new window: neither this site nor arXiv allows being framed. */
function openLinksOutside(html: string): string {
  return html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
}
