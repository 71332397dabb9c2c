import { type Context, Hono } from 'hono';
import { readNextDigestDay } from '../../../delivery/plan/next-digest.ts';
import { replanSubscriber } from '../../../delivery/plan/plan-editions.ts';
import { sendTimeText } from '../../../editions/subscription-summary.ts';
import { isPauseDay, pauseDays, pauseSubscriber } from '../../../subscribers/pause-subscriber.ts';
import { switchToWeekly } from '../../../subscribers/preferences/switch-to-weekly.ts';
import type { SubscriberState } from '../../../subscribers/subscriber.ts';
import { findByUnsubscribeKey } from '../../../subscribers/subscriber-queries.ts';
import { canUndoUnsubscribe, undoUnsubscribe, unsubscribe } from '../../../subscribers/unsubscribe.ts';
import { isKeyFormat } from '../../../token.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { subscriptionTexts } from '../preferences/subscription-texts.ts';
import {
  NoSubscriptionPage,
  PausePage,
  UnsubscribedPage,
  UnsubscribePage,
  WeeklyPage,
} from './unsubscribe-pages.tsx';
import { unsubscribeTexts } from './unsubscribe-texts.ts';

/** A key with everything that withoutTrailing removes, which may start with a slash. */
const LEAVE = '/leave/:key{[^/]+(?:/[^A-Za-z0-9]*)?}';

/**
 * `/leave/:key`: GET shows the button and changes nothing; POST ends the subscription, for the button and for
 * one-click unsubscribe of email programs (RFC 8058). POST reads no body, cookie or origin and never
 * redirects.
 *
 * A key without a subscription, or of an erased one, gets a page that says so, with status 200: keys are
 * random, so this reveals no address, and a confirmation would mislead after a link that was cut off. Only a
 * server error returns another status, because the subscription has not ended then. `/fewer/:key` and
 * `/pause/:key` are the alternatives; `POST /leave/:key/undo` restores the subscription within an hour.
 */
