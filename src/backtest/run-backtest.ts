import { findFiles } from './find-files.ts';
import type { Scenario, ScenarioResult } from './scenario.ts';

/** Result of one scenario by its name. */
export interface BacktestResult extends ScenarioResult {
  scenario: string;
}

/**
 * Runs scenarios on the files of a folder, in order. Fails before the first one if a file of any is missing.
 */
export async function runBacktest(folder: string, scenarios: readonly Scenario[]): Promise<BacktestResult[]> {
  const found = await Promise.all(scenarios.map(({ needs }) => findFiles(folder, needs)));
  const results: BacktestResult[] = [];
  for (const [index, scenario] of scenarios.entries())
    results.push({ scenario: scenario.name, ...(await scenario.run(found[index] ?? new Map())) });
  return results;
}
