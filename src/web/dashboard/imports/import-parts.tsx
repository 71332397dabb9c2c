import type { ReactElement } from 'react';
import type { Import } from '../../../subscribers/csv/import-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { IMPORTS_PATH } from '../frame/dashboard-paths.ts';
import { StateWord, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format-time.ts';
import { IMPORT_TEXTS } from './import-texts.ts';

/** On the page about people: the form for a file, and what came of the last ones. */
export function ImportsSection({ desk, last }: { desk: Dashboard; last: readonly Import[] }): ReactElement {
  return (
    <section aria-labelledby="import">
      <h2 id="import">{IMPORT_TEXTS.heading}</h2>
      <p className="hint">{IMPORT_TEXTS.hint}</p>
      <DashboardForm desk={desk} action={IMPORTS_PATH} className="login" multipart>
        <p className="field">
          <label htmlFor="file">{IMPORT_TEXTS.file}</label>
          <input id="file" name="file" type="file" accept=".csv,text/csv" required />
        </p>
        <p className="field">
          <button type="submit">{IMPORT_TEXTS.look}</button>
        </p>
      </DashboardForm>
      <p className="hint">{IMPORT_TEXTS.longer}</p>
      {last.length > 0 && <LastImports imports={last} />}
    </section>
  );
}

function LastImports({ imports }: { imports: readonly Import[] }): ReactElement {
  const numbers: readonly string[] = [IMPORT_TEXTS.columns.added, IMPORT_TEXTS.columns.bad];
  const columns = Object.values(IMPORT_TEXTS.columns).map((name) => ({
    name,
    number: numbers.includes(name),
  }));
  return (
    <>
      <h3>{IMPORT_TEXTS.last}</h3>
      <Table label={IMPORT_TEXTS.last} columns={columns}>
        {imports.map((each) => (
          <tr key={each.id}>
            <th scope="row">
              <a href={`${IMPORTS_PATH}/${each.id}`}>{IMPORT_TEXTS.title(each.id)}</a>
            </th>
            <td>{each.operator}</td>
            <td className="moment">{formatTime(each.uploadedAt)}</td>
            <td>
              <StateWord state={each.state}>{IMPORT_TEXTS.states[each.state]}</StateWord>
            </td>
            <td className="number">{each.added.toLocaleString('en')}</td>
            <td className="number">{each.invalid.toLocaleString('en')}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
