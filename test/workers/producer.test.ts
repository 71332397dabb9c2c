import cron from 'node-cron';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { QUEUE_NAMES } from '../../config/queues.ts';
import { EDITION, SCHEDULE } from '../../config/schedule.ts';
import { editionOpensAt, editionsOf } from '../../src/editions/edition.ts';
import type { JobQueue } from '../../src/queue/connect.ts';
import { dailyRun } from '../../src/queue/flows.ts';
import { type JobRequest, jobId, slotOf } from '../../src/queue/jobs.ts';
import { assignTopics } from '../../src/topics/assign-topics.ts';
import { catchUp, hourlyRun, startProducer } from '../../workers/producer.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putPapers } from '../support/site.ts';

const SOURCES = ['hugging-face', 'arxiv'];

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function installation(now: string): Promise<TestInstallation> {
  const ctx = await testInstallation({ now });
  closing.push(() => ctx.close());
  return ctx;
}

/** Ids of all jobs in any state. */
async function idsOf(ctx: TestInstallation): Promise<string[]> {
  const jobs = await Promise.all(QUEUE_NAMES.map((name) => ctx.queue.queue(name).getJobs()));
  return jobs
    .flat()
    .map((job) => String(job.id))
    .sort();
}

/** All ids of a tree, parents first. */
function idsIn(job: JobRequest): string[] {
  return [jobId(job), ...(job.children ?? []).flatMap(idsIn)];
}

/** Text form of a tree: `name!` is required, `name?` optional. */
function shape(job: JobRequest): string {
  const children = (job.children ?? []).map(shape).join(', ');
  return `${job.name}${job.optional ? '?' : '!'}${children === '' ? '' : `(${children})`}`;
}

describe('the runs', () => {
  it('the daily run is one tree in which only planning is required', () => {
    const run = dailyRun(SOURCES, '2026-11-23');
    expect(shape(run)).toBe('deliver!(plan!(rank?(observe?(ingest?, ingest?))))');
    expect(idsIn(run)).toEqual([
      'deliver-2026-11-23',
      'plan-2026-11-23',
      'rank-2026-11-23',
      'observe-2026-11-23',
      'ingest-hugging-face-2026-11-23',
      'ingest-arxiv-2026-11-23',
    ]);
  });

  it('a repeated daily run has new ids throughout', () => {
    const again = idsIn(dailyRun(SOURCES, '2026-11-23', 'x1'));
    expect(again).toHaveLength(6);
    for (const id of again) expect(id).toMatch(/-again-x1$/);
  });

  it('the hourly run reads today’s lists, and ranks and plans for the open edition', () => {
    const run = hourlyRun(SOURCES, new Date('2026-11-23T03:05:00Z'));
    expect(shape(run)).toBe('plan!(rank?(observe?(ingest?, ingest?)))');
    expect(idsIn(run)).toEqual([
      'plan-2026-11-22-2026-11-23T03',
      'rank-2026-11-22-2026-11-23T03',
      'observe-2026-11-23-2026-11-23T03',
      'ingest-hugging-face-2026-11-23-2026-11-23T03',
      'ingest-arxiv-2026-11-23-2026-11-23T03',
    ]);
    expect(jobId(hourlyRun(SOURCES, new Date('2026-11-23T04:00:00Z')))).toBe('plan-2026-11-23-2026-11-23T04');
  });

  it.each([
    ['2026-11-23T07:00:00.000Z', '2026-11-23T07-00'],
    ['2026-11-23T07:14:59.999Z', '2026-11-23T07-14'],
    ['2026-11-23T07:15:00.000Z', '2026-11-23T07-15'],
    ['2026-11-23T23:59:59.999Z', '2026-11-23T23-59'],
    ['2027-01-01T00:00:00.000Z', '2027-01-01T00-00'],
  ])('at %s the slot is %s', (now, slot) => {
    expect(slotOf(new Date(now))).toBe(slot);
  });
});

