import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { daySchema } from '../../../day.ts';
import { replanSubscriber } from '../../../delivery/plan/plan-editions.ts';
import { PaperboyError } from '../../../errors.ts';
import { eraseAtOwnRequest } from '../../../subscribers/erase.ts';
import { pauseSubscriber, resumeSubscriber } from '../../../subscribers/pause-subscriber.ts';
import { exportPersonalData } from '../../../subscribers/personal-data/export-personal-data.ts';
import { readSentDigests } from '../../../subscribers/personal-data/personal-data-queries.ts';
import { sentBibliography } from '../../../subscribers/personal-data/sent-bibliography.ts';
import { deleteAllMarks } from '../../../subscribers/preferences/mark-paper.ts';
import {
  cancelAddressChange,
  confirmAddressChange,
  readAddressChangeToken,
  requestAddressChange,
} from '../../../subscribers/sign-up/change-address.ts';
import { addressProblem } from '../../../subscribers/subscriber.ts';
import { findSubscriberById, type Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { clientNetwork } from '../../http/client-network.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import { renderPage } from '../frame/document.tsx';
import { ButtonPage, NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { BIBTEX_TYPE } from '../paper/citation-formats.ts';
import type { FieldError } from '../preferences/field-error.tsx';
import { preferencesTexts } from '../preferences/preferences-texts.ts';
import { subscriberPath } from '../preferences/signed-subscriber.ts';
import {
  type SubscriberPageContext,
  type SubscriberRequest,
  showEndedPage,
  showInvalidLink,
  showSubscriberPage,
  withDataOwner,
  withSubscriber,
} from '../preferences/subscriber-page.tsx';
import { subscriptionTexts } from '../preferences/subscription-texts.ts';
import { SentPage } from './sent-page.tsx';
import { yourDataTexts } from './your-data-texts.ts';

/** Day to continue the list of sent digests from; an invalid one counts as absent. */
const beforeSchema = daySchema.nullable().catch(null);

/**
 * Actions below a subscriber's preferences: pause, resume, change of address, reset of topic weights, sent
 * digests and their papers as BibTeX, export and erasure; and `/address/:token`, which confirms a new
 * address.
 */
export function yourDataRoutes(ctx: SubscriberPageContext): Hono<RequestVariables> {
  return (
    new Hono<RequestVariables>()
      .get('/preferences/:token/sent', (c) =>
        withDataOwner(ctx, c, async (subscriber) => {
          const before = beforeSchema.parse(c.req.query('before'));
          const sent = await readSentDigests(ctx.db, subscriber.id, before);
          const path = `/preferences/${c.req.param('token')}`;
          return c.html(renderPage(<SentPage site={c.get('site')} path={path} {...sent} before={before} />));
        }),
      )
      .get('/preferences/:token/sent.bib', (c) =>
        withDataOwner(ctx, c, async ({ id }) => {
          c.header('Content-Disposition', 'attachment; filename="paperboy.bib"');
          c.header('Content-Type', BIBTEX_TYPE);
          const pieces = Readable.from(sentBibliography(ctx, { subscriberId: id }), { objectMode: false });
          return c.body(Readable.toWeb(pieces) as ReadableStream);
        }),
      )
      .post('/preferences/:token/pause', (c) =>
        withSubscriber(ctx, c, async (subscriber) => {
          const until = fieldOf((await readBody(c)) ?? {}, 'until');
          const texts = subscriptionTexts[c.get('site').language].pause;
          if (!(await pauseSubscriber(ctx, { subscriberId: subscriber.id, until })))
            return showRefused(ctx, c, subscriber, { form: 'pause', text: texts.invalidDay, typed: until });
          return showDone(ctx, c, subscriber, texts.paused(until));
        }),
      )
      .post('/preferences/:token/resume', (c) =>
        withSubscriber(ctx, c, async (subscriber) => {
          await resumeSubscriber(ctx, { subscriberId: subscriber.id });
          await replanSubscriber(ctx, { subscriberId: subscriber.id });
          return showDone(ctx, c, subscriber, preferencesTexts[c.get('site').language].saved);
        }),
      )
      .post('/preferences/:token/address', (c) =>
        withSubscriber(ctx, c, (subscriber) => requestMove(ctx, c, subscriber)),
      )
      .post('/preferences/:token/address/cancel', (c) =>
        withSubscriber(ctx, c, async (subscriber) => {
          await cancelAddressChange(ctx, { subscriberId: subscriber.id });
          return showDone(ctx, c, subscriber, subscriptionTexts[c.get('site').language].address.canceled);
        }),
      )
      .post('/preferences/:token/forget-marks', (c) =>
        withSubscriber(ctx, c, async (subscriber) => {
          await deleteAllMarks(ctx, { subscriberId: subscriber.id });
          return showDone(ctx, c, subscriber, preferencesTexts[c.get('site').language].saved);
        }),
      )
      .post('/preferences/:token/export', (c) =>
        withDataOwner(ctx, c, async (subscriber) => {
          const data = await exportPersonalData(ctx, { subscriberId: subscriber.id });
          if (data === null) return showInvalidLink(c);
          c.header('Content-Disposition', 'attachment; filename="paperboy.json"');
          c.header('Content-Type', 'application/json; charset=utf-8');
          return c.body(`${JSON.stringify(data, null, 2)}\n`);
        }),
      )
      .post('/preferences/:token/erase', (c) =>
        withDataOwner(ctx, c, async (subscriber) => {
          const site = c.get('site');
          const texts = subscriptionTexts[site.language].data;
          const typed = fieldOf((await readBody(c)) ?? {}, 'word');
          if (typed.normalize('NFC').trim().toUpperCase() !== texts.word) {
            const error = { form: 'erase', text: texts.wrongWord, typed } as const;
            return subscriber.state === 'unsubscribed'
              ? showEndedPage(c, `/preferences/${c.req.param('token')}`, error)
              : showRefused(ctx, c, subscriber, error);
          }
          await eraseAtOwnRequest(ctx, { subscriberId: subscriber.id });
          return c.html(renderPage(<NoticePage site={site} {...yourDataTexts[site.language].erased} />));
        }),
      )
      // A GET of an action's address, for example after a reload, shows the preferences and not a dead end.
      .get('/preferences/:token/:below{.+}', (c) =>
        withSubscriber(ctx, c, (subscriber) => showSubscriberPage(ctx, c, subscriber, {})),
      )
      .use('/address/:token', keepPrivate)
      .get('/address/:token', async (c) => {
        const reading = await readAddressChangeToken(ctx, c.req.param('token'));
        if (reading !== 'ready') return showInvalidAddressLink(c, reading);
        const site = c.get('site');
        return c.html(renderPage(<ButtonPage site={site} {...yourDataTexts[site.language].address.ask} />));
      })
      .post('/address/:token', async (c) => {
        const site = c.get('site');
        const outcome = await confirmAddressChange(ctx, c.req.param('token'));
        if (outcome.result !== 'changed') return showInvalidAddressLink(c, outcome.result);
        return c.html(
          renderPage(
            <NoticePage site={site} {...yourDataTexts[site.language].address.changed}>
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

async function requestMove(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  subscriber: Subscriber,
): Promise<Response> {
  const site = c.get('site');
  const texts = subscriptionTexts[site.language].address;
  const address = fieldOf((await readBody(c)) ?? {}, 'address');
  const network = clientNetwork(c, ctx.env.TRUST_PROXY);
  try {
    await requestAddressChange(ctx, { subscriberId: subscriber.id, address, network });
    return showDone(ctx, c, subscriber, texts.requested);
  } catch (error) {
    if (!(error instanceof PaperboyError)) throw error;
    const form = { form: 'address', typed: address } as const;
    if (error.code === 'ADDRESS_INVALID')
      return showRefused(ctx, c, subscriber, {
        ...form,
        text: site.texts.addressProblems[addressProblem(address) ?? 'invalid'],
      });
    if (error.code !== 'SUBSCRIBE_LIMITED') throw error;
    return showRefused(ctx, c, subscriber, { ...form, text: site.texts.rateLimited }, 429);
  }
}

/** The preferences again, with a confirmation. */
async function showDone(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  subscriber: Subscriber,
  note: string,
): Promise<Response> {
  return showSubscriberPage(ctx, c, (await findSubscriberById(ctx.db, subscriber.id)) ?? subscriber, {
    note,
  });
}

/** The preferences again, with the refusal. */
function showRefused(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  subscriber: Subscriber,
  error: FieldError,
  status: 422 | 429 = 422,
): Promise<Response> {
  return showSubscriberPage(ctx, c, subscriber, { error, status });
}

/** Page for an address link that is not valid, with a way to get another. */
function showInvalidAddressLink(
  c: SubscriberRequest,
  reason: 'expired' | 'invalid',
): Response | Promise<Response> {
  const site = c.get('site');
  return c.html(
    renderPage(
      <NoticePage site={site} {...yourDataTexts[site.language].address[reason]}>
        <p>
          <a href="/my-link">{site.texts.links.myLink}</a>
        </p>
      </NoticePage>,
    ),
    reason === 'expired' ? 410 : 404,
  );
}
