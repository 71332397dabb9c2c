import { scaleUtc } from 'd3-scale';
import type { ReactElement } from 'react';
import { editionOpensAt } from '../../../editions/edition.ts';
import { JOBS, type JobName } from '../../../queue/jobs.ts';
import { StateLabel, stateName, Table } from '../frame/dashboard-table.tsx';
import { counted, formatClock, formatDuration } from '../frame/format.ts';
import type { DayStep } from './day-run.ts';
import { sourceName } from './describe-source.ts';
import type { Today } from './today-cache.ts';
import { TODAY_TEXTS } from './today-texts.ts';

const DAY_MS = 24 * 3_600_000;
const CHART = { left: 190, width: 760, row: 22, top: 22 } as const;

/** The day's run from the first source to the last send time: as a timeline and as a table. */
export function DayRunSection({ today, linked }: { today: Today; linked: boolean }): ReactElement {
  const { day, steps, now } = today;
  const hasStarted = steps.some(({ state }) => state !== 'not-yet');
  return (
    <section aria-labelledby="run-title" id="run" data-live>
      <h2 id="run-title">{TODAY_TEXTS.run(day)}</h2>
      {hasStarted ? <Timeline steps={steps} day={day} now={now} /> : <p>{TODAY_TEXTS.noRun}</p>}
      <Table
        label={TODAY_TEXTS.tableOf(TODAY_TEXTS.run(day))}
        columns={Object.values(TODAY_TEXTS.runColumns).map((name) => ({ name }))}
      >
        {steps.map((step) => (
          <Step key={step.key} step={step} now={now} linked={linked} />
        ))}
      </Table>
      {linked && (
        <p>
          <a href="/operator/queues">{TODAY_TEXTS.queues}</a>
        </p>
      )}
    </section>
  );
}

function Step({ step, now, linked }: { step: DayStep; now: Date; linked: boolean }): ReactElement {
  const { state, counts, reason, startedAt, endedAt, usualMs, attempts, name } = step;
  const label = stepName(step, now);
  const queue = JOBS[(name === 'deliver' ? 'send-slot' : name) satisfies JobName].queue;
  return (
    <tr data-step={step.key}>
      <th scope="row">{linked ? <a href={`/operator/queues/queue/${queue}`}>{label}</a> : label}</th>
      <td>
        <StateLabel state={state} />
        {attempts.length > 1 && TODAY_TEXTS.attempts(attempts.length)}
      </td>
      <td>{state === 'failed' && reason !== null ? reason : describeCounts(counts)}</td>
      <td className="moment">{startedAt === null ? '–' : formatClock(startedAt, now)}</td>
      <td className="moment">
        {startedAt === null ? '–' : formatDuration((endedAt ?? now).getTime() - startedAt.getTime())}
        {startedAt !== null && endedAt === null && ' …'}
      </td>
      <td className="moment">{usualMs === null ? '–' : formatDuration(usualMs)}</td>
    </tr>
  );
}

function Timeline({ steps, day, now }: { steps: readonly DayStep[]; day: string; now: Date }): ReactElement {
  const from = new Date(`${day}T00:00:00Z`);
  const to = new Date(editionOpensAt(day).getTime() + DAY_MS);
  const x = scaleUtc([from, to], [0, CHART.width]).clamp(true);
  const height = CHART.top + steps.length * CHART.row + 4;
  const hours = x.ticks(8);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scroll containers need keyboard access (WCAG 2.1.1)
    <section className="table" aria-label={TODAY_TEXTS.timeline} tabIndex={0}>
      <svg
        className="day-drawing"
        viewBox={`0 0 ${CHART.left + CHART.width + 10} ${height}`}
        aria-hidden="true"
      >
        <g transform={`translate(${CHART.left} ${CHART.top})`}>
          {hours.map((hour) => (
            <g key={hour.getTime()} transform={`translate(${x(hour)} 0)`}>
              <line className="grid" y1="0" y2={steps.length * CHART.row} />
              <text y="-8" textAnchor="middle">
                {hour.toISOString().slice(11, 16)}
              </text>
            </g>
          ))}
          {now >= from && now <= to && (
            <line className="now" x1={x(now)} x2={x(now)} y1="-4" y2={steps.length * CHART.row} />
          )}
        </g>
        {steps.map((step, index) => (
          <g key={step.key} transform={`translate(0 ${CHART.top + index * CHART.row})`}>
            <text y="15">{stepName(step, now)}</text>
            <g transform={`translate(${CHART.left} 0)`}>
              <Marks step={step} now={now} x={x} />
            </g>
          </g>
        ))}
      </svg>
    </section>
  );
}

/**
 * Marks of one row: a filled bar for done, an outlined bar for running, a cross for failed, a ring for a
 * future send.
 */
function Marks({ step, now, x }: { step: DayStep; now: Date; x: (moment: Date) => number }): ReactElement {
  const { attempts, sendAt } = step;
  if (attempts.length === 0 && sendAt !== null)
    return <circle className="mark to-come" cx={x(sendAt)} cy="11" r="4" />;
  return (
    <>
      {attempts.map(({ state, startedAt, endedAt }) => {
        const left = x(startedAt);
        const key = startedAt.getTime();
        if (state === 'failed' || state === 'lost')
          return <path key={key} className="mark failed" d={`M${left} 5l10 12m0 -12l-10 12`} />;
        const kind = state === 'done' ? 'done' : 'running';
        const width = Math.max(4, x(endedAt ?? now) - left);
        return <rect key={key} className={`mark ${kind}`} x={left} y="5" width={width} height="12" />;
      })}
    </>
  );
}

function stepName({ name, source, sendAt }: DayStep, now: Date): string {
  if (name === 'ingest') return TODAY_TEXTS.ingest(sourceName(source ?? ''));
  if (name === 'deliver') return TODAY_TEXTS.deliver(sendAt === null ? '' : formatClock(sendAt, now));
  return TODAY_TEXTS.steps[name];
}

function describeCounts(counts: Record<string, number> | null): string {
  if (counts === null) return '–';
  const present = Object.entries(counts).filter(([, count]) => count > 0);
  const parts = present.map(([noun, count]) => counted(count, stateName(singular(noun)), stateName(noun)));
  return parts.join(', ') || '0';
}

/** `revision` of `revisions`; words like `accepted` have no plural form and stay. */
function singular(noun: string): string {
  return noun.replace(/(?<=ch)es$|s$/, '');
}
