import { afterEach, describe, expect, it, vi } from 'vitest';
import { DRAIN_GRACE_MS, DRAIN_MS, QUEUES } from '../../config/queues.ts';
import { addDays } from '../../src/day.ts';
import { JOBS, type JobRequest, jobId, newJob } from '../../src/queue/jobs.ts';
import type { Handlers } from '../../workers/job-handler.ts';
import { startWorkers } from '../../workers/main.ts';
import { handlersOf } from '../support/handlers.ts';
import {
  missingFor,
  type TestInstallation,
  testInstallation,
  WAYS,
  type Way,
} from '../support/installation.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Promise with its resolver. */
function gate(): { open: () => void; opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

async function installation(way: Way): Promise<TestInstallation> {
  const ctx = await testInstallation({ way });
  closing.push(() => ctx.close());
  return ctx;
}

/** Starts workers, enqueues the job and resolves once its handler runs. */
async function runningJob(ctx: TestInstallation, job: JobRequest, handler: Handlers['plan']) {
  const begun = gate();
  const plan: Handlers['plan'] = async (...given) => {
    begun.open();
    return handler(...given);
  };
  const workers = await startWorkers(ctx, handlersOf({ plan }));
  await ctx.queue.enqueue(job);
  await begun.opened;
  return workers;
}

async function stateOf(ctx: TestInstallation, job: JobRequest): Promise<string> {
  const found = await ctx.queue.queue(JOBS[job.name].queue).getJob(jobId(job));
  return (await found?.getState()) ?? 'missing';
}

const JOB = newJob('plan', { day: '2026-11-23' });

describe.each(WAYS)('draining (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    it('finishes a short job and takes no other', async () => {
      const ctx = await installation(way);
      const last = gate();
      const workers = await runningJob(ctx, JOB, () => last.opened);
      const drained = workers.drain();
      const others = Array.from({ length: 20 }, (_, day) =>
        (['rank', 'housekeeping'] as const).map((name) => newJob(name, { day: addDays('2026-11-01', day) })),
      ).flat();
      for (const other of others) await ctx.queue.enqueue(other);
      last.open();
      await drained;
      expect(await stateOf(ctx, JOB)).toBe('completed');
      // An idle worker may have been fetching when it was told to stop; it finishes that job.
      const states = await Promise.all(others.map((other) => stateOf(ctx, other)));
      const taken = states.filter((state) => state === 'completed').length;
      expect(taken).toBeLessThanOrEqual(QUEUES.housekeeping.concurrency);
      expect(states.filter((state) => state === 'waiting')).toHaveLength(others.length - taken);
    });

    it('returns a long job to the queue without counting an attempt; it runs again elsewhere', async () => {
      const ctx = await installation(way);
      const workers = await runningJob(ctx, JOB, (_ctx, _payload, signal) => untilAborted(signal));
      const begun = performance.now();
      await workers.drain();
      const took = performance.now() - begun;
      expect(took).toBeGreaterThanOrEqual(DRAIN_GRACE_MS - 100);
      expect(took).toBeLessThan(DRAIN_MS / 2);
      expect(await stateOf(ctx, JOB)).toBe('delayed');
      const payloads: unknown[] = [];
      const others = await startWorkers(
        ctx,
        handlersOf({ plan: async (_, payload) => payloads.push(payload) }),
      );
      closing.push(() => others.drain());
      await vi.waitFor(async () => expect(await stateOf(ctx, JOB)).toBe('completed'), {
        timeout: 20_000,
        interval: 50,
      });
      expect(payloads).toEqual([JOB.payload]);
      expect(await ctx.queue.queue('editions').getJob(jobId(JOB))).toMatchObject({ attemptsMade: 1 });
    });
  });
});

// In real time, once: 10 s is the promise, and a handler that ignores the signal is the same on every
// backend.
describe('a job that ignores the stop signal', () => {
  it('delays drain and close of the installation by no more than DRAIN_MS', async () => {
    const ctx = await testInstallation({ way: 'embedded' });
    const never = gate();
    const workers = await runningJob(ctx, JOB, () => never.opened);
    const begun = performance.now();
    await workers.drain();
    expect(performance.now() - begun).toBeLessThan(DRAIN_MS + 1_000);
    const closed = ctx.close().then(() => 'closed');
    const late = new Promise((resolve) => setTimeout(resolve, 5_000, 'still open after 5 s'));
    const first = await Promise.race([closed, late]);
    never.open();
    await closed;
    expect(first).toBe('closed');
  });
});

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
