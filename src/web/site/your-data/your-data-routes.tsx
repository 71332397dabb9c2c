import { Hono } from 'hono';
import { daySchema } from '../../../day.ts';
import { PaperboyError } from '../../../errors.ts';
import { eraseBySubscriber } from '../../../subscribers/erase.ts';
import { pause, resume } from '../../../subscribers/pause.ts';
import { exportPersonalData } from '../../../subscribers/personal-data/export-personal-data.ts';
import { readSentDigests } from '../../../subscribers/personal-data/personal-data-queries.ts';
import { forgetMarks } from '../../../subscribers/preferences/mark-paper.ts';
import {
  cancelAddressChange,
  changeAddress,
  confirmAddress,
  readAddressToken,
} from '../../../subscribers/sign-up/change-address.ts';
import { findById, type Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { clientNetwork } from '../../http/client-network.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import type { RequestVariables } from '../../http/web-context.ts';
import { renderPage } from '../frame/document.tsx';
import type { FieldError } from '../frame/field-error.tsx';
import { ButtonPage, NoticePage } from '../frame/notice-page.tsx';
import { subscriberPath } from '../frame/signed-subscriber.ts';
import {
  refuseSubscriber,
  type SubscriberPageContext,
  type SubscriberRequest,
  showEnded,
  showSubscriberPage,
  withConfirmedSubscriber,
  withSubscriber,
} from '../preferences/preferences-routes.tsx';
import { SentPage } from '../subscribe/sent-page.tsx';

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
          const words = c.get('site').texts.ownData.when;
          if (!(await pause(ctx, { subscriberId: reader.id, until })))
            return refuse(ctx, c, reader, { form: 'pause', text: words.badDay, typed: until });
          return again(ctx, c, reader, words.paused(until));
        }),
      )
      .post('/preferences/:token/resume', (c) =>
        withSubscriber(ctx, c, async (reader) => {
          await resume(ctx, { subscriberId: reader.id });
          return again(ctx, c, reader, c.get('site').texts.preferences.saved);
        }),
      )
      .post('/preferences/:token/address', (c) =>
        withSubscriber(ctx, c, (reader) => askToMove(ctx, c, reader)),
      )
      .post('/preferences/:token/address/cancel', (c) =>
        withSubscriber(ctx, c, async (reader) => {
          await cancelAddressChange(ctx, { subscriberId: reader.id });
          return again(ctx, c, reader, c.get('site').texts.ownData.address.cancelled);
        }),
      )
      .post('/preferences/:token/forget-marks', (c) =>
        withSubscriber(ctx, c, async (reader) => {
          await forgetMarks(ctx, { subscriberId: reader.id });
          return again(ctx, c, reader, c.get('site').texts.preferences.saved);
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
          const words = site.texts.ownData.data;
          const typed = fieldOf((await readBody(c)) ?? {}, 'word');
          if (typed.normalize('NFC').trim().toUpperCase() !== words.word) {
            const refused = { form: 'erase', text: words.wrongWord, typed } as const;
            return reader.state === 'unsubscribed'
              ? showEnded(c, `/preferences/${c.req.param('token')}`, refused)
              : refuse(ctx, c, reader, refused);
          }
          await eraseBySubscriber(ctx, { subscriberId: reader.id });
          return c.html(renderPage(<NoticePage site={site} {...words.erased} />));
        }),
      )
      // Whoever asks again for the address that a form was sent to finds their page, not a dead end.
      .get('/preferences/:token/:below{.+}', (c) =>
        withSubscriber(ctx, c, (reader) => showSubscriberPage(ctx, c, reader, {})),
      )
      .use('/address/:token', keepPrivate)
      .get('/address/:token', async (c) => {
        const reading = await readAddressToken(ctx, c.req.param('token'));
        if (reading !== 'ready') return refuseMove(c, reading);
        const site = c.get('site');
        return c.html(renderPage(<ButtonPage site={site} {...site.texts.ownData.address.ask} />));
      })
      .post('/address/:token', async (c) => {
        const site = c.get('site');
        const outcome = await confirmAddress(ctx, c.req.param('token'));
        if (outcome.result !== 'moved') return refuseMove(c, outcome.result);
        return c.html(
          renderPage(
            <NoticePage site={site} {...site.texts.ownData.address.moved}>
              <p>
                <a className="button" href={subscriberPath(ctx.keys, outcome.subscriberId)}>
                  {site.texts.marks.toPage}
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
  const { texts } = c.get('site');
  const address = fieldOf((await readBody(c)) ?? {}, 'address');
  const network = clientNetwork(c, ctx.env.TRUST_PROXY);
  try {
    await changeAddress(ctx, { subscriberId: reader.id, address, network });
    return again(ctx, c, reader, texts.ownData.address.asked);
  } catch (error) {
    if (!(error instanceof PaperboyError)) throw error;
    const refused = { form: 'address', typed: address } as const;
    if (error.code === 'ADDRESS_INVALID')
      return refuse(ctx, c, reader, { ...refused, text: texts.ownData.address.bad });
    if (error.code !== 'SUBSCRIBE_LIMITED') throw error;
    return refuse(ctx, c, reader, { ...refused, text: texts.subscribe.busy }, 429);
  }
}

/** The page again, with what has just been done. */
async function again(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  reader: Subscriber,
  note: string,
): Promise<Response> {
  return showSubscriberPage(ctx, c, (await findById(ctx.db, reader.id)) ?? reader, { note });
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
  const { ownData, subscribe } = site.texts;
  return c.html(
    renderPage(
      <NoticePage site={site} {...ownData.address[why]}>
        <p>
          <a href="/my-link">{subscribe.myLink.heading}</a>
        </p>
      </NoticePage>,
    ),
    why === 'expired' ? 410 : 404,
  );
}
