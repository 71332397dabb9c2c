import { type Context, Hono } from 'hono';
import { signUpSummary } from '../../../editions/subscription-summary.ts';
import {
  type ConfirmResult,
  confirmSubscription,
  readConfirmToken,
} from '../../../subscribers/sign-up/confirm.ts';
import { readSignUpPreference } from '../../../subscribers/sign-up/returning.ts';
import { readToken } from '../../../token.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import { ButtonPage, NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { preferenceOf, subscriberPath } from '../preferences/signed-subscriber.ts';
import { confirmTexts } from './confirm-texts.ts';

/** Status of each result. It depends on the signature alone, never on whether an address exists. */
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
      const signUp = await readSignUpPreference(ctx.db, reading.subscriberId);
      const summary = signUp
        ? [signUpSummary(ctx.taxonomy, signUp.preference, site.language, signUp.returning)]
        : [];
      const paragraphs = [...ask.paragraphs, ...summary];
      return c.html(renderPage(<ButtonPage site={site} {...ask} paragraphs={paragraphs} />));
    })
    .post('/confirm/:token', async (c) => {
      const site = c.get('site');
      const texts = confirmTexts[site.language];
      const token = c.req.param('token');
      const reading = readToken(ctx.keys, 'confirm', token, ctx.clock.now());
      const result = await confirmSubscription(ctx, token);
      if (result !== 'confirmed' || !reading.valid)
        return refuse(c, result === 'confirmed' ? 'invalid' : result);
      const preference = await preferenceOf(ctx, { id: reading.subject });
      const paragraphs = [
        signUpSummary(ctx.taxonomy, preference, site.language),
        ...texts.confirmed.paragraphs,
      ];
      return c.html(
        renderPage(
          <NoticePage site={site} heading={texts.confirmed.heading} paragraphs={paragraphs}>
            {/* Only here, where the mailbox has just been proven. The page for `already` lacks it: a
                confirmation link expires, and a preferences link never does. */}
            <p>
              <a className="button" href={subscriberPath(ctx.keys, reading.subject)}>
                {texts.confirmed.choose}
              </a>
            </p>
          </NoticePage>,
        ),
      );
    });
}

/** Page for a link that confirms nothing, with a way to get another. */
function refuse(
  c: Context<RequestVariables>,
  result: Exclude<ConfirmResult, 'confirmed'>,
): Response | Promise<Response> {
  const site = c.get('site');
  const texts = confirmTexts[site.language];
  const page = (
    <NoticePage site={site} {...texts[result]}>
      <p>
        {result === 'already' ? (
          <a href="/my-link">{site.texts.links.myLink}</a>
        ) : (
          <a href="/subscribe">{site.texts.links.subscribeAgain}</a>
        )}
      </p>
    </NoticePage>
  );
  return c.html(renderPage(page), STATUS[result]);
}
