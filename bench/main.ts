import { benchDelivering } from './delivering.ts';
import { type Figure, peakMemory } from './measure.ts';
import { benchPages } from './pages.ts';
import { benchPicking } from './picking.ts';

const BENCHES: Record<string, () => Promise<Figure[]>> = {
  picking: benchPicking,
  delivering: benchDelivering,
  pages: benchPages,
};

const json = process.argv.includes('--json');
const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no bench called ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}.\n`,
  );
  process.exit(2);
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const each of [...(await bench()), peakMemory(name)]) {
    const line = json
      ? JSON.stringify(each)
      : `${each.bench}: ${each.figure}: ${each.value.toPrecision(3)} ${each.unit}`;
    process.stdout.write(`${line}\n`);
  }
}
