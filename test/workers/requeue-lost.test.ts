import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import type { JobRequest } from '../../src/queue/jobs.ts';
import { jobId } from '../../src/queue/jobs.ts';
import { sendSlotJob } from '../../workers/jobs/send-slot.ts';
import { JOB_HANDLERS, startWorkers } from '../../workers/main.ts';
import { catchUp } from '../../workers/producer.ts';
import { requeueLost } from '../../workers/requeue-lost.ts';
import { handlersOf } from '../support/handlers.ts';
import { missingFor, type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function installation(way: 'embedded' | 'redis', now: string): Promise<TestInstallation> {
  const ctx = await testInstallation({ way, now, env: { SOURCES: 'hugging-face' } });
  closing.push(() => ctx.close());
  return ctx;
}

describe('requeueLost', () => {
  it('enqueues the daily run again until the day is planned', async () => {
    const ctx = await installation('embedded', '2026-11-23T02:39:00Z');
    const asked: string[] = [];
    const queue = { enqueue: async (job: JobRequest) => void asked.push(jobId(job)) };
    expect(await requeueLost({ ...ctx, queue })).toEqual(['2026-11-22']);
    expect(asked.splice(0)).toEqual(['deliver-2026-11-22']);
    await planEditions(ctx, { day: '2026-11-22' });
    expect(await requeueLost({ ...ctx, queue })).toEqual([]);
    ctx.clock.set('2026-11-23T03:30:00Z');
    expect(await requeueLost({ ...ctx, queue })).toEqual(['2026-11-23']);
    expect(asked).toEqual(['deliver-2026-11-23', 'housekeeping-2026-11-23']);
  });

  const missing = missingFor('redis');
  it.skipIf(missing !== null)(
    missing ?? 'when Redis was emptied before the day was planned: the next slot plans it',
    async () => {
      const ctx = await installation('redis', '2026-11-23T04:10:00Z');
      await putSubscriber(ctx, 'one@example.com');
      await catchUp(ctx);
      const redis = new Redis(ctx.env.REDIS_URL ?? '');
      closing.push(async () => redis.disconnect());
      expect(await redis.dbsize()).toBeGreaterThan(0);
      await redis.flushdb();
      const slot = await sendSlotJob(ctx, { slot: '2026-11-23T04-10' }, new AbortController().signal);
      expect(slot).toMatchObject({ unplanned: ['2026-11-23'] });
      const planned = new Promise<void>((resolve) => {
        const handlers = handlersOf({
          plan: async (...input) => {
            await JOB_HANDLERS.plan(...input);
            resolve();
          },
        });
        startWorkers(ctx, handlers).then((workers) => closing.push(() => workers.drain()));
      });
      await planned;
      const rows = await ctx.db.selectFrom('deliveries').select('state').execute();
      expect(rows).toEqual([{ state: 'planned' }]);
      expect(await requeueLost(ctx)).toEqual([]);
    },
  );
});
