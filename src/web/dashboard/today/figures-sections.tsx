import { scaleBand, scaleLinear } from 'd3-scale';
import type { ReactElement } from 'react';
import { REPORT_RATES } from '../../../../config/alerts.ts';
import { DASHBOARD } from '../../../../config/dashboard.ts';
import type { GrowthDay } from '../../../subscribers/growth-queries.ts';
import { StateLabel, Table } from '../frame/dashboard-table.tsx';
import { formatClock, formatNumber, formatPercent } from '../frame/format.ts';
import type { Figures } from './today-cache.ts';
import { TODAY_TEXTS } from './today-texts.ts';

type ReportKind = 'complaints' | 'bounces';

/**
 * Rates of complaints and bounces against the limits of the mailbox providers. Complaints are a share of
 * accepted emails, bounces of accepted and refused ones.
 */
export function ReportedSection({ figures, now }: { figures: Figures; now: Date }): ReactElement {
  const columns = Object.values(TODAY_TEXTS.reportedColumns).map((name) => ({ name }));
  return (
    <section aria-labelledby="reported-title" id="reported" data-live>
      <h2 id="reported-title">{TODAY_TEXTS.reported}</h2>
      <Table label={TODAY_TEXTS.tableOf(TODAY_TEXTS.reported)} columns={columns}>
        {figures.reported.map(({ days, accepted, refused, complaints, bounces }) => (
          <tr key={days}>
            <th scope="row">{TODAY_TEXTS.lastDays(days)}</th>
            <td>{formatNumber(accepted)}</td>
            <td>
              <Rate kind="complaints" count={complaints} total={accepted} />
            </td>
            <td>
              <Rate kind="bounces" count={bounces} total={accepted + refused} />
            </td>
          </tr>
        ))}
      </Table>
      <p className="meta">
        {(['complaints', 'bounces'] as const).map((kind) => (
          <span key={kind}>
            {TODAY_TEXTS.limits(
              TODAY_TEXTS.reportedColumns[kind],
              formatPercent(REPORT_RATES[kind].warning, 1),
              formatPercent(REPORT_RATES[kind].alarm, 1),
            )}{' '}
          </span>
        ))}
        {TODAY_TEXTS.countedAt(formatClock(figures.countedAt, now))}
      </p>
    </section>
  );
}

function Rate({ kind, count, total }: { kind: ReportKind; count: number; total: number }): ReactElement {
  if (total === 0) return <>{TODAY_TEXTS.noReported}</>;
  const share = count / total;
  const { warning, alarm } = REPORT_RATES[kind];
  const rating = share < warning ? 'good' : share < alarm ? 'warning' : 'alarm';
  return (
    <StateLabel state={RATING_STATES[rating]}>
      {TODAY_TEXTS.rate(formatPercent(share, 2), count)}, {TODAY_TEXTS.ratings[rating]}
    </StateLabel>
  );
}

const RATING_STATES = { good: 'accepted', warning: 'late', alarm: 'failed' } as const;

/** Number of active subscribers, and those who joined and left per day. */
export function GrowthSection({ figures, now }: { figures: Figures; now: Date }): ReactElement {
  const { growth, active, countedAt } = figures;
  const sum = (count: 'confirmed' | 'left') => growth.reduce((total, day) => total + day[count], 0);
  const columns = Object.values(TODAY_TEXTS.growthColumns).map((name, index) => ({
    name,
    number: index > 0,
  }));
  return (
    <section aria-labelledby="growth-title" id="growth" data-live>
      <h2 id="growth-title">{TODAY_TEXTS.growth}</h2>
      <p>
        {TODAY_TEXTS.active(active)}{' '}
        {TODAY_TEXTS.growthOf(DASHBOARD.growthDays, sum('confirmed'), sum('left'))}
      </p>
      <GrowthChart growth={growth} />
      <details id="growth-table">
        <summary>{TODAY_TEXTS.asTable}</summary>
        <Table label={TODAY_TEXTS.tableOf(TODAY_TEXTS.growth)} columns={columns}>
          {growth.map(({ day, confirmed, left }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td className="number">{formatNumber(confirmed)}</td>
              <td className="number">{formatNumber(left)}</td>
              <td className="number">{formatNumber(confirmed - left)}</td>
            </tr>
          ))}
        </Table>
      </details>
      <p className="meta">{TODAY_TEXTS.countedAt(formatClock(countedAt, now))}</p>
    </section>
  );
}

const CHART = { width: 600, height: 120, left: 44, bottom: 18 } as const;

function GrowthChart({ growth }: { growth: readonly GrowthDay[] }): ReactElement {
  const maxJoined = Math.max(1, ...growth.map(({ confirmed }) => confirmed));
  const maxLeft = Math.max(1, ...growth.map(({ left }) => left));
  const x = scaleBand(
    growth.map(({ day }) => day),
    [0, CHART.width],
  ).padding(0.15);
  const y = scaleLinear([-maxLeft, maxJoined], [CHART.height, 0]).nice(4);
  const ticks = y.ticks(4).filter(Number.isInteger);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scroll containers need keyboard access (WCAG 2.1.1)
    <section className="table" aria-label={TODAY_TEXTS.growthChart} tabIndex={0}>
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
                {formatNumber(Math.abs(tick))}
              </text>
            </g>
          ))}
          {growth.map(({ day, confirmed, left }) => (
            <g key={day} transform={`translate(${x(day)} 0)`}>
              <rect className="joined" width={x.bandwidth()} y={y(confirmed)} height={y(0) - y(confirmed)} />
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
