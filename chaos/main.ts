import { Command, InvalidArgumentError } from 'commander';
import { startCluster } from './cluster.ts';
import { type RunReport, runScenario } from './run.ts';
import type { RunOptions } from './run-context.ts';
import { SCENARIOS, type Scenario, SHORT_SCENARIOS } from './scenarios.ts';

interface Flags {
  seed?: number;
  subscribers?: number;
  scenario: string[];
  short?: true;
  json?: true;
  factor?: number;
  limit?: number;
}

/**
 * Subscribers that the scenarios' disruption counts are meant for; with fewer, the counts shrink in
 * proportion.
 */
const FULL_AUDIENCE = 5_000;

const whole = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('must be a whole number from 1 on.');
  return Number(text);
};
const several = (name: string, before: string[]): string[] => [...before, name];
const namesOf = (scenarios: readonly Scenario[]) => scenarios.map(({ name }) => name).join(', ');

const program = new Command('chaos')
  .description(
    'Sends editions through real worker processes, PostgreSQL, Redis and a strict stand-in provider while ' +
      'all of them fail, and compares the deliveries with the provider’s own record. ' +
      'Exits with 1 when a check fails.',
  )
  .option('--seed <number>', 'repeat the random choices of an earlier run', whole)
  .option('--subscribers <number>', `deliveries per scenario (${FULL_AUDIENCE}; 150 when short)`, whole)
  .option('--scenario <name>', 'run only this scenario; repeatable', several, [])
  .option('--short', 'run the few short scenarios that every change must pass')
  .option(
    '--factor <number>',
    'speed of leases and send slots relative to real time (40; 90 when short)',
    whole,
  )
  .option('--limit <seconds>', 'time limit of a scenario (1200; 240 when short)', whole)
  .option('--json', 'print one JSON object per scenario')
  .addHelpText('after', `\nScenarios: ${namesOf(SCENARIOS)}\nShort: ${namesOf(SHORT_SCENARIOS)}`)
  .parse();
const flags = program.opts<Flags>();
const short = flags.short === true;
const all = short ? SHORT_SCENARIOS : SCENARIOS;
const unknown = flags.scenario.filter((name) => !all.some((scenario) => scenario.name === name));
if (unknown.length > 0) program.error(`Unknown scenario: ${unknown.join(', ')}. Available: ${namesOf(all)}.`);
const subscribers = flags.subscribers ?? (short ? 150 : FULL_AUDIENCE);
const options: RunOptions = {
  seed: flags.seed ?? Math.ceil(Math.random() * 1e9),
  factor: flags.factor ?? (short ? 90 : 40),
  workers: 2,
  batchSize: 10,
  limitMs: (flags.limit ?? (short ? 240 : 1_200)) * 1_000,
};
process.stderr.write(
  `seed ${options.seed}, ${subscribers} deliveries per scenario, ${options.factor} times real time\n`,
);
const chosen = all.filter(({ name }) => flags.scenario.length === 0 || flags.scenario.includes(name));
const ok = await runAll(short ? chosen : chosen.map(scaleToAudience));
// All servers and processes have ended. An abandoned wait may have left a timer, which would delay the exit.
process.exit(ok ? 0 : 1);

function scaleToAudience(scenario: Scenario): Scenario {
  const disruptions = Object.entries(scenario.disruptions).map(([name, many]) => [
    name,
    Math.max(1, Math.round((many * subscribers) / FULL_AUDIENCE)),
  ]);
  return subscribers < FULL_AUDIENCE
    ? { ...scenario, disruptions: Object.fromEntries(disruptions) }
    : scenario;
}

async function runAll(scenarios: readonly Scenario[]): Promise<boolean> {
  const cluster = await startCluster(subscribers);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // A second signal ends this process at once; its children end with it.
    process.once(signal, () => (stop.signal.aborted ? process.exit(130) : stop.abort()));
  }
  let ok = true;
  try {
    for (const scenario of scenarios) {
      const report = await runScenario(cluster, scenario, options, stop.signal);
      if (stop.signal.aborted) return false;
      const line = flags.json ? JSON.stringify({ seed: options.seed, ...report }) : lineOf(report);
      process.stdout.write(`${line}\n`);
      ok &&= report.broken.length === 0;
    }
  } finally {
    await cluster.close();
  }
  return ok;
}

function lineOf(report: RunReport): string {
  const excluded = Object.entries(report.excluded).map(([reason, count]) => `${count} ${reason}`);
  const counts = [
    `audience ${report.audience}`,
    `accepted ${report.accepted}`,
    `duplicate ${report.duplicates}`,
    `missing ${report.missing}`,
    `uncertain ${report.uncertain}`,
    `after opt-out ${report.afterOptOut}`,
    `refused ${report.refused}`,
    ...(report.reported > 0 ? [`reported ${report.reported}`] : []),
    `skipped ${excluded.join(' + ') || 0}`,
    `disruptions ${report.disruptions.injected}/${report.disruptions.of}`,
    `crashes ${report.crashes}`,
    `${report.seconds} s`,
  ];
  const broken = report.broken.map((what) => `\n  FAIL ${what}`).join('');
  const evidence = report.evidence === null ? '' : `\n  see ${report.evidence}`;
  const result = report.broken.length === 0 ? 'OK  ' : 'FAIL';
  return `${result} ${report.scenario}: ${counts.join(', ')}${broken}${evidence}`;
}
