import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../config/env.ts';
import { BUILT_IN_TAXONOMY } from '../config/topics/built-in.ts';
import { deliver } from '../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../src/editions/rank-pools.ts';
import { createLog } from '../src/log.ts';
import { ingest } from '../src/papers/ingest/ingest.ts';
import type { Clock } from '../src/ports.ts';
import { addSubscriber } from '../src/subscribers/csv/import-subscribers.ts';
import { preferenceSchema } from '../src/subscribers/preferences/preference.ts';
import { install, SYSTEM_CLOCK } from '../src/wiring.ts';
import type { Figure } from './measure.ts';

const SUBSCRIBERS = 1_000;
/** Distinct preferences among the subscribers. */
const PREFERENCES = 60;
const NEWEST = '2026-04-17';

/**
 * Measures an edition from ranking to delivery on the embedded database: the sample's papers, 1,000
 * subscribers, the outbox.
 */
export async function benchDelivering(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  const env = readEnv({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: directory });
  const clock: Clock = { now: () => new Date(`${NEWEST}T08:00:00Z`), sleep: SYSTEM_CLOCK.sleep };
  const ctx = await install(env, { log: createLog('silent'), clock });
  try {
    await ingest(ctx, { source: 'sample', day: NEWEST });
    for (let number = 0; number < SUBSCRIBERS; number += 1) {
      const topics = BUILT_IN_TAXONOMY.topics.filter(
        (_topic, index) => ((number % PREFERENCES) * 5 + index * 7) % 11 < 4,
      );
      await addSubscriber(ctx, {
        address: `reader${number}@example.com`,
        consentAt: clock.now(),
        consentSource: 'bench',
        preference: preferenceSchema.parse({
          interests: topics.map(({ slug }) => ({ kind: 'topic', mode: 'follow', value: slug })),
        }),
      });
    }
    const ranked = await timed(() => classifyAndRank(ctx, { day: NEWEST }));
    const planned = await timed(() => planEditions(ctx, { day: NEWEST }));
    const delivered = await timed(() => deliver(ctx, {}));
    const figure = (name: string, value: number, unit: string): Figure => ({
      bench: 'delivering',
      figure: name,
      value,
      unit,
    });
    return [
      figure('classify and rank 65 papers', ranked.ms, 'ms'),
      figure(`plan ${SUBSCRIBERS} deliveries`, planned.ms, 'ms'),
      figure(
        'compose, render and deliver to the outbox',
        (delivered.result.accepted / delivered.ms) * 1_000,
        'emails/s',
      ),
    ];
  } finally {
    await ctx.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function timed<T>(action: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const began = performance.now();
  const result = await action();
  return { result, ms: performance.now() - began };
}
