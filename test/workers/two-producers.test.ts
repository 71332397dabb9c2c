import { afterEach, describe, expect, it, vi } from 'vitest';
import { QUEUE_NAMES } from '../../config/queues.ts';
import { addDays } from '../../src/day.ts';
import { editionOpensAt, editionsOf } from '../../src/editions/edition.ts';
import { dailyRun } from '../../src/queue/flows.ts';
import type { JobRequest } from '../../src/queue/jobs.ts';
import { type Installation, install } from '../../src/wiring.ts';
import { startWorkers } from '../../workers/main.ts';
import { catchUp, hourlyRun } from '../../workers/producer.ts';
import { handlersOf } from '../support/handlers.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../support/installation.ts';

const SOURCES = ['hugging-face', 'arxiv'];

/** Number of jobs in a tree. */
function sizeOf(job: JobRequest): number {
  return (job.children ?? []).reduce((sum, child) => sum + sizeOf(child), 1);
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Another connection to the same database and queue. */
async function another({ env, clock, log }: TestInstallation): Promise<Installation> {
  const ctx = await install(env, { clock, log, migrate: 'ignore' });
  closing.push(() => ctx.close());
  return ctx;
}

describe.each(WAYS)('two producers at once (%s)', (way) => {
  const missing = missingFor(way);
  it.skipIf(missing !== null)(missing ?? 'run every job once, children first', async () => {
    const ctx = await testInstallation({ way, now: '2026-11-23T03:45:00Z' });
    closing.push(() => ctx.close());
    await ctx.db
      .insertInto('editions')
      .values(
        editionsOf('2026-11-19').map((edition) => ({
          ...edition,
          state: 'finished',
          reason: null,
          opened_at: editionOpensAt('2026-11-19'),
          planned_at: null,
          finished_at: null,
        })),
      )
      .execute();
    const ran: string[] = [];
    const note = (name: string) => async (_: unknown, payload: object) =>
      ran.push(`${name} ${Object.values(payload).join(' ')}`);
    const workers = await startWorkers(
      ctx,
      handlersOf(
        Object.fromEntries(
          ['ingest', 'observe', 'rank', 'plan', 'deliver', 'send-slot'].map((name) => [name, note(name)]),
        ),
      ),
    );
    closing.push(() => workers.drain());
    // Each with its own connections, like separate processes.
    const producers = [ctx, await another(ctx), await another(ctx)];
    const results = await Promise.all(producers.map((producer) => catchUp(producer)));
    expect(results.flatMap(({ skipped }) => skipped).sort()).toEqual(
      ['20', '21'].flatMap((day) => [`daily-2026-11-${day}`, `weekdays-2026-11-${day}`]).sort(),
    );
    const done = async () =>
      (await Promise.all(QUEUE_NAMES.map((name) => ctx.queue.queue(name).getCompletedCount()))).reduce(
        (a, b) => a + b,
        0,
      );
    // The runs of four days, two of them for their weekly editions, and of one hour, and one slot.
    const jobs =
      sizeOf(dailyRun(SOURCES, '2026-11-23')) * 4 + sizeOf(hourlyRun(SOURCES, ctx.clock.now())) + 1;
    await vi.waitFor(async () => expect(await done()).toBe(jobs), { timeout: 30_000, interval: 50 });
    expect(ran.length).toBe(jobs);
    expect(new Set(ran).size).toBe(jobs);
    // Children end before their parents, in any order of adding.
    for (const day of ['20', '21', '22', '23'].map((date) => `2026-11-${date}`)) {
      const order = [`ingest arxiv ${day}`, `observe ${day}`, `rank ${day}`, `plan ${day}`, `deliver ${day}`];
      expect(order.map((step) => ran.indexOf(step))).toEqual(
        order.map((step) => ran.indexOf(step)).sort((a, b) => a - b),
      );
    }
    await catchUp(ctx);
    expect(await done()).toBe(jobs);
    expect(ran.length).toBe(jobs);
  });

  it.skipIf(missing !== null)(missing ?? 'may add a run repeatedly while its jobs end', async () => {
    const ctx = await testInstallation({ way });
    closing.push(() => ctx.close());
    const others = [ctx, await another(ctx)];
    const ran: string[] = [];
    const note = (name: string) => async (_: unknown, payload: object) =>
      ran.push(`${name} ${Object.values(payload).join(' ')}`);
    const steps = ['ingest', 'observe', 'rank', 'plan', 'deliver'];
    const workers = await startWorkers(
      ctx,
      handlersOf(Object.fromEntries(steps.map((name) => [name, note(name)]))),
    );
    closing.push(() => workers.drain());
    const days = Array.from({ length: 12 }, (_, index) => addDays('2026-11-01', index));
    await Promise.all(
      others.map(async ({ queue }) => {
        for (const day of days) {
          const run = dailyRun(SOURCES, day);
          // Until its last job is done, so that some calls coincide with every step of the run.
          while (!ran.includes(`deliver ${day}`)) await queue.enqueue(run);
        }
      }),
    );
    expect(ran.length).toBe(6 * days.length);
    expect(new Set(ran).size).toBe(6 * days.length);
  });
});
