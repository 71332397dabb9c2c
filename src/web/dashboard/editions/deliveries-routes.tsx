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
import { StateLabel, stateName, Table } from '../frame/dashboard-table.tsx';
import { formatNumber, formatTime } from '../frame/format.ts';
import { shownAddress, shownReason } from '../frame/mask.ts';
import { TOTALS_TEXTS } from '../frame/totals-texts.ts';
import { DELIVERIES_TEXTS as TEXTS } from './deliveries-texts.ts';

const querySchema = z.object({
  state: z.enum(DELIVERY_STATES).optional().catch(undefined),
  reason: z.string().min(1).max(40).optional().catch(undefined),
  // Id of the last subscriber on the previous page. Not the address: no URL contains one.
  after: z.uuid().optional().catch(undefined),
});
type Query = z.infer<typeof querySchema>;

const editionSchema = z.string().regex(/^(?:daily|weekdays|weekly)-\d{4}-\d\d-\d\d$/);

/** `/operator/editions/<id>/deliveries`: the deliveries behind a total, filtered by `state` and `reason`. */
export function deliveriesRoutes(ctx: Pick<WebContext, 'db'>): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>().get('/', async (c) => {
    const edition = editionSchema.safeParse(c.req.param('edition'));
    if (!edition.success) return unknownEdition(c);
    const query = querySchema.parse(c.req.query());
    const states = query.state === undefined ? DELIVERY_STATES : [query.state];
    const filter = { edition: edition.data, states, reason: query.reason };
    const last = query.after === undefined ? undefined : await findSubscriberById(ctx.db, query.after);
    const position = last ? { address: last.address, subscriber: last.id } : null;
    const lines = await readEditionLines(ctx.db, filter, position, DASHBOARD.rowsPerPage + 1);
    return dashboardPage(c, {
      title: TEXTS.title(edition.data),
      children: (
        <DeliveriesPage dashboard={c.get('dashboard')} edition={edition.data} query={query} lines={lines} />
      ),
    });
  });
}

function unknownEdition(c: DashboardRequest): Response | Promise<Response> {
  return dashboardPage(c, { title: TEXTS.unknown, status: 404, children: <p>{TEXTS.unknownText}</p> });
}

function DeliveriesPage(props: {
  dashboard: Dashboard;
  edition: string;
  query: Query;
  lines: readonly LedgerRow[];
}): ReactElement {
  const { dashboard, edition, query, lines } = props;
  const shown = lines.slice(0, DASHBOARD.rowsPerPage);
  const last = lines.length > DASHBOARD.rowsPerPage ? shown.at(-1)?.subscriber : undefined;
  const { after, ...filter } = query;
  return (
    <>
      <StateFilter edition={edition} state={query.state} />
      {query.reason !== undefined && (
        <p>{TEXTS.reason(TOTALS_TEXTS.skipReasons[query.reason] ?? query.reason)}</p>
      )}
      {shown.length === 0 ? <p>{TEXTS.none}</p> : <Lines dashboard={dashboard} lines={shown} />}
      <p className="pages">
        {after !== undefined && <a href={pathOf(edition, filter)}>{TEXTS.first}</a>}
        {last !== undefined && <a href={pathOf(edition, { ...filter, after: last })}>{TEXTS.next}</a>}
      </p>
    </>
  );
}

function StateFilter({ edition, state }: { edition: string; state: Query['state'] }): ReactElement {
  return (
    <nav aria-label={TEXTS.states}>
      <ul className="sections">
        {[undefined, ...DELIVERY_STATES].map((each) => (
          <li key={each ?? 'all'}>
            <a href={pathOf(edition, { state: each })} aria-current={each === state ? 'true' : undefined}>
              {each === undefined ? TEXTS.all : stateName(each)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Lines({ dashboard, lines }: { dashboard: Dashboard; lines: readonly LedgerRow[] }): ReactElement {
  const names = TEXTS.columns;
  const columns = Object.values(names).map((name) => ({ name }));
  return (
    <Table label={TEXTS.table} columns={columns} stacked>
      {lines.map((line) => (
        <tr key={line.subscriber}>
          <th scope="row">
            <a href={subscriberDetailsPath(line.subscriber)}>{shownAddress(dashboard, line.address)}</a>
          </th>
          <td>
            <StateLabel state={line.state} />
          </td>
          <td data-name={names.reason}>
            {TOTALS_TEXTS.skipReasons[line.reason ?? ''] ?? shownReason(dashboard, line.reason)}
          </td>
          <td className="moment" data-name={names.sendAt}>
            {formatTime(line.sendAt)}
          </td>
          <td className="moment" data-name={names.attemptedAt}>
            {formatTime(line.triedAt)}
          </td>
          <td data-name={names.attempts}>{formatNumber(line.attempts)}</td>
          <td data-name={names.report}>{line.arrival ?? '–'}</td>
        </tr>
      ))}
    </Table>
  );
}

function pathOf(edition: string, query: Query): string {
  const filter = Object.entries(query).filter(([, value]) => value !== undefined);
  return deliveriesPath(edition, Object.fromEntries(filter));
}
