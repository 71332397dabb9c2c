import { Hono } from 'hono';
import { z } from 'zod';
import { exportPersonalData } from '../../../subscribers/personal-data/export-personal-data.ts';
import { findSubscriberById, type Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { unsuppress } from '../../../suppression/unsuppress.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { SUBSCRIBERS_PATH, subscriberDetailsPath } from '../frame/dashboard-paths.ts';
import { shownAddress } from '../frame/mask.ts';
import { dashboardRedirect, errorNotice } from '../frame/notice.ts';
import { eraseConfirmed, unsuppressedNotice } from './subscriber-actions.ts';
import { SubscriberPage } from './subscriber-page.tsx';
import { readDashboardSubscriber } from './subscriber-read.ts';
import { SUBSCRIBERS_TEXTS } from './subscribers-texts.ts';

/** `/operator/people/<id>`: one person, and what an operator can do for them. */
export function subscriberRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/:id', async (c) => {
      const subscriber = await subscriberOf(ctx, c);
      if (!subscriber) return unknown(c);
      const person = await readDashboardSubscriber(ctx, subscriber);
      const desk = c.get('desk');
      return dashboardPage(c, {
        title: SUBSCRIBERS_TEXTS.title,
        heading: shownAddress(desk, subscriber.address),
        children: <SubscriberPage desk={desk} person={person} />,
      });
    })
    .post('/:id/lift', async (c) => {
      const subscriber = await subscriberOf(ctx, c);
      if (!subscriber) return unknown(c);
      const body = (await readBody(c)) ?? {};
      try {
        const outcome = await unsuppress(ctx, {
          operator: c.get('desk').session.name,
          address: subscriber.address ?? '',
          reason: fieldOf(body, 'reason'),
          confirm: fieldOf(body, 'confirm'),
        });
        return dashboardRedirect(c, subscriberDetailsPath(subscriber.id), unsuppressedNotice(outcome));
      } catch (error) {
        return dashboardRedirect(c, subscriberDetailsPath(subscriber.id), errorNotice(error));
      }
    })
    .post('/:id/export', async (c) => {
      const subscriber = await subscriberOf(ctx, c);
      const operator = c.get('desk').session.name;
      const data = subscriber && (await exportPersonalData(ctx, { subscriberId: subscriber.id, operator }));
      if (!data) return unknown(c);
      return c.body(JSON.stringify(data, null, 2), 200, {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': `attachment; filename="subscriber-${subscriber.id}.json"`,
      });
    })
    .post('/:id/erase', async (c) => {
      const subscriber = await subscriberOf(ctx, c);
      if (!subscriber) return unknown(c);
      const confirm = fieldOf((await readBody(c)) ?? {}, 'confirm');
      const operator = c.get('desk').session.name;
      return dashboardRedirect(
        c,
        subscriberDetailsPath(subscriber.id),
        await eraseConfirmed(ctx, subscriber, { operator, confirm }),
      );
    });
}

async function subscriberOf(
  ctx: Pick<WebContext, 'db'>,
  c: DashboardRequest,
): Promise<Subscriber | undefined> {
  const id = z.uuid().safeParse(c.req.param('id'));
  return id.success ? findSubscriberById(ctx.db, id.data) : undefined;
}

function unknown(c: DashboardRequest): Response | Promise<Response> {
  return dashboardPage(c, {
    title: SUBSCRIBERS_TEXTS.unknown,
    status: 404,
    children: (
      <p>
        {SUBSCRIBERS_TEXTS.unknownText} <a href={SUBSCRIBERS_PATH}>{SUBSCRIBERS_TEXTS.find}</a>
      </p>
    ),
  });
}
