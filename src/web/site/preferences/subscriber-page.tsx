import type { Context } from 'hono';
import { checkKeywords } from '../../../editions/keywords/check-keywords.ts';
import type { PoolCache } from '../../../editions/pool-cache.ts';
import { previewComposition } from '../../../editions/preview.ts';
import { pauseDays } from '../../../subscribers/pause-subscriber.ts';
import { markToken } from '../../../subscribers/preferences/mark.ts';
import type { Preference } from '../../../subscribers/preferences/preference.ts';
import { findAddressChange } from '../../../subscribers/sign-up/address-change-queries.ts';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { canUndoUnsubscribe } from '../../../subscribers/unsubscribe.ts';
import { signToken } from '../../../token.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import { feedUrl } from '../frame/feed-addresses.ts';
import { NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { type PreviewView, previewView } from '../preview/preview-view.ts';
import { type FieldError, FieldErrorNote } from './field-error.tsx';
import { formOf } from './preference-form.ts';
import { PreferencesPage, type PreferencesPageProps } from './preferences-page.tsx';
import { preferencesTexts } from './preferences-texts.ts';
import { findDataOwner, findSignedSubscriber, preferenceOf } from './signed-subscriber.ts';
import { DataSection, UndoUnsubscribeForm } from './subscription-sections.tsx';
import { subscriptionTexts } from './subscription-texts.ts';

export type SubscriberPageContext = WebContext & { pools: PoolCache };
export type SubscriberRequest = Context<RequestVariables>;

type Answer = Response | Promise<Response>;

/** Deviations of the page from the stored state. */
type Shown = Partial<
  Pick<PreferencesPageProps, 'form' | 'problems' | 'unsaved' | 'prefilled' | 'note' | 'error'>
> & {
  preference?: Preference;
  status?: 200 | 422 | 429;
};

/**
 * Runs `answer` for the subscriber of the link, or answers 410 (unsubscribed) or 404 (no such subscriber).
 */
export async function withSubscriber(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  answer: (subscriber: Subscriber) => Answer,
): Promise<Response> {
  const found = await findSignedSubscriber(ctx, c.req.param('token') ?? '');
  if (found === 'ended') {
    const path = `/preferences/${c.req.param('token')}`;
    return showEndedPage(c, path, null, await undoPathOf(ctx, c.req.param('token') ?? ''));
  }
  return found === 'invalid' ? showInvalidLink(c) : answer(found);
}

/** Path that undoes the unsubscribe of a former subscriber; null once that is too late. */
async function undoPathOf(ctx: SubscriberPageContext, token: string): Promise<string | null> {
  const owner = await findDataOwner(ctx, token);
  if (owner === 'invalid' || !(await canUndoUnsubscribe(ctx, owner.unsubscribeKey))) return null;
  return `/leave/${owner.unsubscribeKey}/undo`;
}

/** Like `withSubscriber`, for actions that are open to former subscribers, too. */
export async function withDataOwner(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  answer: (owner: Subscriber) => Answer,
): Promise<Response> {
  const found = await findDataOwner(ctx, c.req.param('token') ?? '');
  return found === 'invalid' ? showInvalidLink(c) : answer(found);
}

/** 404 for a link that is not valid. */
export function showInvalidLink(c: SubscriberRequest): Answer {
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

/**
 * 410 for a former subscriber: their stored data, and a link to subscribe again, or the undo of the last
 * hour. `path` is that of the preferences.
 */
export function showEndedPage(
  c: SubscriberRequest,
  path: string,
  error: FieldError | null,
  undoPath: string | null = null,
): Answer {
  const site = c.get('site');
  return c.html(
    renderPage(
      <NoticePage site={site} {...preferencesTexts[site.language].ended}>
        {undoPath === null ? (
          <p>
            <a href="/subscribe">{site.texts.links.subscribeAgain}</a>
          </p>
        ) : (
          <UndoUnsubscribeForm site={site} path={undoPath} />
        )}
        <p>
          <a href={`${path}/sent`}>{subscriptionTexts[site.language].sent.link}</a>
        </p>
        {error && <FieldErrorNote site={site} error={error} />}
        <DataSection site={site} path={path} error={error} />
      </NoticePage>,
    ),
    error ? 422 : 410,
  );
}

/** The preferences page in its stored state, except for what `shown` replaces. */
export async function showSubscriberPage(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  subscriber: Subscriber,
  shown: Shown,
): Promise<Response> {
  const stored = await preferenceOf(ctx, subscriber);
  const { preference = stored, form = formOf(preference), status = 200, ...rest } = shown;
  const change = await findAddressChange(ctx.db, subscriber.id);
  const subscription = {
    weights: stored.weights ?? {},
    newAddress: change?.address ?? null,
    pauseDays: pauseDays(ctx.clock.now()),
    feed: feedUrl(ctx.env.PUBLIC_URL, ctx.keys, subscriber.id),
  };
  const page = {
    site: c.get('site'),
    subscriber,
    path: `/preferences/${c.req.param('token')}`,
    form,
    subscription,
    preview: await previewOf(ctx, c, subscriber, preference),
  };
  return c.html(renderPage(<PreferencesPage {...page} {...rest} />), status);
}

/**
 * Preview of a preference with the subscriber's topic weights, without the papers that they already received.
 */
export async function previewOf(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  subscriber: Subscriber,
  preference: Preference,
): Promise<PreviewView | null> {
  const { weights } = await preferenceOf(ctx, subscriber);
  const found = await previewComposition(ctx, {
    preference: { ...preference, weights },
    subscriberId: subscriber.id,
    now: ctx.clock.now(),
  });
  const preferencesToken = signToken(ctx.keys, 'preferences', subscriber.id, null);
  return previewView(c.get('site'), found, {
    keywords: await checkKeywords(ctx, { interests: preference.interests, now: ctx.clock.now() }),
    linksOf: (paperId, topic) => {
      const query = topic === null ? '' : `?${new URLSearchParams({ topic })}`;
      const token = markToken(preferencesToken, paperId);
      return {
        more: `/more/${token}${query}`,
        less: `/less/${token}${query}`,
      };
    },
  });
}
