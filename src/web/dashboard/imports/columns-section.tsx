import type { ReactElement } from 'react';
import { COLUMN_USES } from '../../../subscribers/csv/choose-columns.ts';
import type { ImportFile } from '../../../subscribers/csv/import-file-queries.ts';
import type { Import } from '../../../subscribers/csv/import-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { IMPORTS_PATH } from '../frame/dashboard-paths.ts';
import { Table } from '../frame/dashboard-table.tsx';
import { FORM_DEFAULTS } from './columns-form.ts';
import { IMPORT_TEXTS as TEXTS } from './import-texts.ts';

/**
 * Columns of an uploaded file, each with examples and its use, and default values. Collapsed unless the
 * operator has to decide first.
 */
export function ColumnsSection({
  dashboard,
  import: { id, about },
  file,
}: {
  dashboard: Dashboard;
  import: Import;
  file: ImportFile;
}): ReactElement {
  const { columns, questions } = file.seen;
  const used = columns.filter(({ use }) => use !== '' && use !== 'ignore').length;
  const form = (
    <DashboardForm dashboard={dashboard} action={`${IMPORTS_PATH}/${id}/columns`}>
      <p className="hint">{TEXTS.columnsHint}</p>
      <ColumnsTable columns={columns} />
      <DefaultsFields defaults={file.options.defaults} />
      <p className="field">
        <button type="submit">{TEXTS.applyColumns}</button>
      </p>
    </DashboardForm>
  );
  return (
    <section aria-labelledby="columns">
      <h2 id="columns">{TEXTS.columnsHeading}</h2>
      {questions.length > 0 ? (
        <>
          {about.tool !== null && <p>{TEXTS.recognized(about.tool)}</p>}
          <div className="note">
            <h3>{TEXTS.questions}</h3>
            <ul>
              {questions.map((question) => (
                <li key={question}>{question}</li>
              ))}
            </ul>
          </div>
          {form}
        </>
      ) : (
        <details>
          <summary>{TEXTS.columnsUsed(used, columns.length)}</summary>
          {form}
        </details>
      )}
    </section>
  );
}

function ColumnsTable({ columns }: { columns: ImportFile['seen']['columns'] }): ReactElement {
  const names = TEXTS.columnsTable;
  return (
    <Table
      label={TEXTS.columnsHeading}
      columns={[{ name: names.column }, { name: names.samples }, { name: names.use }]}
      stacked
    >
      {columns.map(({ name, use, samples }, index) => {
        const field = `use-${index + 1}`;
        return (
          <tr key={field}>
            <th scope="row">{name}</th>
            <td data-name={names.samples}>{use === 'address' ? '–' : samples.join(', ') || '–'}</td>
            <td data-name={names.use}>
              <select name={field} defaultValue={use} aria-label={TEXTS.labelOfUse(name)}>
                {(['', ...COLUMN_USES] as const).map((each) => (
                  <option key={each} value={each}>
                    {TEXTS.uses[each]}
                  </option>
                ))}
              </select>
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

function DefaultsFields({ defaults }: { defaults: ImportFile['options']['defaults'] }): ReactElement {
  return (
    <fieldset>
      <legend>
        <strong>{TEXTS.defaultsHeading}</strong>
      </legend>
      {FORM_DEFAULTS.map((field) => {
        const id = `default-${field}`;
        const { name, hint } = TEXTS.defaults[field];
        return (
          <p className="field" key={field}>
            <label htmlFor={id}>{name}</label>
            <input
              id={id}
              name={id}
              type="text"
              maxLength={200}
              defaultValue={defaults[field] ?? ''}
              aria-describedby={`${id}-hint`}
            />
            <small className="hint" id={`${id}-hint`}>
              {hint}
            </small>
          </p>
        );
      })}
    </fieldset>
  );
}
