import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { testWatch } from '../support/watch.ts';

const MINUTE_MS = 60_000;

let ctx: TestInstallation;
beforeAll(async () => {
  // The edition has been open for two hours, and nothing is ranked or planned.
  ctx = await testInstallation({ now: '2026-11-23T06:00:00Z' });
});
afterAll(() => ctx.close());

it('a new process on another machine neither ends nor duplicates alerts of a running one', async () => {
  const anHourBehind = async () => new Date(ctx.clock.now().getTime() - 60 * MINUTE_MS);
  const older = testWatch(ctx, anHourBehind, 'host-a');
  await older.after(20 * MINUTE_MS);
  const seen = await older.open();
  expect(seen).toContain('RUN_LATE 2026-11-23');
  expect(seen).toContain('CLOCK_SKEW host-a');
  const rows = await ctx.db.selectFrom('alerts').select('id').execute();
  const younger = testWatch(ctx, undefined, 'host-b');
  for (let round = 0; round < 4; round += 1) {
    await younger.runChecks();
    expect(await younger.open()).toEqual(seen);
    await older.after(15_000);
  }
  expect(await ctx.db.selectFrom('alerts').select('id').execute()).toEqual(rows);
});
