import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { insertAuditEntry } from '../../../audit/audit-queries.ts';
import { exportSubscribers } from '../../../subscribers/csv/export-subscribers.ts';
import { readImports } from '../../../subscribers/csv/import-queries.ts';
import { parseAddress } from '../../../subscribers/subscriber.ts';
import { findSubscriberByAddress } from '../../../subscribers/subscriber-queries.ts';
import { readSuppression, type Suppression } from '../../../suppression/suppression-queries.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { allowOwnScript } from '../../http/script-policy.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { SUBSCRIBERS_PATH, subscriberDetailsPath } from '../frame/dashboard-paths.ts';
import { formatTime } from '../frame/format.ts';
import { dashboardRedirect } from '../frame/notice.ts';
import { LOOKUP_HEADER, LookupScript } from './lookup-script.tsx';
import { unsuppressByForm } from './subscriber-operations.ts';
import { subscriberRoutes } from './subscriber-routes.tsx';
import { SubscribersPage } from './subscribers-page.tsx';
import { SUBSCRIBERS_TEXTS as TEXTS } from './subscribers-texts.ts';

const IMPORTS_SHOWN = 5;

interface Lookup {
  /** Path of the subscriber's page. */
  to?: string;
  /** Explanation when there is no subscriber. */
  text?: string;
  suppression?: Suppression | null;
}

/**
 * `/operator/subscribers`: looks a subscriber up by the full address, which appears in no URL; exports all as
 * CSV. Each subscriber's page is below it.
 */
export function subscribersRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/', allowOwnScript, async (c) => {
      const header = c.req.header(LOOKUP_HEADER);
      if (header === undefined) return showSubscribers(ctx, c);
      const { to, text } = await lookUp(ctx, decode(header));
      return c.json(to === undefined ? { text } : { to });
    })
    .post('/', allowOwnScript, async (c) => {
      const address = fieldOf((await readBody(c)) ?? {}, 'address');
      const lookup = await lookUp(ctx, address);
      return lookup.to === undefined
        ? showSubscribers(ctx, c, { ...lookup, address })
        : c.redirect(lookup.to, 303);
    })
    .post('/unsuppress', async (c) => {
      const body = (await readBody(c)) ?? {};
      const input = { operator: c.get('dashboard').session.name, address: fieldOf(body, 'address') };
      return dashboardRedirect(c, SUBSCRIBERS_PATH, await unsuppressByForm(ctx, body, input));
    })
    .post('/export', async (c) => {
      const operator = c.get('dashboard').session.name;
      const now = ctx.clock.now();
      await insertAuditEntry(
        ctx.db,
        { operator, verb: 'subscribers export', subject: 'all subscribers' },
        now,
      );
      const csv = Readable.from(exportSubscribers(ctx), { objectMode: false });
      return c.body(Readable.toWeb(csv) as ReadableStream, 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="subscribers-${now.toISOString().slice(0, 10)}.csv"`,
      });
    })
    .route('/', subscriberRoutes(ctx));
}

async function lookUp(ctx: Pick<WebContext, 'db'>, input: string): Promise<Lookup> {
  const address = parseAddress(input);
  if (address === null) return { text: TEXTS.invalidAddress };
  const subscriber = await findSubscriberByAddress(ctx.db, address);
  if (subscriber) return { to: subscriberDetailsPath(subscriber.id) };
  const suppression = await readSuppression(ctx.db, address);
  const status =
    suppression === null
      ? TEXTS.notSuppressed
      : TEXTS.isSuppressed(suppression.reason, formatTime(suppression.since));
  return { text: `${TEXTS.notFound} ${status}`, suppression };
}

async function showSubscribers(
  ctx: Pick<WebContext, 'db'>,
  c: DashboardRequest,
  lookup?: Lookup & { address: string },
): Promise<Response> {
  const dashboard = c.get('dashboard');
  const imports = dashboard.session.role === 'operator' ? await readImports(ctx.db, IMPORTS_SHOWN) : [];
  return dashboardPage(c, {
    title: TEXTS.title,
    head: <LookupScript />,
    children: <SubscribersPage dashboard={dashboard} lookup={lookup ?? null} imports={imports} />,
  });
}

/** Decodes the percent-encoded header; empty for malformed input. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
