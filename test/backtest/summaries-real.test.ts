import { describe, expect, it } from 'vitest';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { summaries } from '../../src/backtest/summaries/scenario-summaries.ts';
import { dataPath, missingData } from '../support/real-data.ts';

const missing = missingData('hf/daily_history_to_2026-04.jsonl.gz');

describe.skipIf(missing)(`summaries of real abstracts${missing ? ` (${missing})` : ''}`, () => {
  it('says what the paper does in 95 of 100, with ROUGE-1 over .345, on papers kept back', async () => {
    const { results } = await runBacktest(dataPath('.'), [summaries], { skipsMissing: false });
    const [result] = results;
    const rows = result?.rows.filter(({ split }) => split === 'kept back') ?? [];
    const row = (method: string, space: number) =>
      rows.find((each) => each.method === method && each.space === space) ?? {};
    expect(row('chosen', 195).papers).toBeGreaterThan(2_000);
    for (const space of [195, 280]) {
      expect(row('chosen', space).contribution).toBeGreaterThanOrEqual(95);
      expect(row('chosen', space).rouge1).toBeGreaterThanOrEqual(0.345);
    }
    // The measure itself: these two are known, so that a change of it is noticed.
    expect(row('first sentence', 195).rouge1).toBeCloseTo(0.237, 2);
    expect(row('best contiguous cut', 195).rouge1).toBeCloseTo(0.392, 2);
    expect(result?.data.bad).toBe(0);
  }, 120_000);
});
