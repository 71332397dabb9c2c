import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { QUEUE_NAMES } from '../../config/queues.ts';
import { PaperboyError } from '../../src/errors.ts';
import { JOBS, type JobPayload, type JobRequest, jobId, newJob } from '../../src/queue/jobs.ts';
import { type RunningWorkers, startWorkers } from '../../workers/main.ts';
import { handlersOf } from '../support/handlers.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../support/installation.ts';

const DAY = '2026-11-23';

// One suite for every way to run: jobs behave the same on every backend.
describe.each(WAYS)('the queue (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    const running: RunningWorkers[] = [];
    beforeAll(async () => {
      ctx = await testInstallation({ way });
    });
    afterEach(async () => {
      await Promise.all(running.splice(0).map((workers) => workers.drain()));
      for (const name of QUEUE_NAMES) await ctx.queue.queue(name).obliterate({ force: true });
    });
    afterAll(() => ctx.close());

    const work = async (handlers: Parameters<typeof handlersOf>[0]) => {
      const workers = await startWorkers(ctx, handlersOf(handlers));
      running.push(workers);
      return workers;
    };
    const jobOf = async (job: JobRequest) => {
      const found = await ctx.queue.queue(JOBS[job.name].queue).getJob(jobId(job));
      if (!found) throw new Error(`There is no job ${jobId(job)}.`);
      return found;
    };
    /** Waits for a job state; BullMQ works in real time. */
    const becomes = async (job: JobRequest, state: string) => {
      await vi.waitFor(async () => expect(await (await jobOf(job)).getState()).toBe(state), {
        timeout: 20_000,
        interval: 20,
      });
      return jobOf(job);
    };

    /** Waiting and running jobs of all queues. */
    const openJobs = async () => {
      const states = ['waiting', 'active', 'delayed', 'prioritized', 'waiting-children'] as const;
      const counts = await Promise.all(
        QUEUE_NAMES.map((name) => ctx.queue.queue(name).getJobCountByTypes(...states)),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    };

    it('runs a job once with its payload and stores its result', async () => {
      const seen: unknown[] = [];
      await work({ plan: async (_, payload) => ({ number: seen.push(payload) }) });
      const job = newJob('plan', { day: DAY });
      await ctx.queue.enqueue(job);
      const done = await becomes(job, 'completed');
      expect(seen).toEqual([{ day: DAY }]);
      expect(done.returnvalue).toEqual({ number: 1 });
      expect(done.attemptsMade).toBe(1);
    });

    it('does not run a job with a known id again, neither before nor after it is done', async () => {
      const seen: string[] = [];
      const job = newJob('plan', { day: DAY });
      for (let time = 0; time < 3; time += 1) await ctx.queue.enqueue(job);
      await work({
        plan: async (_, payload) => seen.push(`plan ${payload.again ?? ''}`),
        rank: async () => seen.push('rank'),
      });
      await becomes(job, 'completed');
      await ctx.queue.enqueue(job);
      // The queue is in order: once this job is done, a repetition would be done, too.
      const after = newJob('rank', { day: DAY });
      await ctx.queue.enqueue(after);
      await becomes(after, 'completed');
      expect(seen).toEqual(['plan ', 'rank']);
      const again = newJob('plan', { day: DAY, again: 'operator-1' });
      await ctx.queue.enqueue(again);
      await becomes(again, 'completed');
      expect(seen).toEqual(['plan ', 'rank', 'plan operator-1']);
    });

    it('runs a tree from its leaves to its root', async () => {
      const seen: string[] = [];
      const note = (name: string) => async () => seen.push(name);
      await work({
        ingest: async (_, payload) => seen.push(`ingest ${payload.source}`),
        observe: note('observe'),
        rank: note('rank'),
        deliver: note('deliver'),
      });
      const root = tree();
      await ctx.queue.enqueue(root);
      await becomes(root, 'completed');
      expect(seen.slice(0, 2).sort()).toEqual(['ingest arxiv', 'ingest hugging-face']);
      expect(seen.slice(2)).toEqual(['observe', 'rank', 'deliver']);
      // The same tree again, like from a second producer or a restart: no job is added.
      await ctx.queue.enqueue(tree());
      expect(await openJobs()).toBe(0);
      expect(seen).toHaveLength(5);
    });

    it('runs a parent after the final failure of an optional child', async () => {
      const seen: string[] = [];
      await work({
        ingest: async () => Promise.reject(lasting()),
        observe: async () => seen.push('observe'),
        rank: async () => seen.push('rank'),
      });
      const root = tree();
      await ctx.queue.enqueue(root);
      await becomes(root, 'completed');
      expect(seen).toEqual(['observe', 'rank']);
    });

    it('fails a parent and its ancestors after the final failure of a required child', async () => {
      const seen: string[] = [];
      await work({ rank: async () => Promise.reject(lasting()), deliver: async () => seen.push('deliver') });
      const root = tree();
      await ctx.queue.enqueue(root);
      const failed = await becomes(root, 'failed');
      expect(failed.failedReason).toContain('rank');
      expect(seen).toEqual([]);
    });

    it('retries with back-off until the job succeeds', async () => {
      let tries = 0;
      await work({
        rank: async () => {
          tries += 1;
          if (tries < 3) throw new Error('not yet');
        },
      });
      const job = newJob('rank', { day: DAY });
      await ctx.queue.enqueue(job);
      for (const delay of [JOBS.rank.backoffMs, 2 * JOBS.rank.backoffMs]) {
        const waiting = await becomes(job, 'delayed');
        expect(waiting.delay).toBeGreaterThanOrEqual(0.7 * delay);
        expect(waiting.delay).toBeLessThanOrEqual(delay);
        await waiting.promote();
      }
      expect((await becomes(job, 'completed')).attemptsMade).toBe(3);
      expect(tries).toBe(3);
    });

    it('gives up after the attempts of JOBS, or of the request', async () => {
      await work({ plan: async () => Promise.reject(new Error('it stays broken')) });
      const job = newJob('plan', { day: DAY }, { attempts: 2 });
      await ctx.queue.enqueue(job);
      await (await becomes(job, 'delayed')).promote();
      const failed = await becomes(job, 'failed');
      expect(failed).toMatchObject({ attemptsMade: 2, failedReason: 'it stays broken' });
    });

    it('does not retry after an error with retry: never', async () => {
      await work({ plan: async () => Promise.reject(lasting()) });
      const job = newJob('plan', { day: DAY });
      await ctx.queue.enqueue(job);
      expect(await becomes(job, 'failed')).toMatchObject({
        attemptsMade: 1,
        failedReason: 'It is broken. Mend it.',
      });
    });

    it('delays a job by retryAfterMs of an error without counting an attempt', async () => {
      const details = {
        code: 'SOURCE_LIMITED',
        message: 'Too many.',
        remedy: 'Wait.',
        retry: 'later',
      } as const;
      let tries = 0;
      await work({
        observe: async () => {
          tries += 1;
          if (tries <= 5) throw new PaperboyError({ ...details, retryAfterMs: 240_000 });
        },
      });
      const job = newJob('observe', { day: DAY });
      await ctx.queue.enqueue(job);
      // Five delays: more than the attempts of JOBS allow failures.
      for (let time = 0; time < 5; time += 1) {
        const waiting = await becomes(job, 'delayed');
        expect(waiting.delay).toBeGreaterThan(200_000);
        expect(waiting.delay).toBeLessThanOrEqual(240_000);
        expect(waiting.attemptsMade).toBe(0);
        await waiting.promote();
      }
      expect((await becomes(job, 'completed')).attemptsMade).toBe(1);
    });

    it.each([
      ['compose', {}, 'This release has no job named compose.'],
      ['__proto__', {}, 'This release has no job named __proto__.'],
      ['toString', {}, 'This release has no job named toString.'],
      ['plan', { day: '23 November' }, 'Invalid payload for plan'],
      ['plan', null, 'Invalid payload for plan'],
      ['notify', { notificationId: '1; drop table deliveries' }, 'Invalid payload for notify'],
    ])('fails %s with payload %j at once with a reason', async (name, payload, reason) => {
      const ran: string[] = [];
      await work({ plan: async () => ran.push('plan'), notify: async () => ran.push('notify') });
      const job = await ctx.queue
        .queue('editions')
        .add(name, payload, { jobId: 'from-another-release', attempts: 5 });
      await vi.waitFor(async () => expect(await job.getState()).toBe('failed'), {
        timeout: 20_000,
        interval: 20,
      });
      const failed = await ctx.queue.queue('editions').getJob('from-another-release');
      expect(failed).toMatchObject({ attemptsMade: 1, failedReason: expect.stringContaining(reason) });
      expect(ran).toEqual([]);
    });

    it('gives each of many jobs to exactly one of two processes', async () => {
      const seen: string[] = [];
      const handlers = {
        notify: async (_: unknown, payload: JobPayload<'notify'>) => seen.push(payload.notificationId),
      };
      await work(handlers);
      await work(handlers);
      const jobs = Array.from({ length: 60 }, (_, index) =>
        newJob('notify', { notificationId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` }),
      );
      await Promise.all(jobs.map((job) => ctx.queue.enqueue(job)));
      for (const job of jobs) await becomes(job, 'completed');
      expect(seen.sort()).toEqual(jobs.map((job) => (job.payload as JobPayload<'notify'>).notificationId));
    });
  });
});

/** deliver ← rank ← observe (optional) ← two ingests (optional). */
function tree(): JobRequest {
  const ingests = ['hugging-face', 'arxiv'].map((source) =>
    newJob('ingest', { source, day: DAY }, { optional: true }),
  );
  const observing = newJob('observe', { day: DAY }, { optional: true, children: ingests });
  return newJob(
    'deliver',
    { day: DAY },
    { children: [newJob('rank', { day: DAY }, { children: [observing] })] },
  );
}

function lasting(): PaperboyError {
  return new PaperboyError({ code: 'BROKEN', message: 'It is broken.', remedy: 'Mend it.' });
}
