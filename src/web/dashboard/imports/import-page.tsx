import type { ReactElement } from 'react';
import { IMPORT } from '../../../../config/imports.ts';
import type { readImportPreview, readProblemGroups } from '../../../subscribers/csv/import-line-queries.ts';
import type { Import } from '../../../subscribers/csv/import-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { IMPORTS_PATH, SUBSCRIBERS_PATH } from '../frame/dashboard-paths.ts';
import { StateLabel, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format.ts';
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
  now: Date;
}

/** One import: its preview, then its progress, then its result; with invalid lines throughout. */
export function ImportPage(props: Props): ReactElement {
  const { state, operator, uploadedAt, invalid, duplicates } = props.import;
  return (
    <>
      <p className="meta">{TEXTS.uploaded(operator, formatTime(uploadedAt))}</p>
      <div role="status">
        <div id="import-state" data-live>
          <p>
            <StateLabel state={state}>{TEXTS.states[state]}</StateLabel>
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

function Preview({ dashboard, import: shown, remaining }: Props): ReactElement {
  const path = `${IMPORTS_PATH}/${shown.id}`;
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{TEXTS.previewHeading}</h2>
      <Sentences sentences={TEXTS.counts({ ...shown, ...remaining }, false)} />
      {remaining.sources.length > 0 && (
        <>
          <h3>{TEXTS.consents}</h3>
          <Sentences sentences={remaining.sources.map(({ source, lines }) => TEXTS.consent(source, lines))} />
        </>
      )}
      {remaining.added > 0 ? (
        <DashboardForm dashboard={dashboard} action={`${path}/start`} className="operations">
          <button type="submit">{TEXTS.start(remaining.added)}</button>
          <p className="hint">{TEXTS.startHint}</p>
        </DashboardForm>
      ) : (
        <p>{TEXTS.nothingToImport}</p>
      )}
      <DashboardForm dashboard={dashboard} action={`${path}/discard`} className="operations">
        <button type="submit">{TEXTS.discard}</button>
        <p className="hint">{TEXTS.discardHint}</p>
      </DashboardForm>
    </section>
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
  const { lines, invalid, duplicates, state } = result;
  const withdrawn = lines - invalid - duplicates - linesOf(result) - linesOf(remaining);
  return (
    <>
      <h2>{TEXTS.result}</h2>
      <Sentences
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
