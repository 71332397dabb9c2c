import { Hono } from 'hono';
import { daySchema } from '../../../day.ts';
import { PaperboyError } from '../../../errors.ts';
import { eraseAtOwnRequest } from '../../../subscribers/erase.ts';
import { pauseSubscriber, resumeSubscriber } from '../../../subscribers/pause-subscriber.ts';
import { exportPersonalData } from '../../../subscribers/personal-data/export-personal-data.ts';
import { readSentDigests } from '../../../subscribers/personal-data/personal-data-queries.ts';
import { deleteAllMarks } from '../../../subscribers/preferences/mark-paper.ts';
import {
  cancelAddressChange,
  confirmAddressChange,
  readAddressChangeToken,
  requestAddressChange,
} from '../../../subscribers/sign-up/change-address.ts';
import { findSubscriberById, type Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { clientNetwork } from '../../http/client-network.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import { renderPage } from '../frame/document.tsx';
import { ButtonPage, NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import type { FieldError } from '../preferences/field-error.tsx';
import {
  refuseSubscriber,
  type SubscriberPageContext,
  type SubscriberRequest,
  showEnded,
  showSubscriberPage,
  withConfirmedSubscriber,
  withSubscriber,
} from '../preferences/preferences-routes.tsx';
import { preferencesTexts } from '../preferences/preferences-texts.ts';
import { subscriberPath } from '../preferences/signed-subscriber.ts';
import { subscriptionTexts } from '../preferences/subscription-texts.ts';
import { SentPage } from './sent-page.tsx';
import { yourDataTexts } from './your-data-texts.ts';

/** Where "what I was sent" goes on; what is no day is as if it had not been said. */
const dayAsked = daySchema.nullable().catch(null);

/**
 * What lies below a reader's own page: pausing, moving to another address, what was sent and said, the data as a file, being
 * erased; and `/address/:token`, which confirms a new address.
 */
export function yourDataRoutes(ctx: SubscriberPageContext): Hono<RequestVariables> {
  return (
    new Hono<RequestVariables>()
      .get('/preferences/:token/sent', (c) =>
        withConfirmedSubscriber(ctx, c, async (reader) => {
          const before = dayAsked.parse(c.req.query('before'));
          const sent = await readSentDigests(ctx.db, reader.id, before);
          const path = `/preferences/${c.req.param('token')}`;
          return c.html(renderPage(<SentPage site={c.get('site')} path={path} {...sent} before={before} />));
        }),
      )
      .post('/preferences/:token/pause', (c) =>
        withSubscriber(ctx, c, async (reader) => {
          const until = fieldOf((await readBody(c)) ?? {}, 'until');
          const words = subscriptionTexts[c.get('site').language].when;
          if (!(await pauseSubscriber(ctx, { subscriberId: reader.id, until })))
            return refuse(ctx, c, reader, { form: 'pause', text: words.badDay, typed: until });
          return again(ctx, c, reader, words.paused(until));
        }),
      )
      .post('/preferences/:token/resume', (c) =>
        withSubscriber(ctx, c, async (reader) => {
          await resumeSubscriber(ctx, { subscriberId: reader.id });
          return again(ctx, c, reader, preferencesTexts[c.get('site').language].saved);
        }),
      )
      .post('/preferences/:token/address', (c) =>
        withSubscriber(ctx, c, (reader) => askToMove(ctx, c, reader)),
      )
      .post('/preferences/:token/address/cancel', (c) =>
        withSubscriber(ctx, c, async (reader) => {
          await cancelAddressChange(ctx, { subscriberId: reader.id });
          return again(ctx, c, reader, subscriptionTexts[c.get('site').language].address.cancelled);
        }),
      )
      .post('/preferences/:token/forget-marks', (c) =>
        withSubscriber(ctx, c, async (reader) => {
          await deleteAllMarks(ctx, { subscriberId: reader.id });
          return again(ctx, c, reader, preferencesTexts[c.get('site').language].saved);
        }),
      )
      .post('/preferences/:token/export', (c) =>
        withConfirmedSubscriber(ctx, c, async (reader) => {
          const data = await exportPersonalData(ctx, { subscriberId: reader.id });
          if (data === null) return refuseSubscriber(c);
          c.header('Content-Disposition', 'attachment; filename="paperboy.json"');
          c.header('Content-Type', 'application/json; charset=utf-8');
          return c.body(`${JSON.stringify(data, null, 2)}\n`);
        }),
      )
      .post('/preferences/:token/erase', (c) =>
        withConfirmedSubscriber(ctx, c, async (reader) => {
          const site = c.get('site');
          const words = subscriptionTexts[site.language].data;
          const typed = fieldOf((await readBody(c)) ?? {}, 'word');
          if (typed.normalize('NFC').trim().toUpperCase() !== words.word) {
            const refused = { form: 'erase', text: words.wrongWord, typed } as const;
            return reader.state === 'unsubscribed'
              ? showEnded(c, `/preferences/${c.req.param('token')}`, refused)
              : refuse(ctx, c, reader, refused);
          }
          await eraseAtOwnRequest(ctx, { subscriberId: reader.id });
          return c.html(renderPage(<NoticePage site={site} {...yourDataTexts[site.language].erased} />));
        }),
      )
      // Whoever asks again for the address that a form was sent to finds their page, not a dead end.
      .get('/preferences/:token/:below{.+}', (c) =>
        withSubscriber(ctx, c, (reader) => showSubscriberPage(ctx, c, reader, {})),
      )
      .use('/address/:token', keepPrivate)
      .get('/address/:token', async (c) => {
        const reading = await readAddressChangeToken(ctx, c.req.param('token'));
        if (reading !== 'ready') return refuseMove(c, reading);
        const site = c.get('site');
        return c.html(renderPage(<ButtonPage site={site} {...yourDataTexts[site.language].address.ask} />));
      })
      .post('/address/:token', async (c) => {
        const site = c.get('site');
        const outcome = await confirmAddressChange(ctx, c.req.param('token'));
        if (outcome.result !== 'changed') return refuseMove(c, outcome.result);
        return c.html(
          renderPage(
            <NoticePage site={site} {...yourDataTexts[site.language].address.moved}>
              <p>
                <a className="button" href={subscriberPath(ctx.keys, outcome.subscriberId)}>
                  {site.texts.links.preferences}
                </a>
              </p>
            </NoticePage>,
          ),
        );
      })
  );
}

async function askToMove(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  reader: Subscriber,
): Promise<Response> {
  const { texts, language } = c.get('site');
  const words = subscriptionTexts[language].address;
  const address = fieldOf((await readBody(c)) ?? {}, 'address');
  const network = clientNetwork(c, ctx.env.TRUST_PROXY);
  try {
    await requestAddressChange(ctx, { subscriberId: reader.id, address, network });
    return again(ctx, c, reader, words.asked);
  } catch (error) {
    if (!(error instanceof PaperboyError)) throw error;
    const refused = { form: 'address', typed: address } as const;
    if (error.code === 'ADDRESS_INVALID') return refuse(ctx, c, reader, { ...refused, text: words.bad });
    if (error.code !== 'SUBSCRIBE_LIMITED') throw error;
    return refuse(ctx, c, reader, { ...refused, text: texts.rateLimited }, 429);
  }
}

/** The page again, with what has just been done. */
async function again(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  reader: Subscriber,
  note: string,
): Promise<Response> {
  return showSubscriberPage(ctx, c, (await findSubscriberById(ctx.db, reader.id)) ?? reader, { note });
}

/** The page again, with what could not be done. */
function refuse(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  reader: Subscriber,
  refused: FieldError,
  status: 422 | 429 = 422,
): Promise<Response> {
  return showSubscriberPage(ctx, c, reader, { refused, status });
}

/** Why an address cannot be moved to, and where another link comes from. */
function refuseMove(c: SubscriberRequest, why: 'expired' | 'invalid'): Response | Promise<Response> {
  const site = c.get('site');
  return c.html(
    renderPage(
      <NoticePage site={site} {...yourDataTexts[site.language].address[why]}>
        <p>
          <a href="/my-link">{site.texts.links.myLink}</a>
        </p>
      </NoticePage>,
    ),
    why === 'expired' ? 410 : 404,
  );
}
