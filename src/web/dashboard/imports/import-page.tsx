import type { ReactElement } from 'react';
import { IMPORT } from '../../../../config/imports.ts';
import type { ImportFile } from '../../../subscribers/csv/import-file-queries.ts';
import type { readImportPreview, readProblemGroups } from '../../../subscribers/csv/import-line-queries.ts';
import type { Import } from '../../../subscribers/csv/import-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { IMPORTS_PATH, SUBSCRIBERS_PATH } from '../frame/dashboard-paths.ts';
import { StateLabel, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format.ts';
import { ColumnsSection } from './columns-section.tsx';
import { IMPORT_TEXTS as TEXTS } from './import-texts.ts';

/** Number of problems on the page, and of line numbers per problem. The download lists all lines. */
export const PROBLEMS = { groups: 20, lines: 8 } as const;
/**
 * An import that runs makes progress every few seconds; after this long without any it waits for a worker.
 */
const STALLED_MS = 30_000;

interface Props {
  dashboard: Dashboard;
  import: Import;
  /** Lines that are still to be imported, by outcome. */
  remaining: Awaited<ReturnType<typeof readImportPreview>>;
  problems: Awaited<ReturnType<typeof readProblemGroups>>;
  /** While the import is previewed, unless an erasure deleted it. */
  file: ImportFile | undefined;
  now: Date;
}

/** One import: its preview, then its progress, then its result; with invalid lines throughout. */
export function ImportPage(props: Props): ReactElement {
  const { state, operator, uploadedAt, invalid, duplicates } = props.import;
  const isUnclear = (props.file?.seen.questions.length ?? 0) > 0;
  return (
    <>
      <p className="meta">{TEXTS.uploaded(operator, formatTime(uploadedAt))}</p>
      <div role="status">
        <div id="import-state" data-live>
          <p>
            <StateLabel state={state}>{isUnclear ? TEXTS.needsColumns : TEXTS.states[state]}</StateLabel>
          </p>
          {state === 'running' && <Progress {...props} />}
          {(state === 'running' || state === 'done') && <Result {...props} />}
        </div>
      </div>
      {state === 'shown' && <Preview {...props} />}
      {invalid + duplicates > 0 && <Problems {...props} />}
      <p>
        <a href={SUBSCRIBERS_PATH}>{TEXTS.back}</a>
      </p>
    </>
  );
}

/** Totals and start button; only the columns while the use of one is unclear. */
function Preview(props: Props): ReactElement {
  const { dashboard, import: shown, file } = props;
  const path = `${IMPORTS_PATH}/${shown.id}`;
  const columns = file && <ColumnsSection dashboard={dashboard} import={shown} file={file} />;
  return (
    <>
      {file && file.seen.questions.length > 0 ? columns : <PreviewedRows {...props} />}
      {file?.seen.questions.length === 0 && columns}
      <DashboardForm dashboard={dashboard} action={`${path}/discard`} className="operations">
        <button type="submit">{TEXTS.discard}</button>
        <p className="hint">{TEXTS.discardHint}</p>
      </DashboardForm>
    </>
  );
}

function PreviewedRows({ dashboard, import: shown, remaining }: Props): ReactElement {
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{TEXTS.previewHeading}</h2>
      <Sums import={shown} sentences={TEXTS.counts({ ...shown, ...remaining }, false)} />
      {remaining.sources.length > 0 && (
        <>
          <h3>{TEXTS.consents}</h3>
          <Sentences sentences={remaining.sources.map(({ source, lines }) => TEXTS.consent(source, lines))} />
        </>
      )}
      {remaining.added > 0 ? (
        <DashboardForm
          dashboard={dashboard}
          action={`${IMPORTS_PATH}/${shown.id}/start`}
          className="operations"
        >
          <button type="submit">{TEXTS.start(remaining.added)}</button>
          <p className="hint">{TEXTS.startHint}</p>
        </DashboardForm>
      ) : (
        <p>{TEXTS.nothingToImport}</p>
      )}
    </section>
  );
}

/** Totals of a file, the tool that exported it, and its unused columns. */
function Sums({
  import: { lines, about },
  sentences,
}: {
  import: Import;
  sentences: readonly string[];
}): ReactElement {
  return (
    <>
      {about.tool !== null && <p>{TEXTS.recognized(about.tool)}</p>}
      <p>{TEXTS.linesInFile(lines)}</p>
      <Sentences sentences={sentences} />
      {about.unused.length > 0 && <p>{TEXTS.notUsed(about.unused)}</p>}
    </>
  );
}

function Progress({ import: running, remaining, now }: Props): ReactElement {
  const done = linesOf(running);
  const all = done + linesOf(remaining);
  const isStalled = now.getTime() - running.movedAt.getTime() > STALLED_MS;
  return (
    <>
      <p>
        <progress aria-label={TEXTS.progress} value={done} max={Math.max(all, 1)} />{' '}
        {TEXTS.progressOf(done, all)}
      </p>
      {isStalled && (
        <p>
          {TEXTS.waiting(formatTime(running.movedAt))}{' '}
          <a href="/operator/queues/queue/housekeeping">{TEXTS.toQueue}</a>
        </p>
      )}
      <p>
        <a href={`${IMPORTS_PATH}/${running.id}`}>{TEXTS.refresh}</a>
      </p>
    </>
  );
}

function Result({ import: result, remaining }: Props): ReactElement {
  const { lines, invalid, duplicates, left, state } = result;
  const withdrawn = lines - invalid - duplicates - left - linesOf(result) - linesOf(remaining);
  return (
    <>
      <h2>{TEXTS.result}</h2>
      <Sums
        import={result}
        sentences={[
          ...TEXTS.counts(result, true),
          ...(withdrawn > 0 ? [TEXTS.withdrawn(withdrawn)] : []),
          ...(state === 'done' ? [TEXTS.erased] : []),
        ]}
      />
    </>
  );
}

function Problems({ import: { id, invalid, duplicates }, problems }: Props): ReactElement {
  const all = invalid + duplicates;
  const columns = Object.values(TEXTS.problemColumns).map((name) => ({ name }));
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">{TEXTS.problems}</h2>
      <Table label={TEXTS.problems} columns={columns}>
        {problems.map(({ problem, count, lines }) => (
          <tr key={problem}>
            <th scope="row">{TEXTS.linesOf(count, lines)}</th>
            <td className="wide">{problem}</td>
          </tr>
        ))}
      </Table>
      <p>
        {problems.length === PROBLEMS.groups && `${TEXTS.mostFrequent(PROBLEMS.groups)} `}
        {all > IMPORT.maxProblems && `${TEXTS.firstOf(IMPORT.maxProblems, all)} `}
        <a href={`${IMPORTS_PATH}/${id}/invalid-lines`}>{TEXTS.download}</a>
      </p>
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

/** Valid lines, by outcome, in total. */
function linesOf(counts: { added: number; known: number; suppressed: number }): number {
  return counts.added + counts.known + counts.suppressed;
}
