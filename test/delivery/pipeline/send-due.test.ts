import { expect, it, onTestFinished } from 'vitest';
import { generateEdition, generateSubscribers } from '../../../bench/generated-delivery-queries.ts';
import { SENDING_JOBS } from '../../../config/queues.ts';
import { pauseEdition } from '../../../src/delivery/operations/pause-edition.ts';
import { resumeEdition } from '../../../src/delivery/operations/resume-edition.ts';
import { enqueueDue, sendShare, startSending } from '../../../src/delivery/pipeline/send-due.ts';
import { DAY, dailyBooks, dueEdition, EDITION } from '../../support/due-edition.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { scriptedMailer } from '../../support/scripted-mailer.ts';

const SLOT = `${DAY}T07-00`;
const NEVER = new AbortController().signal;

const shareIds = async (ctx: TestInstallation): Promise<string[]> => {
  const jobs = await ctx.queue.queue('delivery').getJobs();
  return jobs.flatMap(({ id, name }) => (name === 'send-due' && id !== undefined ? [id] : [])).sort();
};

async function dueByThousands(count: number): Promise<TestInstallation> {
  const ctx = await testInstallation({ now: `${DAY}T07:00:00Z` });
  onTestFinished(() => ctx.close());
  await generateSubscribers(ctx.db, count);
  await generateEdition(ctx.db, { day: DAY, count, state: 'planned' });
  return ctx;
}

it('adds a job for every 5,000 due deliveries, and none twice when repeated', async () => {
  const ctx = await dueByThousands(SENDING_JOBS.deliveries * 2 + 1);
  expect(await enqueueDue(ctx, { slot: SLOT, from: 2 })).toBe(2);
  await Promise.all([1, 2].map(() => enqueueDue(ctx, { slot: SLOT, from: 2 })));
  expect(await shareIds(ctx)).toEqual([2, 3].map((share) => `send-due-${SLOT}-${share}-1`));
});

it('adds no job before the hour or while paused, and one at once after a resume', async () => {
  const ctx = await dueByThousands(SENDING_JOBS.deliveries);
  ctx.clock.set(`${DAY}T06:59:00Z`);
  expect(await enqueueDue(ctx, { slot: SLOT, from: 1 })).toBe(0);
  ctx.clock.set(`${DAY}T07:00:00Z`);
  await pauseEdition(ctx, { edition: EDITION, operator: 'ada' });
  expect(await enqueueDue(ctx, { slot: SLOT, from: 1 })).toBe(0);
  for (const _again of [1, 2]) {
    await startSending(ctx, await resumeEdition(ctx, { edition: EDITION, operator: 'ada' }));
    expect(await shareIds(ctx)).toEqual([`send-due-${SLOT}-1-1-again-resumed-${EDITION}`]);
  }
});

it('adds at most as many jobs as configured', async () => {
  const { deliveries, most } = SENDING_JOBS;
  const ctx = await dueByThousands(deliveries * (most + 1));
  expect(await enqueueDue(ctx, { slot: SLOT, from: 2 })).toBe(most - 1);
});

it('sends its share and enqueues the next job, until nothing is due; a repeat sends nothing twice', async () => {
  const mailer = scriptedMailer({ batchSize: 1 });
  const people = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.com`);
  const ctx = { ...(await dueEdition(people)), providers: [soleProvider(mailer)] };
  onTestFinished(() => ctx.close());
  const share = { slot: SLOT, share: 2, round: 1 };
  expect(await sendShare(ctx, share, ctx.pools, NEVER, 2)).toMatchObject({ accepted: 2, reachedLimit: true });
  expect(await shareIds(ctx)).toEqual([`send-due-${SLOT}-2-2`]);
  // The job and its repeat at the same time.
  await Promise.all([1, 2].map(() => sendShare(ctx, { ...share, round: 2 }, ctx.pools, NEVER, 2)));
  expect(await sendShare(ctx, { ...share, round: 3 }, ctx.pools, NEVER, 2)).toMatchObject({
    reachedLimit: false,
  });
  expect(mailer.taken.map(({ to }) => to).sort()).toEqual(people);
  expect(await dailyBooks(ctx)).toMatchObject({ accepted: 5, planned: 0, balanced: true });
});
