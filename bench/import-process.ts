import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { readEnv } from '../config/env.ts';
import { BUILT_IN_TAXONOMY } from '../config/topics/built-in.ts';
import { createLog } from '../src/log.ts';
import { importSubscribers } from '../src/subscribers/csv/import-subscribers.ts';
import { openCsvFile, readRows } from '../src/subscribers/csv/read-csv-file.ts';
import { install } from '../src/wiring.ts';

/**
 * Reads one file in a process of its own, so that time and peak memory are those of that file. Started by
 * import.ts with the environment, the action and the file; sends the figures and ends.
 */
const [variables = '{}', action = '', file = ''] = process.argv.slice(2);

async function parseOnly(): Promise<number> {
  const parser = parse({ relax_column_count: true, trim: true });
  pipeline(createReadStream(file), parser, () => {});
  let rows = -1;
  for await (const _row of parser) rows += 1;
  return rows;
}

async function readOnly(): Promise<number> {
  const setting = { now: new Date(), taxonomy: BUILT_IN_TAXONOMY };
  const opened = await openCsvFile(createReadStream(file), {}, setting);
  let rows = 0;
  for await (const batch of readRows(opened, setting)) rows += batch.length;
  return rows;
}

async function importAll(): Promise<number> {
  const ctx = await install(readEnv(JSON.parse(variables)), { log: createLog('silent'), migrate: 'apply' });
  begin();
  const { rows, added, refused } = await importSubscribers(ctx, createReadStream(file));
  if (added !== rows) throw new Error(`Only ${added} of ${rows} rows were added, ${refused} refused.`);
  await ctx.close();
  return rows;
}

let began = 0;
let usage = process.cpuUsage();
function begin(): void {
  began = performance.now();
  usage = process.cpuUsage();
}

const ACTIONS: Record<string, () => Promise<number>> = {
  parse: parseOnly,
  read: readOnly,
  import: importAll,
};
begin();
const rows = await ACTIONS[action]?.();
const { user, system } = process.cpuUsage(usage);
const seconds = (performance.now() - began) / 1_000;
const peakMiB = process.resourceUsage().maxRSS / 1_024;
process.send?.({ rows, seconds, cpuSeconds: (user + system) / 1e6, peakMiB });
process.disconnect?.();
