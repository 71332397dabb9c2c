import { Hono } from 'hono';
import { z } from 'zod';
import { exportPersonalData } from '../../../subscribers/personal-data/export-personal-data.ts';
import { findSubscriberById, type Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { SUBSCRIBERS_PATH, subscriberDetailsPath } from '../frame/dashboard-paths.ts';
import { shownAddress } from '../frame/mask.ts';
import { dashboardRedirect } from '../frame/notice.ts';
import { readSubscriberDetails } from './read-subscriber-details.ts';
import { eraseConfirmed, unsuppressByForm } from './subscriber-operations.ts';
import { SubscriberPage } from './subscriber-page.tsx';
import { SUBSCRIBERS_TEXTS as TEXTS } from './subscribers-texts.ts';

/** `/operator/subscribers/<id>`: one subscriber, and the operations on them. */
export function subscriberRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/:id', async (c) => {
      const subscriber = await findSubscriberOf(ctx, c);
      if (!subscriber) return unknownSubscriber(c);
      const details = await readSubscriberDetails(ctx, subscriber);
      const dashboard = c.get('dashboard');
      return dashboardPage(c, {
        title: TEXTS.title,
        heading: shownAddress(dashboard, subscriber.address),
        children: <SubscriberPage dashboard={dashboard} details={details} />,
      });
    })
    .post('/:id/unsuppress', async (c) => {
      const subscriber = await findSubscriberOf(ctx, c);
      if (!subscriber) return unknownSubscriber(c);
      const input = { operator: c.get('dashboard').session.name, address: subscriber.address ?? '' };
      const notice = await unsuppressByForm(ctx, (await readBody(c)) ?? {}, input);
      return dashboardRedirect(c, subscriberDetailsPath(subscriber.id), notice);
    })
    .post('/:id/export', async (c) => {
      const subscriber = await findSubscriberOf(ctx, c);
      const operator = c.get('dashboard').session.name;
      const data = subscriber && (await exportPersonalData(ctx, { subscriberId: subscriber.id, operator }));
      if (!data) return unknownSubscriber(c);
      return c.body(JSON.stringify(data, null, 2), 200, {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': `attachment; filename="subscriber-${subscriber.id}.json"`,
      });
    })
    .post('/:id/erase', async (c) => {
      const subscriber = await findSubscriberOf(ctx, c);
      if (!subscriber) return unknownSubscriber(c);
      const confirm = fieldOf((await readBody(c)) ?? {}, 'confirm');
      const operator = c.get('dashboard').session.name;
      const notice = await eraseConfirmed(ctx, subscriber, { operator, confirm });
      return dashboardRedirect(c, subscriberDetailsPath(subscriber.id), notice);
    });
}

async function findSubscriberOf(
  ctx: Pick<WebContext, 'db'>,
  c: DashboardRequest,
): Promise<Subscriber | undefined> {
  const id = z.uuid().safeParse(c.req.param('id'));
  return id.success ? findSubscriberById(ctx.db, id.data) : undefined;
}

function unknownSubscriber(c: DashboardRequest): Response | Promise<Response> {
  return dashboardPage(c, {
    title: TEXTS.unknown,
    status: 404,
    children: (
      <p>
        {TEXTS.unknownText} <a href={SUBSCRIBERS_PATH}>{TEXTS.find}</a>
      </p>
    ),
  });
}
