import { Hono } from 'hono';
import type { ReactElement } from 'react';
import { isSource, SOURCES } from '../../../../config/sources.ts';
import { type BackFill, readBackFills } from '../../../papers/ingest/back-fill-queries.ts';
import type { ColdModel } from '../../../trending/cold/cold-model.ts';
import {
  type FittedColdModel,
  readColdModelInUse,
  readFittedColdModels,
} from '../../../trending/cold/cold-model-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { StateLabel, Table } from '../frame/dashboard-table.tsx';
import { formatNumber, formatTime } from '../frame/format.ts';
import { COLD_MODEL_TEXTS as TEXTS } from './cold-model-texts.ts';

/** `/operator/cold-model`: the model in use, every fitted one with its measure, and the back-fill it learns from. */
export function coldModelRoutes(ctx: Pick<WebContext, 'db' | 'log'>): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>().get('/', async (c) => {
    const inUse = await readColdModelInUse(ctx);
    const models = await readFittedColdModels(ctx.db);
    const backFills = await readBackFills(ctx.db);
    return dashboardPage(c, {
      title: TEXTS.title,
      children: (
        <>
          <p className="meta">{TEXTS.about}</p>
          <InUse model={inUse} row={models.find(({ version }) => version === inUse.version)} />
          <h2>{TEXTS.versions}</h2>
          {models.length === 0 ? <p>{TEXTS.none}</p> : <Models models={models} inUse={inUse.version} />}
          <p>
            {TEXTS.fit} <code>paperboy rank --fit</code>
          </p>
          <h2>{TEXTS.backFill}</h2>
          <BackFills backFills={backFills} />
        </>
      ),
    });
  });
}

function InUse({ model, row }: { model: ColdModel; row: FittedColdModel | undefined }): ReactElement {
  const { version, lists, papers, until } = model;
  return (
    <>
      <p>{TEXTS.inUse(version, lists, papers, until)}</p>
      <p>
        {row
          ? TEXTS.measured(
              row.measure.heldBack,
              row.measure.value.toFixed(3),
              row.measure.comparedWith,
              row.measure.compared.toFixed(3),
            )
          : TEXTS.shipped}
      </p>
    </>
  );
}

function Models({ models, inUse }: { models: readonly FittedColdModel[]; inUse: string }): ReactElement {
  const texts = TEXTS.columns;
  const columns = [
    { name: texts.version },
    { name: texts.fitted },
    { name: texts.lists, number: true },
    { name: texts.papers, number: true },
    { name: texts.measure, number: true },
    { name: texts.compared, number: true },
    { name: texts.status },
  ];
  return (
    <Table label={TEXTS.versions} columns={columns} stacked>
      {models.map(({ version, fittedAt, lists, papers, measure, used }) => (
        <tr key={version}>
          <th scope="row">{version}</th>
          <td className="moment" data-name={texts.fitted}>
            {formatTime(fittedAt)}
          </td>
          <td className="number" data-name={texts.lists}>
            {formatNumber(lists)}
          </td>
          <td className="number" data-name={texts.papers}>
            {formatNumber(papers)}
          </td>
          <td className="number" data-name={texts.measure}>
            {measure.value.toFixed(3)}
          </td>
          <td className="number" data-name={texts.compared}>
            {measure.compared.toFixed(3)}
          </td>
          <td>
            <Status used={used} isInUse={version === inUse} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Status({ used, isInUse }: { used: boolean; isInUse: boolean }): ReactElement {
  if (isInUse) return <StateLabel state="accepted">{TEXTS.used}</StateLabel>;
  return <StateLabel state="skipped">{used ? TEXTS.replaced : TEXTS.recorded}</StateLabel>;
}

function BackFills({ backFills }: { backFills: readonly BackFill[] }): ReactElement {
  if (backFills.length === 0)
    return (
      <p>
        {TEXTS.noBackFill} <code>paperboy ingest --back-fill 240</code>
      </p>
    );
  return (
    <ul className="sentences">
      {backFills.map(({ source, state, lists, papers, nextDay, oldestDay, reason }) => (
        <li key={source}>
          <StateLabel state={state === 'refused' ? 'failed' : state}>
            {isSource(source) ? SOURCES[source].label : source}:{' '}
            {TEXTS.backFillStates[state](lists, nextDay, oldestDay)} {TEXTS.newPapers(papers)}
          </StateLabel>
          {reason !== null && <span className="fact">{reason}</span>}
        </li>
      ))}
    </ul>
  );
}
