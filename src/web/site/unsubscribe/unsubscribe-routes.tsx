import { Hono } from 'hono';
import { nextDigestTime } from '../../../editions/digest-schedule.ts';
import { sendTimeText } from '../../../editions/subscription-summary.ts';
import { isPauseDay, pauseDays, pauseSubscriber } from '../../../subscribers/pause-subscriber.ts';
import { switchToWeekly } from '../../../subscribers/preferences/switch-to-weekly.ts';
import { findByUnsubscribeKey } from '../../../subscribers/subscriber-queries.ts';

import { unsubscribe } from '../../../subscribers/unsubscribe.ts';
import { isKeyFormat } from '../../../token.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { subscriptionTexts } from '../preferences/subscription-texts.ts';
import { FewerPage, NobodyPage, PausePage, UnsubscribedPage, UnsubscribePage } from './unsubscribe-pages.tsx';
import { unsubscribeTexts } from './unsubscribe-texts.ts';

/**
 * `/leave/:key`: GET shows the button and changes nothing; POST ends the subscription, for the button and for mail
 * programs (RFC 8058) alike. It reads no body, cookie or origin and never redirects. A key that is nobody's, or that of
 * somebody who was erased, gets one and the same page that says so, with 200 as well: keys are random, so this tells nothing
 * of any address, and "Done" would be a lie to whoever has a link that was cut off. Only a failure of ours is not 200, because
 * then the mail has not been stopped. `/fewer/:key` and `/pause/:key` do what people may mean instead, by the same key.
 */
export function unsubscribeRoutes(ctx: Pick<WebContext, 'db' | 'clock'>): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/leave/:key', keepPrivate)
    .use('/fewer/:key', keepPrivate)
    .use('/pause/:key', keepPrivate)
    .get('/leave/:key', (c) => {
      const unsubscribeKey = shownKey(c.req.param('key'));
      const days = pauseDays(ctx.clock.now());
      return c.html(
        renderPage(<UnsubscribePage site={c.get('site')} unsubscribeKey={unsubscribeKey} pauseDays={days} />),
      );
    })
    .post('/leave/:key', async (c) => {
      const key = c.req.param('key');
      await unsubscribe(ctx, key);
      const site = c.get('site');
      const known = (await subscriberOf(ctx, key)) !== undefined;
      return c.html(renderPage(known ? <UnsubscribedPage site={site} /> : <NobodyPage site={site} />));
    })
    .get('/fewer/:key', (c) => {
      const unsubscribeKey = shownKey(c.req.param('key'));
      return c.html(renderPage(<FewerPage site={c.get('site')} unsubscribeKey={unsubscribeKey} />));
    })
    .post('/fewer/:key', async (c) => {
      const site = c.get('site');
      const weekly = await switchToWeekly(ctx, c.req.param('key'));
      if (weekly === null) return c.html(renderPage(<NobodyPage site={site} />));
      const { heading, paragraphs, next } = unsubscribeTexts[site.language].fewer.done;
      const coming = nextDigestTime(weekly, ctx.clock.now());
      const when = coming ? [next(coming.localDay, sendTimeText(weekly, site.language))] : [];
      const page = <NoticePage site={site} heading={heading} paragraphs={[...paragraphs, ...when]} />;
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
      if (!paused) return c.html(renderPage(<NobodyPage site={site} />));
      const { when } = subscriptionTexts[site.language];
      const { heading, onwards } = unsubscribeTexts[site.language].pausePage.done;
      const page = <NoticePage site={site} heading={heading} paragraphs={[when.paused(until), onwards]} />;
      return c.html(renderPage(page));
    });
}

async function subscriberOf(ctx: Pick<WebContext, 'db'>, key: string) {
  return isKeyFormat(key) ? findByUnsubscribeKey(ctx.db, key) : undefined;
}

/** A key as a page may hold it; what can be nobody's is not repeated. */
function shownKey(key: string): string {
  return isKeyFormat(key) ? key : 'unknown';
}
