import { type Context, Hono } from 'hono';
import type { PoolCache } from '../../../editions/pool-cache.ts';
import { previewComposition } from '../../../editions/preview.ts';
import { pauseDays } from '../../../subscribers/pause-subscriber.ts';
import { markToken } from '../../../subscribers/preferences/mark.ts';
import type { Preference } from '../../../subscribers/preferences/preference.ts';
import { updatePreference } from '../../../subscribers/preferences/update-preference.ts';
import { findAddressChange } from '../../../subscribers/sign-up/address-change-queries.ts';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { readBody } from '../../http/read-body.ts';
import { allowOwnScript } from '../../http/script-policy.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderFragment, renderPage } from '../frame/document.tsx';
import { feedUrl } from '../frame/feed-addresses.ts';
import { NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { PreviewBody } from '../preview/preview-part.tsx';
import { type PreviewView, previewView } from '../preview/preview-view.ts';
import { type FieldError, FieldErrorNote } from './field-error.tsx';
import { ProblemNote } from './form-problems.tsx';
import { formOf, parseForm, readForm } from './preference-form.ts';
import { PreferencesPage, type PreferencesPageProps } from './preferences-page.tsx';
import { preferencesTexts } from './preferences-texts.ts';
import { findConfirmedSubscriber, findSignedSubscriber, preferenceOf } from './signed-subscriber.ts';
import { DataPart } from './subscription-sections.tsx';
import { subscriptionTexts } from './subscription-texts.ts';

export type SubscriberPageContext = WebContext & { pools: PoolCache };
export type SubscriberRequest = Context<RequestVariables>;

/** What of a reader's page differs from how it stands in the tables. */
type Shown = Partial<Pick<PreferencesPageProps, 'form' | 'problems' | 'tried' | 'note' | 'refused'>> & {
  preference?: Preference;
  status?: 200 | 422 | 429;
};

/** `/preferences/:token`: GET shows what a subscriber gets, POST changes it, without a login; `/preview` only looks. */
export function preferencesRoutes(ctx: SubscriberPageContext): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/preferences/:token/*', keepPrivate, allowOwnScript)
    .get('/preferences/:token', (c) =>
      withSubscriber(ctx, c, (reader) => showSubscriberPage(ctx, c, reader, {})),
    )
    .post('/preferences/:token', (c) =>
      withSubscriber(ctx, c, async (reader) => {
        const body = await readBody(c);
        if (body === null) return garbled(c);
        const form = readForm(body);
        const parsed = parseForm(form);
        if ('problems' in parsed)
          return showSubscriberPage(ctx, c, reader, { form, problems: parsed.problems, status: 422 });
        await updatePreference(ctx, { subscriberId: reader.id, preference: parsed.preference });
        const { saved, savedHint } = preferencesTexts[c.get('site').language];
        return showSubscriberPage(ctx, c, reader, {
          // As it was typed, not in the order of the table.
          form: formOf(parsed.preference),
          note: `${saved} ${savedHint}`,
        });
      }),
    )
    .post('/preferences/:token/preview', (c) =>
      withSubscriber(ctx, c, async (reader) => {
        const body = await readBody(c);
        if (body === null) return garbled(c);
        const form = readForm(body);
        const parsed = parseForm(form);
        if ('problems' in parsed)
          return showSubscriberPage(ctx, c, reader, { form, problems: parsed.problems, status: 422 });
        return showSubscriberPage(ctx, c, reader, { form, tried: true, preference: parsed.preference });
      }),
    )
    .get('/preferences/:token/preview', (c) =>
      withSubscriber(ctx, c, async (reader) => {
        const site = c.get('site');
        const parsed = parseForm(readForm(c.req.queries()));
        if ('problems' in parsed)
          return c.html(renderFragment(<ProblemNote site={site} problems={parsed.problems} />));
        const view = await previewOf(ctx, c, reader, parsed.preference);
        return c.html(renderFragment(<PreviewBody site={site} view={view} unsaved />));
      }),
    );
}

/** Answers for the reader that the link belongs to, or says why there is none. */
export async function withSubscriber(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  answer: (reader: Subscriber) => Response | Promise<Response>,
): Promise<Response> {
  const found = await findSignedSubscriber(ctx, c.req.param('token') ?? '');
  if (found === 'ended') return showEnded(c, `/preferences/${c.req.param('token')}`, null);
  return found === 'invalid' ? refuseSubscriber(c) : answer(found);
}

/** The same for what is theirs also after they left. */
export async function withConfirmedSubscriber(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  answer: (owner: Subscriber) => Response | Promise<Response>,
): Promise<Response> {
  const found = await findConfirmedSubscriber(ctx, c.req.param('token') ?? '');
  return found === 'invalid' ? refuseSubscriber(c) : answer(found);
}

/** The page for a link that does not work. */
export function refuseSubscriber(c: SubscriberRequest): Response | Promise<Response> {
  const site = c.get('site');
  return c.html(
    renderPage(
      <NoticePage site={site} {...preferencesTexts[site.language].invalid}>
        <p>
          <a href="/my-link">{site.texts.links.myLink}</a>
        </p>
      </NoticePage>,
    ),
    404,
  );
}

/** The page of somebody who left, which had that path: what is kept of them, and the way back. */
export function showEnded(
  c: SubscriberRequest,
  path: string,
  refused: FieldError | null,
): Response | Promise<Response> {
  const site = c.get('site');
  return c.html(
    renderPage(
      <NoticePage site={site} {...preferencesTexts[site.language].ended}>
        <p>
          <a href="/subscribe">{site.texts.links.subscribe}</a>
        </p>
        <p>
          <a href={`${path}/sent`}>{subscriptionTexts[site.language].sent.link}</a>
        </p>
        {refused && <FieldErrorNote site={site} refused={refused} />}
        <DataPart site={site} path={path} refused={refused} />
      </NoticePage>,
    ),
    refused ? 422 : 410,
  );
}

/** The reader's own page as it stands now, but for what is given. */
export async function showSubscriberPage(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  reader: Subscriber,
  shown: Shown,
): Promise<Response> {
  const stored = await preferenceOf(ctx, reader);
  const { preference = stored, form = formOf(preference), status = 200, ...rest } = shown;
  const change = await findAddressChange(ctx.db, reader.id);
  const own = {
    weights: stored.weights ?? {},
    newAddress: change?.address ?? null,
    pauseDays: pauseDays(ctx.clock.now()),
    feed: feedUrl(ctx.env.PUBLIC_URL, ctx.keys, reader.id),
  };
  const page = {
    site: c.get('site'),
    subscriber: reader,
    path: `/preferences/${c.req.param('token')}`,
    form,
    own,
    preview: await previewOf(ctx, c, reader, preference),
  };
  return c.html(renderPage(<PreferencesPage {...page} {...rest} />), status);
}

/** What a preference, with the reader's marks, would give after what they were sent. */
async function previewOf(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  reader: Subscriber,
  preference: Preference,
): Promise<PreviewView | null> {
  const { weights } = await preferenceOf(ctx, reader);
  const found = await previewComposition(ctx, {
    preference: { ...preference, weights },
    subscriberId: reader.id,
    now: ctx.clock.now(),
  });
  return previewView(found, c.get('site').language, {
    marks: (paperId, topic) => {
      const query = topic === null ? '' : `?${new URLSearchParams({ topic })}`;
      const subject = { subscriberId: reader.id, paperId };
      return {
        more: `/more/${markToken(ctx.keys, 'more', subject)}${query}`,
        less: `/less/${markToken(ctx.keys, 'less', subject)}${query}`,
      };
    },
  });
}

function garbled(c: SubscriberRequest): Response | Promise<Response> {
  const site = c.get('site');
  return c.html(renderPage(<NoticePage site={site} {...site.texts.errors.garbled} />), 400);
}
