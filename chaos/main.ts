import { Command, InvalidArgumentError } from 'commander';
import { endProcesses } from '../test/support/process.ts';
import { type RunOptions, type RunReport, run } from './run.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { setStage } from './stage.ts';

interface Asked {
  seed?: number;
  people?: number;
  scenario: string[];
  short?: true;
  json?: true;
  factor?: number;
}

const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('must be a whole number.');
  return Number(text);
};
const known = (name: string, before: string[]): string[] => {
  if (!SCENARIOS.some((scenario) => scenario.name === name))
    throw new InvalidArgumentError(`there are: ${SCENARIOS.map((scenario) => scenario.name).join(', ')}.`);
  return [...before, name];
};

const program = new Command('chaos')
  .description(
    'Sends editions through real worker processes, PostgreSQL and Redis of its own and a strict stand-in provider while things break, ' +
      'and holds the books against the provider’s own count.',
  )
  .option('--seed <number>', 'repeat the luck of an earlier run', whole)
  .option('--people <number>', 'deliveries a scenario (5000; 200 when short)', whole)
  .option('--scenario <name>', 'only this one; may be given more than once', known, [])
  .option('--short', 'few deliveries and few blows, for every change')
  .option('--factor <number>', 'how many times faster than real time leases and slots run (40)', whole)
  .option('--json', 'one JSON object a scenario on standard output')
  .parse();
const asked = program.opts<Asked>();

const seed = asked.seed ?? Math.floor(Math.random() * 1e9);
const short = asked.short === true;
const people = asked.people ?? (short ? 200 : 5_000);
const options: RunOptions = {
  seed,
  short,
  factor: asked.factor ?? 40,
  workers: 2,
  batchSize: people < 1_000 ? 10 : 25,
  limitMs: short ? 90_000 : 900_000,
};
const chosen = SCENARIOS.filter(({ name }) => asked.scenario.length === 0 || asked.scenario.includes(name));
process.stderr.write(
  `seed ${seed}, ${people} deliveries a scenario, time runs ${options.factor} times faster\n`,
);
process.exitCode = (await playAll(chosen)) ? 0 : 1;

async function playAll(scenarios: readonly Scenario[]): Promise<boolean> {
  const stage = await setStage(people);
  const stop = async () => {
    await endProcesses();
    await stage.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  }
  let well = true;
  try {
    for (const scenario of scenarios) {
      const report = await run(stage, scenario, options);
      process.stdout.write(`${asked.json ? JSON.stringify({ seed, ...report }) : lineOf(report)}\n`);
      well &&= report.broken.length === 0;
    }
  } finally {
    await stop();
  }
  return well;
}

function lineOf(report: RunReport): string {
  const excluded = Object.entries(report.excluded).map(([reason, count]) => `${count} ${reason}`);
  const counts = [
    `audience ${report.audience}`,
    `accepted ${report.accepted}`,
    `with two ${report.two}`,
    `without one ${report.without}`,
    `uncertain ${report.uncertain}`,
    `mailed after leaving ${report.afterLeaving}`,
    `refused ${report.refused}`,
    `excluded ${excluded.join(' + ') || 0}`,
    `blows ${report.blows.dealt}/${report.blows.of}`,
    `own ends ${report.ownEnds}`,
    `${report.seconds} s`,
  ];
  const broken = report.broken.map((what) => `\n  BROKEN ${what}`).join('');
  const evidence = report.evidence === null ? '' : `\n  see ${report.evidence}`;
  return `${report.broken.length === 0 ? 'well  ' : 'BROKEN'} ${report.scenario}: ${counts.join(', ')}${broken}${evidence}`;
}
