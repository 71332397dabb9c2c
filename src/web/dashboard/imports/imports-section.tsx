import type { ReactElement } from 'react';
import type { Import } from '../../../subscribers/csv/import-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { IMPORTS_PATH } from '../frame/dashboard-paths.ts';
import { StateLabel, Table } from '../frame/dashboard-table.tsx';
import { formatNumber, formatTime } from '../frame/format.ts';
import { IMPORT_TEXTS as TEXTS } from './import-texts.ts';

/** The upload form and the latest imports, on the subscribers page. */
export function ImportsSection({
  dashboard,
  imports,
}: {
  dashboard: Dashboard;
  imports: readonly Import[];
}): ReactElement {
  return (
    <section aria-labelledby="import">
      <h2 id="import">{TEXTS.heading}</h2>
      <p className="hint">{TEXTS.hint}</p>
      <DashboardForm dashboard={dashboard} action={IMPORTS_PATH} className="narrow-form" multipart>
        <p className="field">
          <label htmlFor="file">{TEXTS.file}</label>
          <input id="file" name="file" type="file" accept=".csv,.tsv,.txt,text/csv" required />
        </p>
        <p className="field">
          <button type="submit">{TEXTS.preview}</button>
        </p>
      </DashboardForm>
      <p className="hint">
        <a href={`${IMPORTS_PATH}/template.csv`}>{TEXTS.template}</a>. {TEXTS.larger}
      </p>
      {imports.length > 0 && <LatestImports imports={imports} />}
    </section>
  );
}

function LatestImports({ imports }: { imports: readonly Import[] }): ReactElement {
  const names = TEXTS.columns;
  const numbers: readonly string[] = [names.added, names.invalid];
  const columns = Object.values(names).map((name) => ({ name, number: numbers.includes(name) }));
  return (
    <>
      <h3>{TEXTS.latest}</h3>
      <Table label={TEXTS.latest} columns={columns}>
        {imports.map(({ id, operator, uploadedAt, state, added, invalid }) => (
          <tr key={id}>
            <th scope="row">
              <a href={`${IMPORTS_PATH}/${id}`}>{TEXTS.title(id)}</a>
            </th>
            <td>{operator}</td>
            <td className="moment">{formatTime(uploadedAt)}</td>
            <td>
              <StateLabel state={state}>{TEXTS.states[state]}</StateLabel>
            </td>
            <td className="number">{formatNumber(added)}</td>
            <td className="number">{formatNumber(invalid)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
