import type { ReactElement } from 'react';
import type { Site } from '../frame/site.ts';
import { paperTexts } from './paper-texts.ts';
import { CHART, type SignalChart } from './signal-chart-shape.ts';

/** Margins for the scale (left), the dates (bottom) and the last point (right). */
const MARGIN = { left: 44, right: 8, top: 10, bottom: 20 } as const;

/** One small chart per signal on a shared time axis, and the same values as a table. */
export function SignalCharts({ site, charts }: { site: Site; charts: readonly SignalChart[] }): ReactElement {
  const texts = paperTexts[site.language];
  const { format } = site;
  const days = [...new Set(charts.flatMap((chart) => chart.days.map(({ day }) => day)))].sort();
  const [first = ''] = days;
  const last = days.at(-1) ?? '';
  return (
    <>
      <div className="charts">
        {charts.map((chart) => (
          <figure key={chart.signal}>
            <figcaption>
              {texts.signal[chart.signal]}: <strong>{format.number(chart.newest)}</strong>
            </figcaption>
            <Chart site={site} chart={chart} first={first} last={last} />
          </figure>
        ))}
      </div>
      <details>
        <summary>{texts.values}</summary>
        <ValuesTable site={site} charts={charts} days={days} />
      </details>
    </>
  );
}

function Chart({
  site,
  chart,
  first,
  last,
}: {
  site: Site;
  chart: SignalChart;
  first: string;
  last: string;
}): ReactElement {
  const texts = paperTexts[site.language];
  const { format } = site;
  const width = MARGIN.left + CHART.width + MARGIN.right;
  const height = MARGIN.top + CHART.height + MARGIN.bottom;
  const titleId = `chart-${chart.signal}`;
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${titleId} ${titleId}-text`}
    >
      <title id={titleId}>{texts.signal[chart.signal]}</title>
      <desc id={`${titleId}-text`}>
        {texts.chart(format.plainDate(first), format.plainDate(last), chart.newest)}
      </desc>
      <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
        <line className="grid" x1="0" y1="0" x2={CHART.width} y2="0" />
        <line className="axis" x1="0" y1={CHART.height} x2={CHART.width} y2={CHART.height} />
        <text x="-6" y="4" textAnchor="end">
          {format.number(chart.top)}
        </text>
        <text x="-6" y={CHART.height + 4} textAnchor="end">
          0
        </text>
        <text x="0" y={CHART.height + 16}>
          {format.shortDate(first)}
        </text>
        {last !== first && (
          <text x={CHART.width} y={CHART.height + 16} textAnchor="end">
            {format.shortDate(last)}
          </text>
        )}
        <polyline points={chart.line} />
        <circle cx={chart.end.x} cy={chart.end.y} r="3.5" />
      </g>
    </svg>
  );
}

function ValuesTable({
  site,
  charts,
  days,
}: {
  site: Site;
  charts: readonly SignalChart[];
  days: readonly string[];
}): ReactElement {
  const texts = paperTexts[site.language];
  const { format } = site;
  const columns = charts.map((chart) => new Map(chart.days.map(({ day, value }) => [day, value])));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs keyboard access.
    <section className="scrolls" tabIndex={0} aria-label={texts.values}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.day}</th>
            {charts.map((chart) => (
              <th key={chart.signal} scope="col">
                {texts.signal[chart.signal]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day}>
              <th scope="row">{format.plainDate(day)}</th>
              {charts.map((chart, place) => (
                <td key={chart.signal}>{valueText(columns[place]?.get(day), format.number)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function valueText(value: number | undefined, write: (count: number) => string): string {
  return value === undefined ? '–' : write(value);
}
