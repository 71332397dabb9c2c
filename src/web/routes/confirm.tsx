import { Hono } from 'hono';
import { type ConfirmResult, confirm, readConfirmToken } from '../../subscribers/confirm.ts';
import { readToken } from '../../token.ts';
import type { RequestVariables, WebContext } from '../context.ts';
import { keepPrivate } from '../middleware/security-headers.ts';
import { renderPage } from '../pages/document.tsx';
import { ButtonPage, NoticePage } from '../pages/notice-page.tsx';
import { readerPath } from '../reader.ts';

/** Gone and unknown are said as such; nothing here depends on whether an address exists, only on the signature. */
const STATUS = { confirmed: 200, already: 200, expired: 410, invalid: 404 } as const satisfies Record<
  ConfirmResult,
  number
>;

/** `/confirm/:token`: GET shows the button and changes nothing, POST records the consent. */
export function confirmRoutes(ctx: WebContext): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/confirm/:token', keepPrivate)
    .get('/confirm/:token', (c) => {
      const site = c.get('site');
      const words = site.texts.confirm;
      const reading = readConfirmToken(ctx, c.req.param('token'));
      if (reading === 'ready') return c.html(renderPage(<ButtonPage site={site} {...words.ask} />));
      return c.html(renderPage(<NoticePage site={site} {...words[reading]} />), STATUS[reading]);
    })
    .post('/confirm/:token', async (c) => {
      const site = c.get('site');
      const words = site.texts.confirm;
      const token = c.req.param('token');
      const result = await confirm(ctx, token);
      if (result !== 'confirmed')
        return c.html(renderPage(<NoticePage site={site} {...words[result]} />), STATUS[result]);
      return c.html(
        renderPage(
          <NoticePage site={site} {...words.confirmed}>
            <p>
              <a className="button" href={preferencesPath(ctx, token)}>
                {words.confirmed.choose}
              </a>
            </p>
          </NoticePage>,
        ),
      );
    });
}

/**
 * The way on, once, for the person who has just shown that the mailbox is theirs. Not on the page that says "already":
 * a confirmation link ends after days, and the link to the preferences never does.
 */
function preferencesPath(ctx: Pick<WebContext, 'keys' | 'clock'>, token: string): string {
  const reading = readToken(ctx.keys, 'confirm', token, ctx.clock.now());
  return reading.valid ? readerPath(ctx.keys, reading.subject) : '/';
}
