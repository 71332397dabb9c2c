import { type Context, Hono } from 'hono';
import { signUpSummary } from '../../../editions/subscription-summary.ts';
import {
  type ConfirmResult,
  confirmSubscription,
  readConfirmToken,
} from '../../../subscribers/sign-up/confirm.ts';
import { readToken } from '../../../token.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import { ButtonPage, NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { preferenceOf, subscriberPath } from '../preferences/signed-subscriber.ts';
import { confirmTexts } from './confirm-texts.ts';

/** Gone and unknown are said as such; nothing here depends on whether an address exists, only on the signature. */
const STATUS = { confirmed: 200, already: 200, expired: 410, invalid: 404 } as const satisfies Record<
  ConfirmResult,
  number
>;

/** `/confirm/:token`: GET shows the button and changes nothing, POST records the consent. */
export function confirmRoutes(ctx: WebContext): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/confirm/:token', keepPrivate)
    .get('/confirm/:token', async (c) => {
      const site = c.get('site');
      const reading = await readConfirmToken(ctx, c.req.param('token'));
      if (reading.result !== 'ready') return refuse(c, reading.result);
      const { ask } = confirmTexts[site.language];
      const preference = await preferenceOf(ctx, { id: reading.subscriberId });
      const paragraphs = [...ask.paragraphs, signUpSummary(preference, site.language)];
      return c.html(renderPage(<ButtonPage site={site} {...ask} paragraphs={paragraphs} />));
    })
    .post('/confirm/:token', async (c) => {
      const site = c.get('site');
      const words = confirmTexts[site.language];
      const token = c.req.param('token');
      const reading = readToken(ctx.keys, 'confirm', token, ctx.clock.now());
      const result = await confirmSubscription(ctx, token);
      if (result !== 'confirmed' || !reading.valid)
        return refuse(c, result === 'confirmed' ? 'invalid' : result);
      const preference = await preferenceOf(ctx, { id: reading.subject });
      const paragraphs = [signUpSummary(preference, site.language), ...words.confirmed.paragraphs];
      return c.html(
        renderPage(
          <NoticePage site={site} heading={words.confirmed.heading} paragraphs={paragraphs}>
            {/* Once, for the person who has just shown that the mailbox is theirs. Not on the page that says "already":
                a confirmation link ends after days, and the link to the preferences never does. */}
            <p>
              <a className="button" href={subscriberPath(ctx.keys, reading.subject)}>
                {words.confirmed.choose}
              </a>
            </p>
          </NoticePage>,
        ),
      );
    });
}

/** Why there is nothing to confirm, and where another link comes from. */
function refuse(
  c: Context<RequestVariables>,
  why: Exclude<ConfirmResult, 'confirmed'>,
): Response | Promise<Response> {
  const site = c.get('site');
  const words = confirmTexts[site.language];
  const page = (
    <NoticePage site={site} {...words[why]}>
      <p>
        {why === 'already' ? (
          <a href="/my-link">{site.texts.links.myLink}</a>
        ) : (
          <a href="/subscribe">{words.again}</a>
        )}
      </p>
    </NoticePage>
  );
  return c.html(renderPage(page), STATUS[why]);
}
