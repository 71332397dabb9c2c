import { PaperboyError } from '../errors.ts';
import { findFiles } from './find-files.ts';
import type { Scenario, ScenarioOptions, ScenarioResult } from './scenario.ts';

/** Result of one scenario by its name. */
export interface BacktestResult extends ScenarioResult {
  scenario: string;
}

/** Results in the order of the scenarios, and why others did not run. */
export interface BacktestReport {
  results: BacktestResult[];
  skipped: { scenario: string; reason: string }[];
}

/**
 * Runs scenarios on the files of a folder, in order. Fails before the first one if a file of any is missing;
 * with `skipsMissing`, leaves out scenarios without files and fails if that leaves none.
 */
export async function runBacktest(
  folder: string,
  scenarios: readonly Scenario[],
  { skipsMissing, ...options }: ScenarioOptions & { skipsMissing: boolean },
): Promise<BacktestReport> {
  const skipped: BacktestReport['skipped'] = [];
  const ready: { scenario: Scenario; files: ReadonlyMap<string, readonly string[]> }[] = [];
  let missing: PaperboyError | null = null;
  for (const scenario of scenarios) {
    try {
      ready.push({ scenario, files: await findFiles(folder, scenario) });
    } catch (error) {
      if (!(error instanceof PaperboyError && error.code === 'BACKTEST_FILES_MISSING' && skipsMissing))
        throw error;
      missing ??= error;
      skipped.push({ scenario: scenario.name, reason: error.message });
    }
  }
  if (ready.length === 0 && missing) throw missing;
  const results: BacktestResult[] = [];
  for (const { scenario, files } of ready)
    results.push({ scenario: scenario.name, ...(await scenario.run(files, options)) });
  return { results, skipped };
}
