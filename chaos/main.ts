import { Command, InvalidArgumentError } from 'commander';
import type { RunOptions } from './play.ts';
import { type RunReport, run } from './run.ts';
import { SCENARIOS, type Scenario, SHORT_SCENARIOS } from './scenarios.ts';
import { setStage } from './stage.ts';

interface Asked {
  seed?: number;
  people?: number;
  scenario: string[];
  short?: true;
  json?: true;
  factor?: number;
  limit?: number;
}

/** For so many people the scenarios' blows are counted; for fewer there are fewer, in proportion. */
const WHOLE = 5_000;

const whole = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('must be a whole number from 1 on.');
  return Number(text);
};
const several = (name: string, before: string[]): string[] => [...before, name];
const namesOf = (scenarios: readonly Scenario[]) => scenarios.map(({ name }) => name).join(', ');

const program = new Command('chaos')
  .description(
    'Sends editions through real worker processes, a PostgreSQL and a Redis of its own and a strict stand-in provider while ' +
      'all of them fail, and holds the books against the provider’s own count. Exits with 1 when a promise is broken.',
  )
  .option('--seed <number>', 'the luck of an earlier run', whole)
  .option('--people <number>', `deliveries a scenario (${WHOLE}; 150 when short)`, whole)
  .option('--scenario <name>', 'only this one; may be given more than once', several, [])
  .option('--short', 'the few runs that every change must pass')
  .option(
    '--factor <number>',
    'how many times faster than real time leases and slots run (40; 90 when short)',
    whole,
  )
  .option('--limit <seconds>', 'a scenario that takes longer is broken off (1200; 240 when short)', whole)
  .option('--json', 'one JSON object a scenario')
  .addHelpText('after', `\nScenarios: ${namesOf(SCENARIOS)}\nShort: ${namesOf(SHORT_SCENARIOS)}`)
  .parse();
const asked = program.opts<Asked>();
const short = asked.short === true;
const all = short ? SHORT_SCENARIOS : SCENARIOS;
const unknown = asked.scenario.filter((name) => !all.some((scenario) => scenario.name === name));
if (unknown.length > 0)
  program.error(`There is no scenario ${unknown.join(', ')}; there are: ${namesOf(all)}.`);
const people = asked.people ?? (short ? 150 : WHOLE);
const options: RunOptions = {
  seed: asked.seed ?? Math.ceil(Math.random() * 1e9),
  factor: asked.factor ?? (short ? 90 : 40),
  workers: 2,
  batchSize: 10,
  limitMs: (asked.limit ?? (short ? 240 : 1_200)) * 1_000,
};
process.stderr.write(
  `seed ${options.seed}, ${people} deliveries a scenario, time runs ${options.factor} times faster\n`,
);
const chosen = all.filter(({ name }) => asked.scenario.length === 0 || asked.scenario.includes(name));
const well = await playAll(short ? chosen : chosen.map(inProportion));
// All servers and processes are gone by now; a timer of a wait that was given up may be left, and would hold this one up for its rest.
process.exit(well ? 0 : 1);

function inProportion(scenario: Scenario): Scenario {
  const blows = Object.entries(scenario.blows).map(([name, many]) => [
    name,
    Math.max(1, Math.round((many * people) / WHOLE)),
  ]);
  return people < WHOLE ? { ...scenario, blows: Object.fromEntries(blows) } : scenario;
}

async function playAll(scenarios: readonly Scenario[]): Promise<boolean> {
  const stage = await setStage(people);
  const told = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // The second one ends this process at once; its children end with it.
    process.once(signal, () => (told.signal.aborted ? process.exit(130) : told.abort()));
  }
  let well = true;
  try {
    for (const scenario of scenarios) {
      const report = await run(stage, scenario, options, told.signal);
      if (told.signal.aborted) return false;
      const line = asked.json ? JSON.stringify({ seed: options.seed, ...report }) : lineOf(report);
      process.stdout.write(`${line}\n`);
      well &&= report.broken.length === 0;
    }
  } finally {
    await stage.close();
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
    ...(report.reported > 0 ? [`reported ${report.reported}`] : []),
    `excluded ${excluded.join(' + ') || 0}`,
    `blows ${report.blows.dealt}/${report.blows.of}`,
    `own ends ${report.ownEnds}`,
    `${report.seconds} s`,
  ];
  const broken = report.broken.map((what) => `\n  BROKEN ${what}`).join('');
  const evidence = report.evidence === null ? '' : `\n  see ${report.evidence}`;
  return `${report.broken.length === 0 ? 'well  ' : 'BROKEN'} ${report.scenario}: ${counts.join(', ')}${broken}${evidence}`;
}
