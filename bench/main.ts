import { Argument, Command } from 'commander';
import { benchDelivering } from './delivering.ts';
import { type Figure, peakMemory } from './measure.ts';
import { benchPages } from './pages.ts';
import { benchPicking } from './picking.ts';

const BENCHES: Record<string, () => Promise<Figure[]>> = {
  picking: benchPicking,
  delivering: benchDelivering,
  pages: benchPages,
};

const program = new Command('bench')
  .description(
    'Measures on servers of its own with made-up papers: the same ones every time. For figures that can be compared, let nothing else run.',
  )
  .addArgument(new Argument('[benches...]', 'all of them unless named').choices(Object.keys(BENCHES)))
  .option('--json', 'one JSON object a figure')
  .parse();
const { json } = program.opts<{ json?: true }>();
for (const [name, bench] of Object.entries(BENCHES)) {
  if (program.args.length > 0 && !program.args.includes(name)) continue;
  for (const each of [...(await bench()), peakMemory(name)]) {
    const line = json
      ? JSON.stringify(each)
      : `${each.bench}: ${each.figure}: ${each.value.toPrecision(3)} ${each.unit}`;
    process.stdout.write(`${line}\n`);
  }
}
