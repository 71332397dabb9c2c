import type { ReactElement } from 'react';
import type { UndoPreview } from '../../../suppression/unsuppress-many.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { SUBSCRIBERS_PATH, UNDO_PATH } from '../frame/dashboard-paths.ts';
import { Table } from '../frame/dashboard-table.tsx';
import { formatNumber } from '../frame/format.ts';
import { UNDO_TEXTS as TEXTS } from './undo-texts.ts';

/** Fields of the form, as typed. */
export interface UndoFields {
  source: string;
  from: string;
  to: string;
}

interface Props {
  dashboard: Dashboard;
  fields: UndoFields;
  /** The fields as the browser's time fields take them. */
  shown: UndoFields;
  /** Null before the form was sent, and when it was refused. */
  preview: UndoPreview | null;
  /** The latest suppressions, to choose from; without sources below a preview. */
  recent: { from: Date; to: Date; sources: readonly { source: string; count: number }[] };
}

/** Undoes suppressions by source and period: the form, its preview, and the button. */
export function UndoPage({ dashboard, fields, shown, preview, recent }: Props): ReactElement {
  const period = { from: inputTime(recent.from), to: inputTime(recent.to) };
  return (
    <>
      <p>{TEXTS.intro}</p>
      <form method="get" action={UNDO_PATH} className="narrow-form">
        <Field name="source" label={TEXTS.source} hint={TEXTS.sourceHint} value={shown.source} />
        <Field name="from" label={TEXTS.from} type="datetime-local" value={shown.from} />
        <Field name="to" label={TEXTS.to} type="datetime-local" value={shown.to} />
        <p className="field">
          <button type="submit">{TEXTS.previewButton}</button>
        </p>
      </form>
      {preview ? (
        <Preview dashboard={dashboard} fields={fields} preview={preview} />
      ) : (
        <section aria-labelledby="recent">
          <h2 id="recent">{TEXTS.recent}</h2>
          {recent.sources.length === 0 ? (
            <p>{TEXTS.recentNone}</p>
          ) : (
            <Sources label={TEXTS.recent} sources={recent.sources} period={period} />
          )}
        </section>
      )}
      <p>
        <a href={SUBSCRIBERS_PATH}>{TEXTS.back}</a>
      </p>
    </>
  );
}

function Preview({
  dashboard,
  fields,
  preview,
}: {
  dashboard: Dashboard;
  fields: UndoFields;
  preview: UndoPreview;
}): ReactElement {
  const { suppressions, kept, samples, otherSources } = preview;
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{TEXTS.preview}</h2>
      <p>{suppressions === 0 ? TEXTS.none : TEXTS.found(suppressions)}</p>
      {kept > 0 && <p>{TEXTS.kept(kept)}</p>}
      {otherSources.length > 0 && (
        <>
          <h3>{TEXTS.sources}</h3>
          <Sources label={TEXTS.sources} sources={otherSources} period={fields} />
        </>
      )}
      {suppressions > 0 && (
        <>
          {samples.length > 0 && <p className="meta">{TEXTS.samples(samples)}</p>}
          <Counts label={TEXTS.bySource} name={TEXTS.columns.source} counts={preview.bySource} />
          <Counts
            label={TEXTS.byState}
            name={TEXTS.columns.state}
            counts={preview.byState}
            names={TEXTS.states}
          />
          <Confirmation dashboard={dashboard} fields={fields} count={suppressions} />
        </>
      )}
    </section>
  );
}

function Confirmation(props: { dashboard: Dashboard; fields: UndoFields; count: number }): ReactElement {
  const { dashboard, fields, count } = props;
  if (dashboard.session.role !== 'operator') return <p>{TEXTS.viewer}</p>;
  return (
    <DashboardForm dashboard={dashboard} action={UNDO_PATH} className="narrow-form operation">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Field name="reason" label={TEXTS.reason} hint={TEXTS.reasonHint} value="" />
      <p className="field">
        <button type="submit">{TEXTS.button(count)}</button>
      </p>
    </DashboardForm>
  );
}

function Sources(props: {
  label: string;
  sources: readonly { source: string; count: number }[];
  period: Pick<UndoFields, 'from' | 'to'>;
}): ReactElement {
  const { from, to } = props.period;
  return (
    <Table
      label={props.label}
      columns={[{ name: TEXTS.columns.source }, { name: TEXTS.columns.count, number: true }]}
    >
      {props.sources.map(({ source, count }) => (
        <tr key={source}>
          <th scope="row">
            <a href={`${UNDO_PATH}?${new URLSearchParams({ source, from, to })}`}>{source}</a>
          </th>
          <td className="number">{formatNumber(count)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Counts(props: {
  label: string;
  name: string;
  counts: Readonly<Record<string, number>>;
  names?: Readonly<Record<string, string>>;
}): ReactElement {
  return (
    <>
      <h3>{props.label}</h3>
      <Table
        label={props.label}
        columns={[{ name: props.name }, { name: TEXTS.columns.count, number: true }]}
      >
        {Object.entries(props.counts).map(([key, count]) => (
          <tr key={key}>
            <th scope="row">{props.names?.[key] ?? key}</th>
            <td className="number">{formatNumber(count)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Field(props: {
  name: string;
  label: string;
  hint?: string;
  type?: 'text' | 'datetime-local';
  value: string;
}): ReactElement {
  const { name, label, hint, type = 'text', value } = props;
  return (
    <p className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        defaultValue={value}
        maxLength={200}
        autoComplete="off"
        required
        aria-describedby={hint === undefined ? undefined : `${name}-hint`}
      />
      {hint !== undefined && (
        <span className="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
    </p>
  );
}

/** Value of a time field, in UTC to the minute. */
export function inputTime(time: Date): string {
  return time.toISOString().slice(0, 16);
}
