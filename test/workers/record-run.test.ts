import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PaperboyError } from '../../src/errors.ts';
import { readRuns, readUsualDurations } from '../../src/runs/run-queries.ts';
import { createProcessor, type Handlers } from '../../workers/job-handler.ts';
import { JOB_HANDLERS } from '../../workers/main.ts';
import { handlersOf } from '../support/handlers.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';

const DAY = '2026-11-23';

describe('recordRun', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx.close());

  /** One attempt, of three, of the day's `plan` job. */
  const attempt = (id: string, plan: Handlers['plan'], attemptsMade = 0) => {
    const run = createProcessor(ctx, handlersOf({ plan }), new AbortController().signal);
    const job = {
      id,
      name: 'plan',
      data: { day: DAY, again: 'rerun-9' },
      attemptsMade,
      opts: { attempts: 3 },
    };
    return run(job as unknown as Parameters<typeof run>[0], undefined, undefined).catch(() => undefined);
  };
  const runsOf = async (id: string) =>
    (await readRuns(ctx.db, { day: DAY })).filter(({ jobId }) => jobId === id);

  it('records counts and times of a successful attempt', async () => {
    await attempt('well', async (...given) => {
      const result = await JOB_HANDLERS.plan(...given);
      ctx.clock.advance(4_000);
      return result;
    });
    expect(await runsOf('well')).toMatchObject([
      { name: 'plan', again: 'rerun-9', source: null, state: 'done', counts: { planned: 0 }, code: null },
    ]);
    expect(await readUsualDurations(ctx.db, new Date(0))).toEqual([
      { name: 'plan', source: null, milliseconds: 4_000 },
    ]);
  });

  it('records retried attempts, and the last failure with its code and reason', async () => {
    const breaks = async () => {
      throw new PaperboyError({ code: 'BROKEN', message: 'It broke.', remedy: 'Mend it.', retry: 'later' });
    };
    for (const made of [0, 1, 2]) await attempt('broken', breaks, made);
    const runs = await runsOf('broken');
    expect(runs.map(({ state }) => state)).toEqual(['put-off', 'put-off', 'failed']);
    expect(runs[2]).toMatchObject({ code: 'BROKEN', reason: 'It broke. Mend it.', counts: null });
  });

  it('records an unfinished attempt as lost when the next one starts', async () => {
    let begun = () => {};
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let end = () => {};
    const held = attempt('stalled', async () => {
      begun();
      await new Promise<void>((resolve) => {
        end = resolve;
      });
    });
    await running;
    expect(await runsOf('stalled')).toMatchObject([{ state: 'running', endedAt: null }]);
    await attempt('stalled', JOB_HANDLERS.plan);
    expect((await runsOf('stalled')).map(({ state }) => state)).toEqual(['lost', 'done']);
    end();
    await held;
  });
});
