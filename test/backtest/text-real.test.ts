import { describe, expect, it } from 'vitest';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { text } from '../../src/backtest/text/scenario-text.ts';
import { dataPath, missingData } from '../support/real-data.ts';

const missing = missingData('hf/daily_history_to_2026-04.jsonl.gz', 'arxiv/listing_2026-02.jsonl.gz');

describe.skipIf(missing)(`real titles and abstracts${missing ? ` (${missing})` : ''}`, () => {
  it('show no command, sign name, product in words, backtick quotation or broken address', async () => {
    const { results } = await runBacktest(dataPath('.'), [text], { skipsMissing: false, from: null });
    const [result] = results;
    const ours = result?.figures.filter(({ system }) => system === 'paperboy') ?? [];
    const shown = Object.fromEntries(ours.map(({ measure, value }) => [measure, value]));
    expect(shown).toMatchObject({
      'backslash command': 0,
      'subscript in braces': 0,
      'name of a sign': 0,
      'number times number': 0,
      'backtick quotation': 0,
      'address with braces': 0,
    });
    // Names like UI2Code^N and pass^k, code and BibTeX are right as they are.
    expect(shown['caret after a letter or digit']).toBeLessThanOrEqual(25);
    expect(result?.data.bad).toBe(0);
  }, 120_000);
});
