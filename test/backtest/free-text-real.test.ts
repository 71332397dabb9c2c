import { describe, expect, it } from 'vitest';
import { freeText } from '../../src/backtest/free-text/scenario-free-text.ts';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { dataPath, missingData } from '../support/real-data.ts';

const missing = missingData('hf/daily_history_to_2026-04.jsonl.gz');

describe.skipIf(missing)(`keywords on real papers${missing ? ` (${missing})` : ''}`, () => {
  it('match papers with their phrase in 95 of 100, and miss at most 2 of 100 papers with it', async () => {
    const options = { skipsMissing: false, from: '2026-02-01' };
    const { results } = await runBacktest(dataPath('.'), [freeText], options);
    const figure = (system: string, measure: string) =>
      results[0]?.figures.find((each) => each.system === system && each.measure === measure);
    expect(figure('paperboy', 'matches with the phrase')?.n).toBeGreaterThan(80);
    expect(figure('paperboy', 'matches with the phrase')?.value).toBeGreaterThanOrEqual(0.95);
    expect(figure('paperboy', 'missed')?.value).toBeLessThanOrEqual(0.02);
    // The measure itself tells a loose matcher from a strict one.
    expect(figure('every word anywhere', 'matches with the phrase')?.value).toBeLessThan(0.6);
    expect(figure('every word anywhere', 'missed')?.value).toBeGreaterThan(0.02);
  }, 120_000);
});
