import { describe, expect, it } from 'vitest';
import type { SignalPoint } from '../../../../src/papers/lists/detail-queries.ts';
import { CHART, latestValues, signalCharts } from '../../../../src/web/site/paper/signal-chart-shape.ts';

const point = (hour: number, value: number, signal: SignalPoint['signal'] = 'hf_upvotes'): SignalPoint => ({
  signal,
  value,
  at: new Date(Date.UTC(2026, 10, 20, hour)),
});

describe('the chart of a signal', () => {
  it('is absent without readings', () => {
    expect(signalCharts([])).toEqual([]);
  });

  it('spans the time of all signals and rises with the value', () => {
    const charts = signalCharts([
      point(0, 0),
      point(0, 10, 'github_stars'),
      point(24, 30, 'github_stars'),
      point(48, 214),
    ]);
    expect(charts.map(({ signal, top, newest }) => [signal, top, newest])).toEqual([
      ['hf_upvotes', 300, 214],
      ['github_stars', 30, 30],
    ]);
    expect(charts[0]?.line).toBe(`0,${CHART.height} ${CHART.width},20.6`);
    expect(charts[1]?.end).toEqual({ x: CHART.width / 2, y: 0 });
  });

  it('is absent before there are readings from two days', () => {
    const oneDay = [point(0, 0), point(5, 7), point(30, 2, 'github_stars')];
    expect(signalCharts(oneDay)).toEqual([]);
    expect(latestValues(oneDay)).toEqual([
      { signal: 'hf_upvotes', value: 7 },
      { signal: 'github_stars', value: 2 },
    ]);
    const twoDays = [...oneDay, point(24, 9)];
    expect(signalCharts(twoDays).map(({ signal, newest }) => [signal, newest])).toEqual([['hf_upvotes', 9]]);
    expect(latestValues(twoDays)).toEqual([{ signal: 'github_stars', value: 2 }]);
  });

  it('is drawn for readings of 0 alone', () => {
    expect(signalCharts([point(0, 0), point(24, 0)])).toMatchObject([
      { line: `0,${CHART.height} ${CHART.width},${CHART.height}`, top: 1, newest: 0 },
    ]);
  });

  it('stays within its size, with the last reading of each day in its table', () => {
    const many = signalCharts(Array.from({ length: 2_000 }, (_, hour) => point(hour, hour)));
    expect(many[0]?.line.split(' ').length).toBeLessThanOrEqual(CHART.width + 1);
    expect(many[0]?.days).toHaveLength(60);
    expect(many[0]?.days.at(-1)?.value).toBe(1_999);
    expect(many[0]?.end.x).toBe(CHART.width);
  });
});
