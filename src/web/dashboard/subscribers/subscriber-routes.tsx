import { Hono } from 'hono';
import { z } from 'zod';
import { exportReader } from '../../../subscribers/export-personal-data.ts';
import { findById, type Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { lift } from '../../../suppression/unsuppress.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DeskRequest, DeskVariables } from '../frame/dashboard.ts';
import { deskPage } from '../frame/dashboard-page.tsx';
import { shownAddress } from '../frame/mask.ts';
import { deskRedirect } from '../frame/notice.ts';
import { eraseConfirmed, liftedNotice, problemOf } from './subscriber-actions.ts';
import { PersonPage } from './subscriber-page.tsx';
import { readPerson } from './subscriber-read.ts';
import { PEOPLE_TEXTS } from './subscribers-texts.ts';

/** `/operator/people/<id>`: one person, and what an operator can do for them. */
export function personRoutes(ctx: WebContext): Hono<DeskVariables> {
  return new Hono<DeskVariables>()
    .get('/:id', async (c) => {
      const subscriber = await subscriberOf(ctx, c);
      if (!subscriber) return unknown(c);
      const person = await readPerson(ctx, subscriber);
      const desk = c.get('desk');
      return deskPage(c, {
        title: PEOPLE_TEXTS.title,
        heading: shownAddress(desk, subscriber.address),
        children: <PersonPage desk={desk} person={person} />,
      });
    })
    .post('/:id/lift', async (c) => {
      const subscriber = await subscriberOf(ctx, c);
      if (!subscriber) return unknown(c);
      const body = (await readBody(c)) ?? {};
      try {
        const outcome = await lift(ctx, {
          operator: c.get('desk').session.name,
          address: subscriber.address ?? '',
          reason: fieldOf(body, 'reason'),
          confirm: fieldOf(body, 'confirm'),
        });
        return deskRedirect(c, pathOf(subscriber), liftedNotice(outcome));
      } catch (error) {
        return deskRedirect(c, pathOf(subscriber), problemOf(error));
      }
    })
    .post('/:id/export', async (c) => {
      const subscriber = await subscriberOf(ctx, c);
      const operator = c.get('desk').session.name;
      const data = subscriber && (await exportReader(ctx, { subscriberId: subscriber.id, operator }));
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
      return deskRedirect(
        c,
        pathOf(subscriber),
        await eraseConfirmed(ctx, subscriber, { operator, confirm }),
      );
    });
}

async function subscriberOf(ctx: Pick<WebContext, 'db'>, c: DeskRequest): Promise<Subscriber | undefined> {
  const id = z.uuid().safeParse(c.req.param('id'));
  return id.success ? findById(ctx.db, id.data) : undefined;
}

function pathOf({ id }: Pick<Subscriber, 'id'>): string {
  return `/operator/people/${id}`;
}

function unknown(c: DeskRequest): Response | Promise<Response> {
  return deskPage(c, {
    title: PEOPLE_TEXTS.unknown,
    status: 404,
    children: (
      <p>
        {PEOPLE_TEXTS.unknownText} <a href="/operator/people">{PEOPLE_TEXTS.find}</a>
      </p>
    ),
  });
}
