import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { insertAuditEntry } from '../../../audit/audit-queries.ts';
import { exportSubscribers } from '../../../subscribers/csv/export-subscribers.ts';
import { readImports } from '../../../subscribers/csv/import-queries.ts';
import { parseAddress } from '../../../subscribers/subscriber.ts';
import { findSubscriberByAddress } from '../../../subscribers/subscriber-queries.ts';
import { readSuppression, type Suppression } from '../../../suppression/suppression-queries.ts';
import { unsuppress } from '../../../suppression/unsuppress.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { allowOwnScript } from '../../http/script-policy.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { SUBSCRIBERS_PATH, subscriberDetailsPath } from '../frame/dashboard-paths.ts';
import { formatTime } from '../frame/format-time.ts';
import { dashboardRedirect, errorNotice } from '../frame/notice.ts';
import { LOOKUP_HEADER, LookupScript } from './lookup-script.tsx';
import { unsuppressedNotice } from './subscriber-actions.ts';
import { subscriberRoutes } from './subscriber-routes.tsx';
import { SubscribersPage } from './subscribers-page.tsx';
import { SUBSCRIBERS_TEXTS } from './subscribers-texts.ts';

/** Imports on the page. */
const LISTED = 5;

interface Found {
  /** Where the person's page is. */
  to?: string;
  /** Why there is none. */
  text?: string;
  suppression?: Suppression | null;
}

/** `/operator/people`: finds a subscriber by the whole address, which is in no URL; everybody as a file, people out of a file, and each person's page. */
export function subscribersRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/', allowOwnScript, async (c) => {
      const wanted = c.req.header(LOOKUP_HEADER);
      if (wanted === undefined) return showPeople(ctx, c);
      const { to, text } = await find(ctx, decoded(wanted));
      return c.json(to === undefined ? { text } : { to });
    })
    .post('/', allowOwnScript, async (c) => {
      const address = fieldOf((await readBody(c)) ?? {}, 'address');
      const found = await find(ctx, address);
      return found.to === undefined ? showPeople(ctx, c, { ...found, address }) : c.redirect(found.to, 303);
    })
    .post('/lift', async (c) => {
      const body = (await readBody(c)) ?? {};
      try {
        const [address, reason, confirm] = ['address', 'reason', 'confirm'].map((name) =>
          fieldOf(body, name),
        );
        const operator = c.get('desk').session.name;
        const outcome = await unsuppress(ctx, {
          operator,
          address: address ?? '',
          reason: reason ?? '',
          confirm,
        });
        return dashboardRedirect(c, SUBSCRIBERS_PATH, unsuppressedNotice(outcome));
      } catch (error) {
        return dashboardRedirect(c, SUBSCRIBERS_PATH, errorNotice(error));
      }
    })
    .post('/export', async (c) => {
      const act = { operator: c.get('desk').session.name, verb: 'subscribers export', subject: 'everybody' };
      await insertAuditEntry(ctx.db, act, ctx.clock.now());
      const file = `subscribers-${ctx.clock.now().toISOString().slice(0, 10)}.csv`;
      return c.body(
        Readable.toWeb(Readable.from(exportSubscribers(ctx), { objectMode: false })) as ReadableStream,
        200,
        {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="${file}"`,
        },
      );
    })
    .route('/', subscriberRoutes(ctx));
}

async function find(ctx: Pick<WebContext, 'db'>, typed: string): Promise<Found> {
  const address = parseAddress(typed);
  if (address === null) return { text: SUBSCRIBERS_TEXTS.notAnAddress };
  const subscriber = await findSubscriberByAddress(ctx.db, address);
  if (subscriber) return { to: subscriberDetailsPath(subscriber.id) };
  const suppression = await readSuppression(ctx.db, address);
  const more =
    suppression === null
      ? SUBSCRIBERS_TEXTS.notSuppressed
      : SUBSCRIBERS_TEXTS.suppressedToo(suppression.reason, formatTime(suppression.since));
  return { text: `${SUBSCRIBERS_TEXTS.nobody} ${more}`, suppression };
}

async function showPeople(
  ctx: Pick<WebContext, 'db'>,
  c: DashboardRequest,
  found?: Found & { address: string },
): Promise<Response> {
  const desk = c.get('desk');
  const imports = desk.session.role === 'operator' ? await readImports(ctx.db, LISTED) : [];
  return dashboardPage(c, {
    title: SUBSCRIBERS_TEXTS.title,
    head: <LookupScript />,
    children: <SubscribersPage desk={desk} found={found ?? null} imports={imports} />,
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
