import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEditions, readEvidence } from './audit-queries.ts';
import { type RunContext, type RunOptions, retryUntilSuccess } from './run-context.ts';
import type { Scenario } from './scenarios.ts';
import type { Verdict } from './verdict.ts';

/** Writes everything needed to analyze a failed check to a new folder, and returns its path. */
export async function keepEvidence(
  run: RunContext,
  scenario: Scenario,
  options: RunOptions,
  verdict: Verdict,
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), `paperboy-chaos-${scenario.name}-`));
  const keep = (name: string, value: unknown) =>
    writeFileSync(join(directory, name), typeof value === 'string' ? value : JSON.stringify(value, null, 1));
  keep('verdict.json', {
    scenario,
    options,
    verdict,
    optOuts: run.optOuts,
    closedPeriods: run.closedPeriods,
  });
  keep('deliveries.json', await retryUntilSuccess(() => readEvidence(run.db, verdict.concerned)));
  keep('editions.json', await retryUntilSuccess(() => readEditions(run.db)));
  keep(
    'taken.json',
    run.provider.accepted().filter(({ deliveryId }) => verdict.concerned.includes(deliveryId)),
  );
  keep('processes.log', run.processes.log());
  keep('own-ends.txt', run.processes.crashes().join('\n\n'));
  return directory;
}
