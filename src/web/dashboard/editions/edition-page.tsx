import type { ReactElement } from 'react';
import type { Advice } from '../../../delivery/status/advice.ts';
import { describeBacklog, readBacklog, withoutTheirAddresses } from '../../../delivery/status/backlog.ts';
import { reasonsOf, sumOf } from '../../../delivery/status/counts-by-reason.ts';
import { readReasons } from '../../../delivery/status/failure-queries.ts';
import { ledger } from '../../../delivery/status/ledger.ts';
import type { LedgerLine } from '../../../delivery/status/ledger-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { Dashboard, DashboardRequest } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { editionPath } from '../frame/dashboard-paths.ts';
import { StateWord, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format-time.ts';
import { shownAddress } from '../frame/mask.ts';
import { SegmentPatterns, TotalsBar } from '../frame/totals-bar.tsx';
import { type EditionFacts, readEdition } from './edition-facts.ts';
import { possibleOperations } from './edition-operation-routes.tsx';
import { OPERATION_TEXTS, EDITIONS_TEXTS as TEXTS } from './editions-texts.ts';
import { PapersPart, readPapersPart } from './papers-part.tsx';
import { PreviewForms } from './preview-forms.tsx';

const UNCERTAIN_SHOWN = 50;

/** `/operator/editions/<key>`: the books, what went wrong and what to do, the papers, and how it looks to a reader. */
export async function showEdition(ctx: WebContext, c: DashboardRequest, key: string): Promise<Response> {
  const facts = await readEdition(ctx, key);
  if (!facts) return c.notFound();
  const reasons = withoutTheirAddresses(await readReasons(ctx.db, key, 'failed'));
  const waiting = describeBacklog(await readBacklog(ctx, facts.books), ctx.clock.now());
  const lines = facts.books.uncertain > 0 ? await firstUncertain(ctx, key) : [];
  const papers = await readPapersPart(ctx, facts, c.req.query());
  const desk = c.get('desk');
  return dashboardPage(c, {
    title: key,
    children: (
      <>
        <Overview facts={facts} />
        {waiting.length > 0 && <Waiting sentences={waiting} />}
        <Failures reasons={reasons} facts={facts} />
        {lines.length > 0 && <Uncertain desk={desk} lines={lines} facts={facts} />}
        <PapersPart part={papers} edition={key} />
        <PreviewForms desk={desk} edition={key} />
      </>
    ),
  });
}

/** Advice as it reads on the desk: with the button in the command's place, or without a command that has none. */
function onTheDesk({ why, command }: Advice): string {
  const [, verb] = BUTTON_OF.find(([words]) => words.test(command)) ?? [];
  if (verb && why.endsWith(':')) return `${why} \u201c${OPERATION_TEXTS[verb].button}\u201d.`;
  if (command.endsWith('<address>')) return TEXTS.oneAlone;
  return why.replace(/(?<=[.!?])\s[^.!?]*:$/, '').replace(/:$/, '.');
}

const BUTTON_OF = [
  [/^edition cancel /, 'cancel'],
  [/^edition retry /, 'retry'],
  [/ --arrived --all$/, 'arrived'],
  [/ --send-again --all$/, 'again'],
] as const;

async function firstUncertain(ctx: WebContext, edition: string): Promise<LedgerLine[]> {
  const lines: LedgerLine[] = [];
  for await (const line of ledger(ctx, { edition, states: ['uncertain'] })) {
    lines.push(line);
    if (lines.length >= UNCERTAIN_SHOWN) break;
  }
  return lines;
}

function Overview({ facts }: { facts: EditionFacts }): ReactElement {
  const { books, advice } = facts;
  const acts = possibleOperations(facts);
  return (
    <section aria-labelledby="overview">
      <h2 id="overview">{TEXTS.overview}</h2>
      <p>
        <StateWord state={books.state} />
        {books.reason !== null && `: ${books.reason}`}
      </p>
      <SegmentPatterns />
      <TotalsBar books={books} />
      <p>
        <a href={`${editionPath(books.id)}/deliveries`}>{TEXTS.everyDelivery}</a>
      </p>
      {advice.length > 0 && (
        <>
          <h3>{TEXTS.advice}</h3>
          <ul className="sentences">
            {advice.map((item) => (
              <li key={item.why}>{onTheDesk(item)}</li>
            ))}
          </ul>
        </>
      )}
      {acts.length > 0 && (
        <nav aria-label={TEXTS.acts}>
          <ul className="acts">
            {acts.map((verb) => (
              <li key={verb}>
                <a className="button" href={`${editionPath(books.id)}/act/${verb}`}>
                  {OPERATION_TEXTS[verb].button}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </section>
  );
}

type Reasons = readonly { reason: string; count: number }[];

/** Whose hour is over, what was put off, by a provider or by us, and when it goes on. */
function Waiting({ sentences }: { sentences: readonly string[] }): ReactElement {
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{TEXTS.waiting}</h2>
      <ul className="sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>
            <StateWord state="planned">{sentence}</StateWord>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Failures({ reasons, facts }: { reasons: Reasons; facts: EditionFacts }): ReactElement {
  const lost = sumOf(facts.notMailable);
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">{TEXTS.failures}</h2>
      {reasons.length === 0 ? (
        <p>{TEXTS.noFailures}</p>
      ) : (
        <ul className="sentences">
          {reasons.map(({ reason, count }) => (
            <li key={reason}>
              <StateWord state="failed">{TEXTS.failed(count, reason)}</StateWord>
            </li>
          ))}
          {lost > 0 && <li>{TEXTS.notMailable(lost, reasonsOf(facts.notMailable))}</li>}
        </ul>
      )}
    </section>
  );
}

function Uncertain({
  desk,
  lines,
  facts,
}: {
  desk: Dashboard;
  lines: readonly LedgerLine[];
  facts: EditionFacts;
}): ReactElement {
  const { id, uncertain } = facts.books;
  const isViewer = desk.session.role !== 'operator';
  const columns = Object.values(TEXTS.uncertainColumns).map((name) => ({ name }));
  const settle = (verb: 'arrived' | 'again', subscriber: string, words: string) => (
    <a className="fact" href={`${editionPath(id)}/act/${verb}?subscriber=${subscriber}`}>
      {words}
    </a>
  );
  return (
    <section aria-labelledby="uncertain">
      <h2 id="uncertain">{TEXTS.uncertain}</h2>
      <Table label={TEXTS.uncertainTable} columns={columns} stacked>
        {lines.map((line) => (
          <tr key={line.subscriber}>
            <th scope="row">{shownAddress(desk, line.address)}</th>
            <td>
              {!isViewer && settle('arrived', line.subscriber, TEXTS.arrived)}
              {!isViewer && settle('again', line.subscriber, TEXTS.sendAgain)}
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
