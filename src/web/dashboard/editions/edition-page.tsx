import type { ReactElement } from 'react';
import { describeBacklog, mergeMaskedReasons, readBacklog } from '../../../delivery/status/backlog.ts';
import { describeCounts, sumCounts } from '../../../delivery/status/counts-by-reason.ts';
import { countReasons } from '../../../delivery/status/failure-queries.ts';
import { readLedger } from '../../../delivery/status/ledger.ts';
import type { LedgerLine } from '../../../delivery/status/ledger-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { Dashboard, DashboardRequest } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { deliveriesPath, editionOperationPath } from '../frame/dashboard-paths.ts';
import { StateLabel, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format.ts';
import { shownAddress } from '../frame/mask.ts';
import { SegmentPatterns, TotalsBar } from '../frame/totals-bar.tsx';
import { editionAdvice } from './edition-advice.ts';
import { type EditionFacts, readEdition } from './edition-facts.ts';
import { possibleOperations, type SettlingOperation } from './edition-operations.ts';
import {
  ADVICE_TEXTS,
  CONFIRMATION_TEXTS,
  OPERATION_TEXTS,
  EDITIONS_TEXTS as TEXTS,
} from './editions-texts.ts';
import { PapersPart, readPapersPart } from './papers-part.tsx';
import { PreviewForms } from './preview-forms.tsx';

const UNCERTAIN_SHOWN = 50;

/** `/operator/editions/<id>`: totals, failures and next steps, papers, and the forms of the preview. */
export async function showEdition(ctx: WebContext, c: DashboardRequest, id: string): Promise<Response> {
  const facts = await readEdition(ctx, id);
  if (!facts) return c.notFound();
  const reasons = mergeMaskedReasons(await countReasons(ctx.db, id, 'failed'));
  const backlog = describeBacklog(await readBacklog(ctx, facts.totals), ctx.clock.now());
  const uncertain = facts.totals.uncertain > 0 ? await readFirstUncertain(ctx, id) : [];
  const papers = await readPapersPart(ctx, facts, c.req.query());
  const dashboard = c.get('dashboard');
  return dashboardPage(c, {
    title: id,
    children: (
      <>
        <Overview facts={facts} />
        {backlog.length > 0 && <Delayed sentences={backlog} />}
        <Failures reasons={reasons} facts={facts} />
        {uncertain.length > 0 && <Uncertain dashboard={dashboard} lines={uncertain} facts={facts} />}
        <PapersPart taxonomy={ctx.taxonomy} part={papers} edition={id} />
        <PreviewForms dashboard={dashboard} edition={id} />
      </>
    ),
  });
}

async function readFirstUncertain(ctx: WebContext, edition: string): Promise<LedgerLine[]> {
  const lines: LedgerLine[] = [];
  for await (const line of readLedger(ctx, { edition, states: ['uncertain'] })) {
    lines.push(line);
    if (lines.length >= UNCERTAIN_SHOWN) break;
  }
  return lines;
}

function Overview({ facts }: { facts: EditionFacts }): ReactElement {
  const { id, state, reason } = facts.totals;
  const advice = editionAdvice(facts);
  const operations = possibleOperations(facts);
  return (
    <section aria-labelledby="overview">
      <h2 id="overview">{TEXTS.overview}</h2>
      <p>
        <StateLabel state={state} />
        {reason !== null && `: ${reason}`}
      </p>
      <SegmentPatterns />
      <TotalsBar totals={facts.totals} />
      <p>
        <a href={deliveriesPath(id)}>{TEXTS.allDeliveries}</a>
      </p>
      {advice.length > 0 && (
        <>
          <h3>{ADVICE_TEXTS.heading}</h3>
          <Sentences sentences={advice} />
        </>
      )}
      {operations.length > 0 && (
        <nav aria-label={TEXTS.operations}>
          <ul className="operations">
            {operations.map((operation) => (
              <li key={operation}>
                <a className="button" href={editionOperationPath(id, operation)}>
                  {OPERATION_TEXTS[operation].button}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </section>
  );
}

function Sentences({ sentences }: { sentences: readonly string[] }): ReactElement {
  return (
    <ul className="sentences">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** Deliveries past their send time or deferred by a provider, and the next attempt. */
function Delayed({ sentences }: { sentences: readonly string[] }): ReactElement {
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{TEXTS.waiting}</h2>
      <ul className="sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>
            <StateLabel state="planned">{sentence}</StateLabel>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Failures({
  reasons,
  facts,
}: {
  reasons: readonly { reason: string; count: number }[];
  facts: EditionFacts;
}): ReactElement {
  const lost = sumCounts(facts.ineligible);
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">{TEXTS.failures}</h2>
      {reasons.length === 0 ? (
        <p>{TEXTS.noFailures}</p>
      ) : (
        <ul className="sentences">
          {reasons.map(({ reason, count }) => (
            <li key={reason}>
              <StateLabel state="failed">{TEXTS.failed(count, reason)}</StateLabel>
            </li>
          ))}
          {lost > 0 && <li>{TEXTS.ineligible(lost, describeCounts(facts.ineligible))}</li>}
        </ul>
      )}
    </section>
  );
}

function Uncertain({
  dashboard,
  lines,
  facts,
}: {
  dashboard: Dashboard;
  lines: readonly LedgerLine[];
  facts: EditionFacts;
}): ReactElement {
  const { id, uncertain } = facts.totals;
  const canSettle = dashboard.session.role === 'operator';
  const columns = Object.values(TEXTS.uncertainColumns).map((name) => ({ name }));
  const settleLink = (operation: SettlingOperation, subscriber: string) => (
    <a className="fact" href={`${editionOperationPath(id, operation)}?subscriber=${subscriber}`}>
      {CONFIRMATION_TEXTS.single[operation]}
    </a>
  );
  return (
    <section aria-labelledby="uncertain">
      <h2 id="uncertain">{TEXTS.uncertain}</h2>
      <Table label={TEXTS.uncertain} columns={columns} stacked>
        {lines.map((line) => (
          <tr key={line.subscriber}>
            <th scope="row">{shownAddress(dashboard, line.address)}</th>
            <td>
              {canSettle && settleLink('mark-accepted', line.subscriber)}
              {canSettle && settleLink('send-again', line.subscriber)}
            </td>
            <td className="moment" data-name={TEXTS.uncertainColumns.when}>
              {formatTime(line.triedAt)}
            </td>
            <td data-name={TEXTS.uncertainColumns.messageId}>
              <code>{line.messageId}</code>
            </td>
          </tr>
        ))}
      </Table>
      {uncertain > lines.length && <p>{TEXTS.more(uncertain - lines.length)}</p>}
    </section>
  );
}
