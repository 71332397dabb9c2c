import type { ReactElement } from 'react';
import { IMPORT } from '../../../../config/imports.ts';
import type { readImportPreview, readProblemGroups } from '../../../subscribers/csv/import-line-queries.ts';
import type { Import } from '../../../subscribers/csv/import-queries.ts';
import type { Dashboard } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { IMPORTS_PATH, SUBSCRIBERS_PATH } from '../frame/dashboard-paths.ts';
import { StateWord, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format-time.ts';
import { IMPORT_TEXTS } from './import-texts.ts';

/** What of bad lines stands on the page; the download has them all. */
export const PROBLEMS = { groups: 20, lines: 8 } as const;
/** What moves every few seconds and has not for so long waits for a worker. */
const STILL_MS = 30_000;

interface Props {
  desk: Dashboard;
  import: Import;
  foreseen: Awaited<ReturnType<typeof readImportPreview>>;
  problems: Awaited<ReturnType<typeof readProblemGroups>>;
  now: Date;
}

/** One import: what it would do, then how far it is, then what came of it; and its bad lines all the while. */
export function ImportPage(props: Props): ReactElement {
  const { import: one } = props;
  return (
    <>
      <p className="meta">{IMPORT_TEXTS.uploaded(one.operator, formatTime(one.uploadedAt))}</p>
      <div role="status">
        <div id="import-state" data-live>
          <p>
            <StateWord state={one.state}>{IMPORT_TEXTS.states[one.state]}</StateWord>
          </p>
          {one.state === 'running' && <Progress {...props} />}
          {(one.state === 'running' || one.state === 'done') && <Result {...props} />}
        </div>
      </div>
      {one.state === 'shown' && <Would {...props} />}
      {one.invalid + one.duplicates > 0 && <Problems {...props} />}
      <p>
        <a href={SUBSCRIBERS_PATH}>{IMPORT_TEXTS.back}</a>
      </p>
    </>
  );
}

function Would({ desk, import: one, foreseen }: Props): ReactElement {
  const path = `${IMPORTS_PATH}/${one.id}`;
  return (
    <section aria-labelledby="would">
      <h2 id="would">{IMPORT_TEXTS.would}</h2>
      <Sentences lines={IMPORT_TEXTS.counts({ ...one, ...foreseen }, false)} />
      {foreseen.sources.length > 0 && (
        <>
          <h3>{IMPORT_TEXTS.consents}</h3>
          <Sentences
            lines={foreseen.sources.map(({ source, lines }) => IMPORT_TEXTS.consent(source, lines))}
          />
        </>
      )}
      {foreseen.added > 0 ? (
        <DashboardForm desk={desk} action={`${path}/start`} className="acts">
          <button type="submit">{IMPORT_TEXTS.start(foreseen.added)}</button>
          <p className="hint">{IMPORT_TEXTS.startHint}</p>
        </DashboardForm>
      ) : (
        <p>{IMPORT_TEXTS.nothingToAdd}</p>
      )}
      <DashboardForm desk={desk} action={`${path}/drop`} className="acts">
        <button type="submit">{IMPORT_TEXTS.drop}</button>
        <p className="hint">{IMPORT_TEXTS.dropHint}</p>
      </DashboardForm>
    </section>
  );
}

function Progress({ import: one, foreseen, now }: Props): ReactElement {
  const done = doneOf(one);
  const all = done + leftOf(foreseen);
  const still = now.getTime() - one.movedAt.getTime() > STILL_MS;
  return (
    <>
      <p>
        <progress aria-label={IMPORT_TEXTS.progress} value={done} max={Math.max(all, 1)} />{' '}
        {IMPORT_TEXTS.progressOf(done, all)}
      </p>
      {still && (
        <p>
          {IMPORT_TEXTS.waits(formatTime(one.movedAt))}{' '}
          <a href="/operator/queues/queue/housekeeping">{IMPORT_TEXTS.toQueues}</a>
        </p>
      )}
      <p>
        <a href={`${IMPORTS_PATH}/${one.id}`}>{IMPORT_TEXTS.lookAgain}</a>
      </p>
    </>
  );
}

function Result({ import: one, foreseen }: Props): ReactElement {
  const gone = one.lines - one.invalid - one.duplicates - doneOf(one) - leftOf(foreseen);
  return (
    <>
      <h2>{IMPORT_TEXTS.result}</h2>
      <Sentences
        lines={[
          ...IMPORT_TEXTS.counts(one, true),
          ...(gone > 0 ? [IMPORT_TEXTS.withdrawn(gone)] : []),
          ...(one.state === 'done' ? [IMPORT_TEXTS.erased] : []),
        ]}
      />
    </>
  );
}

function Problems({ import: one, problems }: Props): ReactElement {
  const all = one.invalid + one.duplicates;
  const columns = Object.values(IMPORT_TEXTS.problemColumns).map((name) => ({ name }));
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">{IMPORT_TEXTS.problems}</h2>
      <Table label={IMPORT_TEXTS.problems} columns={columns}>
        {problems.map(({ problem, count, lines }) => (
          <tr key={problem}>
            <th scope="row">{IMPORT_TEXTS.linesOf(count, lines)}</th>
            <td className="wide">{problem}</td>
          </tr>
        ))}
      </Table>
      <p>
        {problems.length === PROBLEMS.groups && `${IMPORT_TEXTS.mostFrequent(PROBLEMS.groups)} `}
        {all > IMPORT.maxProblems && `${IMPORT_TEXTS.firstOf(IMPORT.maxProblems, all)} `}
        <a href={`${IMPORTS_PATH}/${one.id}/bad-lines`}>{IMPORT_TEXTS.download}</a>
      </p>
    </section>
  );
}

function Sentences({ lines }: { lines: readonly string[] }): ReactElement {
  return (
    <ul className="sentences">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function doneOf({ added, known, suppressed }: Import): number {
  return added + known + suppressed;
}

function leftOf({ added, known, suppressed }: Props['foreseen']): number {
  return added + known + suppressed;
}
