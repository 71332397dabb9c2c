import { Hono } from 'hono';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { DASHBOARD } from '../../../../config/dashboard.ts';
import { DELIVERY_STATES } from '../../../delivery/pipeline/delivery.ts';
import { type LedgerRow, readEditionLines } from '../../../delivery/status/ledger-queries.ts';
import { findSubscriberById } from '../../../subscribers/subscriber-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { Dashboard, DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { deliveriesPath, subscriberDetailsPath } from '../frame/dashboard-paths.ts';
import { StateWord, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format-time.ts';
import { shownAddress, shownReason } from '../frame/mask.ts';
import { TOTALS_TEXTS } from '../frame/totals-texts.ts';
import { DELIVERIES_TEXTS } from './deliveries-texts.ts';

const querySchema = z.object({
  state: z.enum(DELIVERY_STATES).optional().catch(undefined),
  reason: z.string().min(1).max(40).optional().catch(undefined),
  // The last subscriber of the page before, not their address: addresses are in no URL.
  after: z.uuid().optional().catch(undefined),
});
type Query = z.infer<typeof querySchema>;

const editionSchema = z.string().regex(/^(?:daily|weekdays|weekly)-\d{4}-\d\d-\d\d$/);

/** `/operator/editions/<id>/deliveries`: who is behind a number of the books; filtered by `state` and `reason`. */
export function deliveriesRoutes(ctx: Pick<WebContext, 'db'>): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>().get('/', async (c) => {
    const edition = editionSchema.safeParse(c.req.param('edition'));
    if (!edition.success) return unknownEdition(c);
    const query = querySchema.parse(c.req.query());
    const states = query.state === undefined ? DELIVERY_STATES : [query.state];
    const which = { edition: edition.data, states, reason: query.reason };
    const last = query.after === undefined ? undefined : await findSubscriberById(ctx.db, query.after);
    const place = last ? { address: last.address, subscriber: last.id } : null;
    const lines = await readEditionLines(ctx.db, which, place, DASHBOARD.rowsPerPage + 1);
    return dashboardPage(c, {
      title: DELIVERIES_TEXTS.title(edition.data),
      children: <DeliveriesPage desk={c.get('desk')} edition={edition.data} query={query} lines={lines} />,
    });
  });
}

function unknownEdition(c: DashboardRequest): Response | Promise<Response> {
  return dashboardPage(c, {
    title: DELIVERIES_TEXTS.unknown,
    status: 404,
    children: <p>{DELIVERIES_TEXTS.unknownText}</p>,
  });
}

function DeliveriesPage(props: {
  desk: Dashboard;
  edition: string;
  query: Query;
  lines: readonly LedgerRow[];
}): ReactElement {
  const { desk, edition, query, lines } = props;
  const shown = lines.slice(0, DASHBOARD.rowsPerPage);
  const next = lines.length > DASHBOARD.rowsPerPage ? shown.at(-1)?.subscriber : undefined;
  const { after, ...filter } = query;
  return (
    <>
      <States edition={edition} state={query.state} />
      {query.reason !== undefined && (
        <p>{DELIVERIES_TEXTS.reason(TOTALS_TEXTS.exclusions[query.reason] ?? query.reason)}</p>
      )}
      {shown.length === 0 ? <p>{DELIVERIES_TEXTS.none}</p> : <Lines desk={desk} lines={shown} />}
      <p className="pages">
        {after !== undefined && <a href={pathOf(edition, filter)}>{DELIVERIES_TEXTS.first}</a>}
        {next !== undefined && (
          <a href={pathOf(edition, { ...filter, after: next })}>{DELIVERIES_TEXTS.more}</a>
        )}
      </p>
    </>
  );
}

function States({ edition, state }: { edition: string; state: Query['state'] }): ReactElement {
  return (
    <nav aria-label={DELIVERIES_TEXTS.states}>
      <ul className="sections">
        {[undefined, ...DELIVERY_STATES].map((each) => (
          <li key={each ?? 'all'}>
            <a href={pathOf(edition, { state: each })} aria-current={each === state ? 'true' : undefined}>
              {each ?? DELIVERIES_TEXTS.all}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Lines({ desk, lines }: { desk: Dashboard; lines: readonly LedgerRow[] }): ReactElement {
  const words = DELIVERIES_TEXTS.columns;
  const columns = Object.values(words).map((name) => ({ name }));
  return (
    <Table label={DELIVERIES_TEXTS.states} columns={columns} stacked>
      {lines.map((line) => (
        <tr key={line.subscriber}>
          <th scope="row">
            <a href={subscriberDetailsPath(line.subscriber)}>{shownAddress(desk, line.address)}</a>
          </th>
          <td>
            <StateWord state={line.state} />
          </td>
          <td data-name={words.reason}>
            {TOTALS_TEXTS.exclusions[line.reason ?? ''] ?? shownReason(desk, line.reason)}
          </td>
          <td className="moment" data-name={words.sendAt}>
            {formatTime(line.sendAt)}
          </td>
          <td className="moment" data-name={words.tried}>
            {formatTime(line.triedAt)}
          </td>
          <td data-name={words.attempts}>{line.attempts}</td>
          <td data-name={words.arrival}>{line.arrival ?? '–'}</td>
        </tr>
      ))}
    </Table>
  );
}

function pathOf(edition: string, query: Query): string {
  return deliveriesPath(
    edition,
    Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)),
  );
}
