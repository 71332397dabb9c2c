import { Hono } from 'hono';
import type { ReactElement } from 'react';
import { type EditionBooks, readBooks, readNewestEditionDay } from '../../delivery/queries.ts';
import { type OpenAlert, readOpenAlerts } from '../../operator/queries.ts';
import type { WebContext } from '../context.ts';
import type { DeskVariables } from './desk.ts';
import { deskPage } from './desk-page.tsx';
import { StateWord, Table } from './desk-table.tsx';
import { moment } from './moment.ts';
import { TODAY_TEXTS } from './today-texts.ts';

/** `/operator`: what is wrong and how the newest editions stand. */
export function todayRoutes(ctx: Pick<WebContext, 'db'>): Hono<DeskVariables> {
  return new Hono<DeskVariables>().get('/', async (c) => {
    const alerts = await readOpenAlerts(ctx.db);
    const day = await readNewestEditionDay(ctx.db);
    const books = day === null ? [] : await readBooks(ctx.db, day);
    return deskPage(c, {
      title: TODAY_TEXTS.title,
      children: (
        <>
          <Alerts alerts={alerts} />
          <NewestBooks books={books} />
        </>
      ),
    });
  });
}

function Alerts({ alerts }: { alerts: readonly OpenAlert[] }): ReactElement {
  const words = TODAY_TEXTS.alert;
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts">{TODAY_TEXTS.alerts}</h2>
      {alerts.length === 0 ? (
        <p>{TODAY_TEXTS.noAlerts}</p>
      ) : (
        <Table label={TODAY_TEXTS.alerts} columns={Object.values(words).map((name) => ({ name }))}>
          {alerts.map((alert) => (
            <tr key={`${alert.code} ${alert.subject}`}>
              <th scope="row">{alert.message}</th>
              <td>{alert.subject}</td>
              <td>{moment(alert.raisedAt)}</td>
              <td>{alert.times === 1 ? 'once' : `${alert.times} times`}</td>
              <td>{alert.remedy}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function NewestBooks({ books }: { books: readonly EditionBooks[] }): ReactElement {
  const words = TODAY_TEXTS.columns;
  const number = (name: string) => ({ name, number: true });
  const columns = [
    { name: words.edition },
    { name: words.state },
    ...[words.audience, words.accepted, words.excluded, words.failed, words.uncertain, words.planned].map(
      number,
    ),
    { name: words.balance },
  ];
  return (
    <section aria-labelledby="books">
      <h2 id="books">{TODAY_TEXTS.books}</h2>
      {books.length === 0 ? (
        <p>{TODAY_TEXTS.noBooks}</p>
      ) : (
        <Table label={TODAY_TEXTS.books} columns={columns}>
          {books.map((edition) => (
            <tr key={edition.id}>
              <th scope="row">{edition.id}</th>
              <td>
                <StateWord state={edition.state} />
              </td>
              <td className="number">{edition.audience}</td>
              <td className="number">{edition.accepted}</td>
              <td className="number">
                {Object.values(edition.excluded).reduce((sum, count) => sum + count, 0)}
              </td>
              <td className="number">{edition.failed}</td>
              <td className="number">{edition.uncertain}</td>
              <td className="number">{edition.planned}</td>
              <td>{edition.balanced ? TODAY_TEXTS.balanced : TODAY_TEXTS.unbalanced}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