export function unsubscribeRoutes(ctx: Pick<WebContext, 'db' | 'clock'>): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use(LEAVE, keepPrivate)
    .use('/leave/:key/undo', keepPrivate)
    .use('/fewer/:key', keepPrivate)
    .use('/pause/:key', keepPrivate)
    .get(LEAVE, (c) => {
      const unsubscribeKey = shownKey(withoutTrailing(c.req.param('key')));
      const days = pauseDays(ctx.clock.now());
      return c.html(
        renderPage(<UnsubscribePage site={c.get('site')} unsubscribeKey={unsubscribeKey} pauseDays={days} />),
      );
    })
    .post(LEAVE, async (c) => {
      const key = withoutTrailing(c.req.param('key'));
      await unsubscribe(ctx, key);
      const site = c.get('site');
      const known = (await subscriberOf(ctx, key)) !== undefined;
      if (!known) return c.html(renderPage(<NoSubscriptionPage site={site} />));
      const undoPath = (await canUndoUnsubscribe(ctx, key)) ? `/leave/${key}/undo` : null;
      return c.html(renderPage(<UnsubscribedPage site={site} undoPath={undoPath} />));
    })
    .get('/leave/:key/undo', async (c) => {
      const key = c.req.param('key');
      const subscriber = await subscriberOf(ctx, key);
      const site = c.get('site');
      if (subscriber?.state !== 'unsubscribed') return showUndone(c, subscriber?.state);
      const undoPath = (await canUndoUnsubscribe(ctx, key)) ? `/leave/${key}/undo` : null;
      return c.html(renderPage(<UnsubscribedPage site={site} undoPath={undoPath} />));
    })
    .post('/leave/:key/undo', async (c) => {
      const key = c.req.param('key');
      await undoUnsubscribe(ctx, key);
      return showUndone(c, (await subscriberOf(ctx, key))?.state);
    })
    .get('/fewer/:key', (c) => {
      const unsubscribeKey = shownKey(c.req.param('key'));
      return c.html(renderPage(<WeeklyPage site={c.get('site')} unsubscribeKey={unsubscribeKey} />));
    })
    .post('/fewer/:key', async (c) => {
      const site = c.get('site');
      const weekly = await switchToWeekly(ctx, c.req.param('key'));
      if (weekly === null) return c.html(renderPage(<NoSubscriptionPage site={site} />));
      const { heading, paragraphs, next: nextDigestText } = unsubscribeTexts[site.language].weekly.done;
      const { preference, subscriberId, pausedUntil } = weekly;
      await replanSubscriber(ctx, { subscriberId });
      const day = await readNextDigestDay(ctx, { subscriberId, preference, pausedUntil });
      const nextText = day === null ? [] : [nextDigestText(day, sendTimeText(preference, site.language))];
      const page = <NoticePage site={site} heading={heading} paragraphs={[...paragraphs, ...nextText]} />;
      return c.html(renderPage(page));
    })
    .get('/pause/:key', (c) => {
      const unsubscribeKey = shownKey(c.req.param('key'));
      const days = pauseDays(ctx.clock.now());
      return c.html(
        renderPage(
          <PausePage site={c.get('site')} unsubscribeKey={unsubscribeKey} pauseDays={days} typed={null} />,
        ),
      );
    })
    .post('/pause/:key', async (c) => {
      const site = c.get('site');
      const unsubscribeKey = shownKey(c.req.param('key'));
      const until = fieldOf((await readBody(c)) ?? {}, 'until');
      const days = pauseDays(ctx.clock.now());
      if (!isPauseDay(until, ctx.clock.now())) {
        const page = <PausePage site={site} unsubscribeKey={unsubscribeKey} pauseDays={days} typed={until} />;
        return c.html(renderPage(page), 422);
      }
      const subscriber = await subscriberOf(ctx, c.req.param('key'));
      const paused = subscriber && (await pauseSubscriber(ctx, { subscriberId: subscriber.id, until }));
      if (!paused) return c.html(renderPage(<NoSubscriptionPage site={site} />));
      const { pause } = subscriptionTexts[site.language];
      const { heading, resumes } = unsubscribeTexts[site.language].pause.done;
      const page = <NoticePage site={site} heading={heading} paragraphs={[pause.paused(until), resumes]} />;
      return c.html(renderPage(page));
    });
}

/**
 * Removes punctuation and space after a key: mail gateways and link detection take a closing bracket, a full
 * stop or a slash for a part of the URL, and may encode it twice. No key contains such a character, so a
 * wrong or truncated key stays so.
 */
function withoutTrailing(text: string): string {
  return text.length > 100
    ? text
    : text.replace(/(?:[^\p{L}\p{N}_-]|%[0-9a-f]{2}|&(?:[a-z]+|#\d+);)+$/iu, '');
}

/** Result of an undo by the state after it, so that a second press shows the same page. */
function showUndone(
  c: Context<RequestVariables>,
  state: SubscriberState | undefined,
): Response | Promise<Response> {
  const site = c.get('site');
  const { undone, undoOver } = unsubscribeTexts[site.language];
  if (state === undefined || state === 'erased')
    return c.html(renderPage(<NoSubscriptionPage site={site} />));
  if (state === 'active' || state === 'paused' || state === 'pending')
    return c.html(renderPage(<NoticePage site={site} {...undone} paragraphs={[undone.states[state]]} />));
  return c.html(
    renderPage(
      <NoticePage site={site} {...undoOver}>
        <p>
          <a href="/subscribe">{site.texts.links.subscribeAgain}</a>
        </p>
      </NoticePage>,
    ),
  );
}

async function subscriberOf(ctx: Pick<WebContext, 'db'>, key: string) {
  return isKeyFormat(key) ? findByUnsubscribeKey(ctx.db, key) : undefined;
}

/** Key as a page may repeat it; a malformed one is replaced. */
function shownKey(key: string): string {
  return isKeyFormat(key) ? key : 'unknown';
}
