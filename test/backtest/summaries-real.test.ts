import { describe, expect, it } from 'vitest';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { summaries } from '../../src/backtest/summaries/scenario-summaries.ts';
import { dataPath, missingData } from '../support/real-data.ts';

const missing = missingData('hf/daily_history_to_2026-04.jsonl.gz');

describe.skipIf(missing)(`summaries of real abstracts${missing ? ` (${missing})` : ''}`, () => {
  it('says what the paper does in 95 of 100, with ROUGE-1 over .345, on papers kept back', async () => {
    const options = { skipsMissing: false, from: null };
    const { results } = await runBacktest(dataPath('.'), [summaries], options);
    const [result] = results;
    const figure = (system: string, measure: string) =>
      result?.figures.find((each) => each.system === system && each.measure === measure);
    expect(figure('paperboy', 'rouge1@195')?.n).toBeGreaterThan(2_000);
    for (const space of [195, 280]) {
      expect(figure('paperboy', `contribution@${space}`)?.value).toBeGreaterThanOrEqual(0.95);
      expect(figure('paperboy', `rouge1@${space}`)?.value).toBeGreaterThanOrEqual(0.345);
    }
    // The measure itself: these two are known, so that a change of it is noticed.
    expect(figure('first sentence', 'rouge1@195')?.value).toBeCloseTo(0.237, 2);
    expect(figure('best contiguous cut', 'rouge1@195')?.value).toBeCloseTo(0.392, 2);
    expect(result?.data.bad).toBe(0);
  }, 120_000);
});
