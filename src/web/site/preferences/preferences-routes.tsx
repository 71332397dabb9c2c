import { Hono } from 'hono';
import { readNextDigestDay } from '../../../delivery/plan/next-digest.ts';
import { replanSubscriber } from '../../../delivery/plan/plan-editions.ts';
import { sendTimeText } from '../../../editions/subscription-summary.ts';
import { updatePreference } from '../../../subscribers/preferences/update-preference.ts';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { readBody } from '../../http/read-body.ts';
import { allowOwnScript } from '../../http/script-policy.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import { renderFragment, renderPage } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { PreviewBody } from '../preview/preview-part.tsx';
import { ProblemNote } from './form-part.tsx';
import { addNames, formOf, type PreferenceForm, parseForm, readForm } from './preference-form.ts';
import { preferencesTexts } from './preferences-texts.ts';
import { preferenceOf } from './signed-subscriber.ts';
import {
  previewOf,
  type SubscriberPageContext,
  type SubscriberRequest,
  showSubscriberPage,
  withSubscriber,
} from './subscriber-page.tsx';

/**
 * `/preferences/:token`: GET shows a subscriber's preferences, POST saves them, without a sign-in. `/preview`
 * renders the page (POST) or the preview alone (GET, for the form's script) and saves nothing.
 */
export function preferencesRoutes(ctx: SubscriberPageContext): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/preferences/:token/*', keepPrivate, allowOwnScript)
    .get('/preferences/:token', (c) =>
      withSubscriber(ctx, c, async (subscriber) =>
        showSubscriberPage(ctx, c, subscriber, await prefilled(ctx, subscriber, c.req.query())),
      ),
    )
    .post('/preferences/:token', (c) =>
      withSubscriber(ctx, c, (subscriber) => savePreference(ctx, c, subscriber)),
    )
    .post('/preferences/:token/preview', (c) =>
      withSubscriber(ctx, c, async (subscriber) => {
        const body = await readBody(c);
        if (body === null) return showUnreadableForm(c);
        const form = readForm(body);
        const parsed = await parsedForm(ctx, subscriber, form);
        if ('problems' in parsed)
          return showSubscriberPage(ctx, c, subscriber, { form, problems: parsed.problems, status: 422 });
        return showSubscriberPage(ctx, c, subscriber, {
          form,
          unsaved: true,
          preference: parsed.preference,
        });
      }),
    )
    .get('/preferences/:token/preview', (c) =>
      withSubscriber(ctx, c, async (subscriber) => {
        const site = c.get('site');
        const parsed = await parsedForm(ctx, subscriber, readForm(c.req.queries()));
        if ('problems' in parsed)
          return c.html(renderFragment(<ProblemNote site={site} problems={parsed.problems} />));
        const view = await previewOf(ctx, c, subscriber, parsed.preference);
        return c.html(renderFragment(<PreviewBody site={site} view={view} unsaved />));
      }),
    );
}

/**
 * The page of an author or organization leads here with its name, which is added to the form and saved with
 * it only: a GET changes nothing.
 */
async function prefilled(
  ctx: SubscriberPageContext,
  subscriber: Subscriber,
  query: Record<string, string>,
): Promise<Parameters<typeof showSubscriberPage>[3]> {
  const stored = formOf(await preferenceOf(ctx, subscriber));
  const form = addNames(stored, query);
  if (form === stored) return {};
  const parsed = await parsedForm(ctx, subscriber, form);
  return 'problems' in parsed ? {} : { form, preference: parsed.preference, unsaved: true, prefilled: true };
}

/** Parses a posted form; topics of the subscriber that are no longer offered stay valid. */
async function parsedForm(ctx: SubscriberPageContext, subscriber: Subscriber, form: PreferenceForm) {
  const { interests } = await preferenceOf(ctx, subscriber);
  return parseForm(ctx.taxonomy, form, interests);
}

async function savePreference(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  subscriber: Subscriber,
): Promise<Response> {
  const body = await readBody(c);
  if (body === null) return showUnreadableForm(c);
  const form: PreferenceForm = readForm(body);
  const parsed = await parsedForm(ctx, subscriber, form);
  if ('problems' in parsed)
    return showSubscriberPage(ctx, c, subscriber, { form, problems: parsed.problems, status: 422 });
  await updatePreference(ctx, { subscriberId: subscriber.id, preference: parsed.preference });
  await replanSubscriber(ctx, { subscriberId: subscriber.id });
  const { language } = c.get('site');
  const { saved, savedHint, next } = preferencesTexts[language];
  const { id: subscriberId, pausedUntil } = subscriber;
  const { preference } = parsed;
  const day = await readNextDigestDay(ctx, { subscriberId, preference, pausedUntil });
  const nextText = day === null ? '' : ` ${next(day, sendTimeText(preference, language))}`;
  return showSubscriberPage(ctx, c, subscriber, {
    // Entries in the order typed, not in that of the table.
    form: formOf(parsed.preference),
    note: `${saved} ${savedHint}${nextText}`,
  });
}

function showUnreadableForm(c: SubscriberRequest): Response | Promise<Response> {
  const site = c.get('site');
  return c.html(renderPage(<NoticePage site={site} {...site.texts.errors.unreadable} />), 400);
}
