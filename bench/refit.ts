import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { readEnv } from '../config/env.ts';
import { createLog } from '../src/log.ts';
import { storePapers } from '../src/papers/ingest/paper-queries.ts';
import { storeDailyList, storeSnapshots } from '../src/papers/ingest/source-queries.ts';
import { predictStanding } from '../src/trending/cold/cold-model.ts';
import { readOwnLists } from '../src/trending/cold/past-list-queries.ts';
import { refitColdModel } from '../src/trending/cold/refit-cold-model.ts';
import { shippedModel } from '../src/trending/cold/shipped-model.ts';
import { type Installation, install } from '../src/wiring.ts';
import { generateLibrary, NEWEST_DAY } from './generated-papers.ts';
import type { Figure } from './measure.ts';

const PAPERS = 4_000;
const SEED = 7;
const SOURCE = 'hugging-face';

/**
 * Measures a refit of the cold model on 4,000 listed papers in the embedded database: CPU and wall time, the
 * longest time in which the process could not do anything else, and, as reference in the same run, reading the
 * lists and ordering all papers by the shipped model.
 */
export async function benchRefit(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-refit-'));
  const clock = { now: () => new Date(`${NEWEST_DAY}T08:00:00Z`), sleep: async () => {} };
  const ctx = await install(readEnv({ DATA_DIR: directory, LOG_LEVEL: 'silent' }), {
    clock,
    log: createLog('silent'),
    migrate: 'apply',
  });
  try {
    await storeLists(ctx);
    const reference = await timed(async () => {
      for (const { papers } of await readOwnLists(ctx.db, NEWEST_DAY, PAPERS))
        for (const { paper } of papers) predictStanding(shippedModel(), paper, true);
    });
    const fit = await timed(() => refitColdModel(ctx));
    return [...figuresOf('read the lists and apply a model', reference), ...figuresOf('refit', fit)];
  } finally {
    await ctx.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function storeLists({ db }: Installation): Promise<void> {
  const library = generateLibrary(SEED);
  const made = Array.from({ length: PAPERS }, (_, number) => library.paper(number, PAPERS));
  const papers = made.map(({ paper }) => paper);
  await storePapers(db, SOURCE, papers, new Date(`${NEWEST_DAY}T08:00:00Z`));
  for (const { paper, listDay, readings } of made) {
    const [last] = readings.slice(-3);
    if (listDay === null || !last) continue;
    await storeDailyList(db, SOURCE, listDay, [{ paperId: paper.id }], last.at);
    await storeSnapshots(db, SOURCE, [last], last.at);
  }
}

interface Timing {
  wallMs: number;
  cpuMs: number;
  longestMs: number;
}

async function timed(action: () => Promise<unknown>): Promise<Timing> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const [began, before] = [performance.now(), process.cpuUsage()];
  await action();
  const { user, system } = process.cpuUsage(before);
  const wallMs = performance.now() - began;
  // The last turn counts when the loop goes on.
  await setTimeout(20);
  delay.disable();
  return {
    wallMs,
    cpuMs: (user + system) / 1_000,
    longestMs: delay.max / 1_000_000,
  };
}

function figuresOf(figure: string, { wallMs, cpuMs, longestMs }: Timing): Figure[] {
  return [
    { bench: 'refit', figure, value: wallMs, unit: 'ms' },
    { bench: 'refit', figure: `${figure}, CPU`, value: cpuMs, unit: 'ms' },
    { bench: 'refit', figure: `${figure}, longest turn`, value: longestMs, unit: 'ms' },
  ];
}
