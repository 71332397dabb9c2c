import { Argument, Command } from 'commander';
import { benchClaims } from './claims.ts';
import { benchCompose } from './compose.tsx';
import { benchDeliver } from './deliver.ts';
import { benchDelivering } from './delivering.ts';
import { benchImport } from './import.ts';
import { type Figure, peakMemory } from './measure.ts';
import { benchPages } from './pages.ts';
import { benchPicks } from './picks.ts';
import { benchRefit } from './refit.ts';
import { benchSmtp } from './smtp.ts';
import { benchSummaries } from './summaries.ts';

const BENCHES: Record<string, (options: { quick: boolean }) => Promise<Figure[]>> = {
  picks: benchPicks,
  compose: benchCompose,
  delivering: benchDelivering,
  claims: benchClaims,
  deliver: benchDeliver,
  pages: benchPages,
  import: benchImport,
  smtp: benchSmtp,
  refit: benchRefit,
  summaries: benchSummaries,
};

const program = new Command('bench')
  .description(
    'Runs benchmarks on private servers with generated papers, the same ones every time. ' +
      'For comparable figures, run nothing else on the machine.',
  )
  .addArgument(new Argument('[benches...]', 'benchmarks to run (default: all)').choices(Object.keys(BENCHES)))
  .option('--json', 'print one JSON object per figure')
  .option('--quick', 'measure less where a benchmark can, within a minute')
  .parse();
const { json, quick = false } = program.opts<{ json?: true; quick?: true }>();
for (const [name, bench] of Object.entries(BENCHES)) {
  if (program.args.length > 0 && !program.args.includes(name)) continue;
  for (const each of [...(await bench({ quick })), peakMemory(name)]) {
    const line = json
      ? JSON.stringify(each)
      : `${each.bench}: ${each.figure}: ${each.value.toPrecision(3)} ${each.unit}`;
    process.stdout.write(`${line}\n`);
  }
}
