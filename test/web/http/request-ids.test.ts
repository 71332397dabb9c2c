import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { connectQueue } from '../../../src/queue/connect.ts';
import { newJob } from '../../../src/queue/jobs.ts';
import { createApp } from '../../../src/web/http/app.ts';
import { type RunningWorkers, startWorkers } from '../../../workers/main.ts';
import { handlersOf } from '../../support/handlers.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';

let ctx: TestInstallation;
let running: Promise<RunningWorkers> | undefined;
const written: string[] = [];
const lines = () => written.splice(0).map((line) => JSON.parse(line) as Record<string, unknown>);
const log = createLog('info', { write: (line: string) => void written.push(line) });
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());

it('a request has one id in its response and every log line, also of its job, and no address', async () => {
  const queue = await connectQueue(ctx.env, ctx.database, log);
  const app = createApp({ ...ctx, log, queue });
  const answer = await app.request('/subscribe', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: ctx.env.PUBLIC_URL,
      'X-Request-Id': 'reader-of-a-stranger-1',
    },
    body: new URLSearchParams({ address: 'reader@example.com', cadence: 'daily' }),
  });
  const requestId = answer.headers.get('X-Request-Id');
  expect(requestId).toMatch(/^[\w-]{20,}$/);
  const logged = lines();
  expect(logged.map(({ msg }) => msg)).toEqual(['enqueued', 'request']);
  for (const line of logged) expect(line.requestId).toBe(requestId);
  expect(JSON.stringify(logged)).not.toContain('reader');
  const jobs = await queue.queue('notifications').getJobs();
  expect(jobs.map(({ id }) => id)).toEqual([logged[0]?.enqueued]);
  expect(jobs.map(({ data }) => Object.keys(data))).toEqual([['askId']]);
  await queue.close();
});

it('a job has its id, name, queue and attempt in every log line of any module', async () => {
  const ended = new Promise<void>((resolve) => {
    const handlers = handlersOf({
      plan: async ({ log: inside }) => {
        inside.info('inside');
        log.info('outside of its context');
        resolve();
      },
    });
    running = startWorkers({ ...ctx, log }, handlers);
  });
  await ctx.queue.enqueue(newJob('plan', { day: '2026-11-23' }));
  await ended;
  await (await running)?.drain();
  const logged = lines().filter(({ msg }) => msg === 'inside' || msg === 'outside of its context');
  expect(logged.length).toBe(2);
  for (const line of logged)
    expect(line).toMatchObject({ job: 'plan-2026-11-23', name: 'plan', queue: 'editions', attempt: 1 });
  log.info('afterwards');
  expect(lines()[0]).not.toHaveProperty('job');
});
