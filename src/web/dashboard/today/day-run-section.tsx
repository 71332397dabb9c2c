import { scaleUtc } from 'd3-scale';
import type { ReactElement } from 'react';
import { editionOpensAt } from '../../../editions/edition.ts';
import { JOBS, type JobName } from '../../../queue/jobs.ts';
import { counted } from '../frame/counted.ts';
import { StateWord, Table } from '../frame/dashboard-table.tsx';
import { clockWords, durationWords } from '../frame/duration-words.ts';
import type { DayStep } from './day-run.ts';
import { sourceName } from './source-words.ts';
import type { Today } from './today-read.ts';
import { TODAY_TEXTS } from './today-texts.ts';

const DAY_MS = 24 * 3_600_000;
const DRAWING = { left: 190, width: 760, row: 22, top: 22 } as const;

/** The day's run from the first source to the last send hour: drawn on a line of hours, and told in a table. */
export function DayRunSection({ today, queues }: { today: Today; queues: boolean }): ReactElement {
  const { day, steps, now } = today;
  const none = steps.every(({ state }) => state === 'not-yet');
  return (
    <section aria-labelledby="run-title" id="run" data-live>
      <h2 id="run-title">{TODAY_TEXTS.run(day)}</h2>
      {none && <p>{TODAY_TEXTS.noRun}</p>}
      {!none && <Drawing steps={steps} day={day} now={now} />}
      <Table
        label={TODAY_TEXTS.listed(TODAY_TEXTS.run(day))}
        columns={Object.values(TODAY_TEXTS.runColumns).map((name) => ({ name }))}
      >
        {steps.map((step) => (
          <Line key={step.key} step={step} now={now} queues={queues} />
        ))}
      </Table>
      {queues && (
        <p>
          <a href="/operator/queues">{TODAY_TEXTS.queues}</a>
        </p>
      )}
    </section>
  );
}

function Line({ step, now, queues }: { step: DayStep; now: Date; queues: boolean }): ReactElement {
  const { state, counts, reason, began, ended, usualMs, tries, name } = step;
  const label = stepName(step, now);
  const queue = JOBS[(name === 'deliver' ? 'send-slot' : name) satisfies JobName].queue;
  return (
    <tr>
      <th scope="row">{queues ? <a href={`/operator/queues/queue/${queue}`}>{label}</a> : label}</th>
      <td>
        <StateWord state={state}>{STATE_WORDS[state] ?? state}</StateWord>
        {tries.length > 1 && TODAY_TEXTS.tries(tries.length)}
      </td>
      <td>{state === 'failed' && reason !== null ? reason : countWords(counts)}</td>
      <td className="moment">{began === null ? '–' : clockWords(began, now)}</td>
      <td className="moment">
        {began === null ? '–' : durationWords((ended ?? now).getTime() - began.getTime())}
        {began !== null && ended === null && ' …'}
      </td>
      <td className="moment">{usualMs === null ? '–' : durationWords(usualMs)}</td>
    </tr>
  );
}

const STATE_WORDS: Partial<Record<DayStep['state'], string>> = {
  'not-yet': TODAY_TEXTS.notYet,
  'put-off': TODAY_TEXTS.putOff,
};

function Drawing({ steps, day, now }: { steps: readonly DayStep[]; day: string; now: Date }): ReactElement {
  const from = new Date(`${day}T00:00:00Z`);
  const to = new Date(editionOpensAt(day).getTime() + DAY_MS);
  const x = scaleUtc([from, to], [0, DRAWING.width]).clamp(true);
  const height = DRAWING.top + steps.length * DRAWING.row + 4;
  const hours = x.ticks(8);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer (WCAG 2.1.1)
    <section className="table" aria-label={TODAY_TEXTS.runDrawing} tabIndex={0}>
      <svg
        className="day-drawing"
        viewBox={`0 0 ${DRAWING.left + DRAWING.width + 10} ${height}`}
        aria-hidden="true"
      >
        <g transform={`translate(${DRAWING.left} ${DRAWING.top})`}>
          {hours.map((hour) => (
            <g key={hour.getTime()} transform={`translate(${x(hour)} 0)`}>
              <line className="grid" y1="0" y2={steps.length * DRAWING.row} />
              <text y="-8" textAnchor="middle">
                {hour.toISOString().slice(11, 16)}
              </text>
            </g>
          ))}
          {now >= from && now <= to && (
            <line className="now" x1={x(now)} x2={x(now)} y1="-4" y2={steps.length * DRAWING.row} />
          )}
        </g>
        {steps.map((step, place) => (
          <g key={step.key} transform={`translate(0 ${DRAWING.top + place * DRAWING.row})`}>
            <text y="15">{stepName(step, now)}</text>
            <g transform={`translate(${DRAWING.left} 0)`}>
              <Marks step={step} now={now} x={x} />
            </g>
          </g>
        ))}
      </svg>
    </section>
  );
}

/** Done is a filled bar, running an outlined one, what failed a cross, a send hour to come a ring. */
function Marks({ step, now, x }: { step: DayStep; now: Date; x: (moment: Date) => number }): ReactElement {
  const { tries, sendAt } = step;
  if (tries.length === 0 && sendAt !== null)
    return <circle className="mark to-come" cx={x(sendAt)} cy="11" r="4" />;
  return (
    <>
      {tries.map(({ state, began, ended }) => {
        const left = x(began);
        const width = Math.max(4, x(ended ?? now) - left);
        if (state === 'failed' || state === 'lost')
          return <path key={began.getTime()} className="mark failed" d={`M${left} 5l10 12m0 -12l-10 12`} />;
        const kind = state === 'done' ? 'done' : 'running';
        return (
          <rect key={began.getTime()} className={`mark ${kind}`} x={left} y="5" width={width} height="12" />
        );
      })}
    </>
  );
}

function stepName({ name, source, sendAt }: DayStep, now: Date): string {
  if (name === 'ingest') return TODAY_TEXTS.ingest(sourceName(source ?? ''));
  if (name === 'deliver') return TODAY_TEXTS.deliver(sendAt === null ? '' : clockWords(sendAt, now));
  return TODAY_TEXTS.steps[name];
}

function countWords(counts: Record<string, number> | null): string {
  if (counts === null) return '–';
  const said = Object.entries(counts).filter(([, count]) => count > 0);
  return said.map(([what, count]) => counted(count, one(what), what)).join(', ') || '0';
}

/** `revision` of `revisions`; words such as `accepted` have no singular of their own. */
function one(what: string): string {
  return what.replace(/(?<=ch)es$|s$/, '');
}
