import { scaleBand, scaleLinear } from 'd3-scale';
import type { ReactElement } from 'react';
import { REPORT_RATES } from '../../../../config/alerts.ts';
import { DASHBOARD } from '../../../../config/dashboard.ts';
import type { GrowthDay } from '../../../subscribers/growth-queries.ts';
import { StateWord, Table } from '../frame/dashboard-table.tsx';
import { clockWords } from '../frame/duration-words.ts';
import type { Figures } from './today-read.ts';
import { TODAY_TEXTS } from './today-texts.ts';

type What = 'complaints' | 'bounces';

/** Complaints and bounces as shares of what was taken (or refused for its address), against what mailbox providers ask for. */
export function ReportedSection({ figures, now }: { figures: Figures; now: Date }): ReactElement {
  const columns = Object.values(TODAY_TEXTS.reportedColumns).map((name) => ({ name }));
  return (
    <section aria-labelledby="reported-title" id="reported" data-live>
      <h2 id="reported-title">{TODAY_TEXTS.reported}</h2>
      <Table label={TODAY_TEXTS.listed(TODAY_TEXTS.reported)} columns={columns}>
        {figures.reported.map((span) => (
          <tr key={span.days}>
            <th scope="row">{TODAY_TEXTS.lastDays(span.days)}</th>
            <td>{span.accepted.toLocaleString('en')}</td>
            <td>
              <Share what="complaints" count={span.complaints} of={span.accepted} />
            </td>
            <td>
              <Share what="bounces" count={span.bounces} of={span.accepted + span.refused} />
            </td>
          </tr>
        ))}
      </Table>
      <p className="meta">
        {(['complaints', 'bounces'] as const).map((what) => (
          <span key={what}>
            {TODAY_TEXTS.bounds(
              TODAY_TEXTS.reportedColumns[what],
              percent(REPORT_RATES[what].warning, 1),
              percent(REPORT_RATES[what].alarm, 1),
            )}{' '}
          </span>
        ))}
        {TODAY_TEXTS.counted(clockWords(figures.at, now))}
      </p>
    </section>
  );
}

function Share({ what, count, of }: { what: What; count: number; of: number }): ReactElement {
  if (of === 0) return <>{TODAY_TEXTS.noReported}</>;
  const share = count / of;
  const { warning, alarm } = REPORT_RATES[what];
  const judged = share < warning ? 'good' : share < alarm ? 'warning' : 'alarm';
  return (
    <StateWord state={judged === 'good' ? 'accepted' : judged === 'warning' ? 'late' : 'failed'}>
      {TODAY_TEXTS.rate(percent(share, 2), count)}, {TODAY_TEXTS.judged[judged]}
    </StateWord>
  );
}

/** How many are mailed, and who came and left day by day. */
export function GrowthSection({ figures, now }: { figures: Figures; now: Date }): ReactElement {
  const { growth, active } = figures;
  const sum = (what: 'confirmed' | 'left') => growth.reduce((total, day) => total + day[what], 0);
  const columns = Object.values(TODAY_TEXTS.growthColumns).map((name, place) => ({
    name,
    number: place > 0,
  }));
  return (
    <section aria-labelledby="growth-title" id="growth" data-live>
      <h2 id="growth-title">{TODAY_TEXTS.growth}</h2>
      <p>
        {TODAY_TEXTS.active(active)}{' '}
        {TODAY_TEXTS.growthOf(DASHBOARD.growthDays, sum('confirmed'), sum('left'))}
      </p>
      <GrowthDrawing growth={growth} />
      <details id="growth-table">
        <summary>{TODAY_TEXTS.asTable}</summary>
        <Table label={TODAY_TEXTS.listed(TODAY_TEXTS.growth)} columns={columns}>
          {growth.map(({ day, confirmed, left }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td className="number">{confirmed}</td>
              <td className="number">{left}</td>
              <td className="number">{confirmed - left}</td>
            </tr>
          ))}
        </Table>
      </details>
      <p className="meta">{TODAY_TEXTS.counted(clockWords(figures.at, now))}</p>
    </section>
  );
}

const CHART = { width: 600, height: 120, left: 44, bottom: 18 } as const;

function GrowthDrawing({ growth }: { growth: readonly GrowthDay[] }): ReactElement {
  const most = Math.max(1, ...growth.map(({ confirmed }) => confirmed));
  const least = Math.max(1, ...growth.map(({ left }) => left));
  const x = scaleBand(
    growth.map(({ day }) => day),
    [0, CHART.width],
  ).padding(0.15);
  const y = scaleLinear([-least, most], [CHART.height, 0]).nice(4);
  const ticks = y.ticks(4).filter(Number.isInteger);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer (WCAG 2.1.1)
    <section className="table" aria-label={TODAY_TEXTS.growthDrawing} tabIndex={0}>
      <svg
        className="growth"
        viewBox={`0 -8 ${CHART.left + CHART.width + 4} ${CHART.height + CHART.bottom + 8}`}
        aria-hidden="true"
      >
        <g transform={`translate(${CHART.left} 0)`}>
          {ticks.map((tick) => (
            <g key={tick} transform={`translate(0 ${y(tick)})`}>
              <line className={tick === 0 ? 'axis' : 'grid'} x2={CHART.width} />
              <text x="-6" y="4" textAnchor="end">
                {Math.abs(tick)}
              </text>
            </g>
          ))}
          {growth.map(({ day, confirmed, left }) => (
            <g key={day} transform={`translate(${x(day)} 0)`}>
              <rect className="came" width={x.bandwidth()} y={y(confirmed)} height={y(0) - y(confirmed)} />
              <rect className="left" width={x.bandwidth()} y={y(0)} height={y(-left) - y(0)} />
            </g>
          ))}
          <text x="0" y={CHART.height + 14}>
            {growth[0]?.day}
          </text>
          <text x={CHART.width} y={CHART.height + 14} textAnchor="end">
            {growth.at(-1)?.day}
          </text>
        </g>
      </svg>
    </section>
  );
}

function percent(share: number, digits: number): string {
  return `${(share * 100).toFixed(digits)} %`;
}
