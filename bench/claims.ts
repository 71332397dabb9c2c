import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../config/env.ts';
import { BUILT_IN_TAXONOMY } from '../config/topics/built-in.ts';
import { claimBatches } from '../src/delivery/pipeline/claim.ts';
import { createPoolCache } from '../src/editions/pool-cache.ts';
import { createLog } from '../src/log.ts';
import type { Clock, Provider } from '../src/ports.ts';
import { type Installation, install, SYSTEM_CLOCK } from '../src/wiring.ts';
import { generateEdition, generateSubscribers } from './generated-delivery-queries.ts';
import type { Figure } from './measure.ts';
import { type PrivateServer, startPostgres } from './private-servers.ts';
import { settleTables } from './settle-queries.ts';

/** Deliveries that are due at one hour; each size has an edition of its own day. */
const SIZES = [1_000, 20_000, 200_000] as const;
const FIRST_DAY = 10;
/** Claims of a hundred deliveries that are measured per size; the first one is a warm-up. */
const CLAIMS = 6;

/**
 * Measures what claiming a hundred composed deliveries costs when 1,000, 20,000 or 200,000 are due at one
 * hour, on PostgreSQL with fsync.
 */
export async function benchClaims(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  chmodSync(directory, 0o755);
  const postgres = await startPostgres(directory, ['fsync=on']);
  if (!postgres) throw new Error('This benchmark needs PostgreSQL.');
  const clock: Clock = { now: () => new Date('2026-11-30T08:00:00Z'), sleep: SYSTEM_CLOCK.sleep };
  const env = readEnv({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: directory,
    DATABASE_URL: postgres.url,
  });
  const ctx = await install(env, { log: createLog('silent'), clock, migrate: 'apply' });
  try {
    await generateSubscribers(ctx.db, Math.max(...SIZES));
    for (const [place, count] of SIZES.entries())
      await generateEdition(ctx.db, { day: dayOfSize(place), count, state: 'planned' });
    await settleTables(ctx.db);
    const figures: Figure[] = [];
    for (const [place, count] of SIZES.entries())
      figures.push(...(await measureClaims(ctx, postgres, dayOfSize(place), count)));
    return figures;
  } finally {
    await ctx.close();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

const dayOfSize = (place: number): string => `2026-11-${FIRST_DAY + place}`;

async function measureClaims(
  ctx: Installation,
  postgres: PrivateServer,
  day: string,
  count: number,
): Promise<Figure[]> {
  const pools = createPoolCache(BUILT_IN_TAXONOMY);
  const claim = () =>
    claimBatches({ ...ctx, clock: clockOf(day), providers: providersOf(ctx) }, pools, { day });
  await claim();
  const began = performance.now();
  const own = process.cpuUsage();
  const servers = postgres.processorMs();
  let claimed = 0;
  for (let round = 1; round < CLAIMS; round += 1) claimed += (await claim())?.claimed ?? 0;
  const { user, system } = process.cpuUsage(own);
  const figure = (name: string, ms: number): Figure => ({
    bench: 'claims',
    figure: `${name} of 100 deliveries, ${count.toLocaleString('en')} due`,
    value: (ms / claimed) * 100,
    unit: 'ms',
  });
  return [
    figure('CPU time of a claim', (user + system) / 1_000 + postgres.processorMs() - servers),
    figure('wall time of a claim', performance.now() - began),
  ];
}

const clockOf = (day: string): Clock => ({
  now: () => new Date(`${day}T08:00:00Z`),
  sleep: SYSTEM_CLOCK.sleep,
});

/** The installation's provider with batches of a hundred. */
const providersOf = (ctx: Installation): Provider[] =>
  ctx.providers.map((provider) => ({ ...provider, mailer: { ...provider.mailer, batchSize: 100 } }));
