import { Hono } from 'hono';
import type { ReactElement } from 'react';
import { cacheEditionStatus } from '../../../delivery/status/edition-status-cache.ts';
import type { EditionTotals } from '../../../delivery/status/totals-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { editionPath } from '../frame/dashboard-paths.ts';
import { StateLabel, Table } from '../frame/dashboard-table.tsx';
import { SegmentPatterns, TotalsBar } from '../frame/totals-bar.tsx';
import { editionOperationRoutes } from './edition-operation-routes.tsx';
import { showEdition } from './edition-page.tsx';
import { editionPaperRoutes } from './edition-paper-routes.tsx';
import { editionPreviewRoutes } from './edition-preview-routes.tsx';
import { EDITIONS_TEXTS } from './editions-texts.ts';

const DAYS = 10;

/** `/operator/editions`: the newest editions with their totals; each links to its page. */
export function editionsRoutes(ctx: WebContext): Hono<DashboardVariables> {
  const editionStatus = cacheEditionStatus(ctx);
  return new Hono<DashboardVariables>()
    .get('/', async (c) => {
      const editions = await editionStatus.newest(DAYS);
      return dashboardPage(c, { title: EDITIONS_TEXTS.title, children: <EditionList editions={editions} /> });
    })
    .get('/:edition', (c) => showEdition(ctx, c, c.req.param('edition')))
    .route('/', editionOperationRoutes(ctx))
    .route('/', editionPaperRoutes(ctx))
    .route('/', editionPreviewRoutes(ctx));
}

/** Omits editions without an audience, which exist only because their cadence is due. */
function EditionList({ editions }: { editions: readonly EditionTotals[] }): ReactElement {
  const shown = editions.filter(({ audience, state }) => audience > 0 || state === 'paused');
  if (shown.length === 0) return <p>{EDITIONS_TEXTS.none}</p>;
  const columns = Object.values(EDITIONS_TEXTS.columns).map((name) => ({ name }));
  return (
    <>
      <SegmentPatterns />
      <Table label={EDITIONS_TEXTS.title} columns={columns}>
        {shown.map((edition) => (
          <tr key={edition.id}>
            <th scope="row">
              <a href={editionPath(edition.id)}>{edition.id}</a>
            </th>
            <td>
              <StateLabel state={edition.state} />
              {edition.reason !== null && <span className="fact">{edition.reason}</span>}
            </td>
            <td className="wide">
              <TotalsBar totals={edition} />
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}