describe('catchUp', () => {
  const runs = (day: string) => idsIn(dailyRun(SOURCES, day));

  it('adds the open edition, this hour and this slot when new, and skips no edition', async () => {
    const ctx = await installation('2026-11-23T08:20:00Z');
    expect(await catchUp(ctx)).toEqual({ skipped: [] });
    const hour = idsIn(hourlyRun(SOURCES, ctx.clock.now()));
    expect(await idsOf(ctx)).toEqual([...runs('2026-11-23'), ...hour, 'send-slot-2026-11-23T08-20'].sort());
    expect(await ctx.db.selectFrom('editions').selectAll().execute()).toEqual([]);
  });

  it('adds nothing within the same slot, and only new jobs an hour later', async () => {
    const ctx = await installation('2026-11-23T08:20:00Z');
    await catchUp(ctx);
    const first = await idsOf(ctx);
    ctx.clock.set('2026-11-23T08:20:59Z');
    await catchUp(ctx);
    expect(await idsOf(ctx)).toEqual(first);
    ctx.clock.set('2026-11-23T09:16:00Z');
    await catchUp(ctx);
    const added = [...idsIn(hourlyRun(SOURCES, ctx.clock.now())), 'send-slot-2026-11-23T09-16'];
    expect(await idsOf(ctx)).toEqual([...first, ...added].sort());
  });

  it('classifies at once when the topics have changed, and not again once that is done', async () => {
    const ctx = await installation('2026-11-23T08:20:00Z');
    await putPapers(ctx, '2026-11-23', [{ id: '2611.00001' }]);
    await catchUp(ctx);
    const first = await idsOf(ctx);
    const changed = { ...ctx, taxonomy: { ...ctx.taxonomy, version: 1_234_567 } };
    await catchUp(changed);
    const added = 'rank-2026-11-23-2026-11-23T08-again-taxonomy-1234567';
    expect(await idsOf(ctx)).toEqual([...first, added].sort());
    await assignTopics(changed);
    const again: string[] = [];
    await catchUp({ ...changed, queue: recording(ctx, again) });
    expect(again).not.toContain(added);
  });

  it.each([
    ['2026-11-23T02:00:00Z', ['2026-11-22']],
    ['2026-11-23T03:29:59Z', ['2026-11-22']],
    ['2026-11-23T03:30:00Z', ['2026-11-22', '2026-11-23']],
    ['2026-11-23T03:45:00Z', ['2026-11-22', '2026-11-23']],
    ['2026-11-23T04:00:00Z', ['2026-11-23']],
    ['2026-11-24T03:29:59Z', ['2026-11-23']],
  ])('at %s runs the editions of %j', async (now, days) => {
    const roots: string[] = [];
    const ctx = await installation(now);
    await catchUp({ ...ctx, queue: recording(ctx, roots) });
    expect(roots.filter((id) => id.startsWith('deliver-'))).toEqual(days.map((day) => `deliver-${day}`));
  });

  it('records missed editions as skipped that are too late, and runs the others and the open one', async () => {
    const ctx = await installation('2026-11-23T08:20:00Z');
    const [daily] = editionsOf('2026-11-19');
    if (!daily) throw new Error('A day has editions.');
    const sent = {
      ...daily,
      reason: null,
      opened_at: editionOpensAt(daily.day),
      planned_at: null,
      finished_at: null,
    };
    await ctx.db
      .insertInto('editions')
      .values({ ...sent, state: 'finished' })
      .execute();
    // Up to 60 hours for a weekly edition: that of the 20th ended 52 hours ago. Up to 12 for the others.
    const missed = ['20', '21'].flatMap((day) => [`daily-2026-11-${day}`, `weekdays-2026-11-${day}`]);
    expect(await catchUp(ctx)).toEqual({ skipped: missed });
    const rows = await ctx.db
      .selectFrom('editions')
      .select(['id', 'state', 'reason', 'audience'])
      .where('id', '<>', daily.id)
      .execute();
    expect(rows.map(({ id }) => id).sort()).toEqual([...missed].sort());
    for (const row of rows) {
      expect(row).toMatchObject({
        state: 'skipped',
        audience: 0,
        reason: expect.stringContaining('nothing was running on that day'),
      });
    }
    expect((await idsOf(ctx)).filter((id) => id.startsWith('deliver-'))).toEqual(
      ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map((day) => `deliver-${day}`),
    );
    expect(await catchUp(ctx)).toEqual({ skipped: [] });
    // What ran too late to be planned is skipped in the end; gaps begin after the first known day.
    ctx.clock.set('2026-11-29T08:20:00Z');
    expect(await catchUp(ctx)).toEqual({
      skipped: [
        'weekly-2026-11-20',
        'weekly-2026-11-21',
        ...['22', '23', '24', '25'].flatMap((day) => editionsOf(`2026-11-${day}`).map(({ id }) => id)),
        ...['26', '27'].flatMap((day) => [`daily-2026-11-${day}`, `weekdays-2026-11-${day}`]),
      ],
    });
  });

  /** Records enqueued roots instead of storing them. */
  function recording(ctx: TestInstallation, roots: string[]): TestInstallation['queue'] {
    const queue: JobQueue = { enqueue: async (job) => void roots.push(jobId(job)) };
    return { ...ctx.queue, ...queue };
  }
});

