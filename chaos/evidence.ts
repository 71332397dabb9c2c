import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEditions, readEvidence } from './audit-queries.ts';
import { type Play, type RunOptions, surely } from './play.ts';
import type { Scenario } from './scenarios.ts';
import type { Verdict } from './verdict.ts';

/** Writes down everything that is needed to look at a broken promise; gives the folder. */
export async function keepEvidence(
  play: Play,
  scenario: Scenario,
  options: RunOptions,
  verdict: Verdict,
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), `paperboy-chaos-${scenario.name}-`));
  const keep = (name: string, value: unknown) =>
    writeFileSync(join(directory, name), typeof value === 'string' ? value : JSON.stringify(value, null, 1));
  keep('verdict.json', { scenario, options, verdict, leaves: play.leaves, closures: play.closures });
  keep('deliveries.json', await surely(() => readEvidence(play.db, verdict.concerned)));
  keep('editions.json', await surely(() => readEditions(play.db)));
  keep(
    'taken.json',
    play.provider.taken().filter(({ deliveryId }) => verdict.concerned.includes(deliveryId)),
  );
  keep('processes.log', play.crew.log());
  keep('own-ends.txt', play.crew.ownEnds().join('\n\n'));
  return directory;
}