describe('startProducer', () => {
  // A machine zone other than UTC reveals a pattern read in it.
  beforeAll(() => {
    const before = process.env.TZ;
    process.env.TZ = 'America/New_York';
    return () => {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    };
  });
  const NAMES = {
    'daily run': SCHEDULE.dailyRun,
    'hourly run': SCHEDULE.hourly,
    'send slot': SCHEDULE.sendSlot,
    'refit of the cold model': SCHEDULE.refit,
    housekeeping: SCHEDULE.housekeeping,
  };
  const tasks = () => [...cron.getTasks().values()];

  it('has one task per pattern in UTC, and none after stop', async () => {
    const ctx = await installation('2026-11-23T08:20:00Z');
    expect(new Date('2026-11-23T08:20:00Z').getHours()).toBe(3);
    const producer = await startProducer(ctx);
    expect(Object.fromEntries(tasks().map((task) => [task.name, task.getPattern()]))).toEqual(NAMES);
    for (const task of tasks()) {
      for (const next of task.getNextRuns(3))
        expect(hits(task.getPattern(), next), `${task.name} ${next.toISOString()}`).toBe(true);
    }
    await producer.stop();
    expect(tasks()).toEqual([]);
  });

  it('enqueues by the installation’s clock and survives an unreachable queue', async () => {
    const ctx = await installation('2026-11-23T08:20:00Z');
    const roots: string[] = [];
    let away = false;
    const enqueue = async (job: JobRequest) => {
      if (away) throw new Error('The queue is away.');
      roots.push(jobId(job));
    };
    const producer = await startProducer({ ...ctx, queue: { ...ctx.queue, enqueue } });
    closing.push(() => producer.stop());
    roots.length = 0;
    ctx.clock.set('2026-11-24T03:30:00Z');
    away = true;
    for (const task of tasks()) await task.execute();
    expect(roots).toEqual([]);
    away = false;
    for (const task of tasks()) await task.execute();
    expect(roots.sort()).toEqual([
      'deliver-2026-11-24',
      'housekeeping-2026-11-24',
      'plan-2026-11-23-2026-11-24T03',
      'refit-2026-11-24',
      'send-slot-2026-11-24T03-30',
    ]);
  });

  it('starts the daily run leadMinutes before the edition opens', () => {
    const due = new Date(editionOpensAt('2026-11-23').getTime() - EDITION.leadMinutes * 60_000);
    expect(hits(SCHEDULE.dailyRun, due)).toBe(true);
  });

  /** True when a moment matches minute and hour of a pattern in UTC; the schedule uses no other fields. */
  function hits(pattern: string, moment: Date): boolean {
    const [minute = '', hour = '', ...rest] = pattern.split(' ');
    expect(rest).toEqual(['*', '*', '*']);
    const fits = (field: string, value: number) =>
      field === '*' ||
      (field.startsWith('*/') ? value % Number(field.slice(2)) === 0 : Number(field) === value);
    return (
      fits(minute, moment.getUTCMinutes()) && fits(hour, moment.getUTCHours()) && moment.getUTCSeconds() === 0
    );
  }
});
