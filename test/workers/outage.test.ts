import { afterEach, beforeEach, expect, it } from 'vitest';
import { addDays, dayOf } from '../../src/day.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import { checkTotals } from '../../src/delivery/status/check-totals.ts';
import { createPoolCache } from '../../src/editions/pool-cache.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import type { JobRequest } from '../../src/queue/jobs.ts';
import type { Preference } from '../../src/subscribers/preferences/preference.ts';
import { catchUp } from '../../workers/producer.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../support/installation.ts';
import { following, manyPapers, putList, putSubscriber } from '../support/list.ts';
import { scriptedMailer } from '../support/scripted-mailer.ts';

/** Nothing runs from the evening of this day on. */
const LAST = '2026-11-18';

let ctx: TestInstallation;
beforeEach(async () => {
  ctx = { ...(await testInstallation()), providers: [soleProvider(scriptedMailer())] };
  ctx.clock.set(`${LAST}T03:30:00Z`);
});
afterEach(async () => {
  expect(await checkTotals(ctx)).toEqual([]);
  await ctx.close();
});

const subscriber = (name: string, preference: Partial<Preference>) =>
  putSubscriber(ctx, `${name}@example.com`, {
    interests: following('agents-tool-use'),
    size: 2,
    ...preference,
  });

/** Runs a day's list, ranking and planning at the current time. */
async function run(day: string): Promise<void> {
  const first = 1 + 100 * Number(day.slice(8));
  await putList(ctx, day, manyPapers(20, first));
  await classifyAndRank(ctx, { day });
  await planEditions(ctx, { day });
}

/** Lists the papers of every day of the outage, and runs what catching up enqueues, in that order. */
async function comeBack(now: string): Promise<void> {
  ctx.clock.set(now);
  for (let day = addDays(LAST, 1); day <= dayOf(ctx.clock.now()); day = addDays(day, 1))
    await putList(ctx, day, manyPapers(20, 1 + 100 * Number(day.slice(8))));
  const roots: JobRequest[] = [];
  const queue: TestInstallation['queue'] = { ...ctx.queue, enqueue: async (job) => void roots.push(job) };
  await catchUp({ ...ctx, queue });
  for (const { name, payload } of roots) {
    if (name !== 'deliver' || !('day' in payload)) continue;
    await classifyAndRank(ctx, { day: String(payload.day) });
    await planEditions(ctx, { day: String(payload.day) });
  }
  await deliver(ctx, {});
}

/** State and reason of each digest, by address and edition. */
async function ledger(): Promise<Record<string, string>> {
  const rows = await ctx.db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .select(['address', 'edition_id', 'deliveries.state', 'reason'])
    .where('edition_id', 'not like', `%${LAST}`)
    .execute();
  return Object.fromEntries(
    rows.map(({ address, edition_id, state, reason }) => [
      `${address?.split('@')[0]} ${edition_id}`,
      state === 'excluded' ? `${state} ${reason}` : state,
    ]),
  );
}

it('serves digests of the missed day that are not too late, and records the others with the reason', async () => {
  await subscriber('morning', { sendHour: 7 });
  await subscriber('evening', { sendHour: 20 });
  await subscriber('late', { sendHour: 3 });
  await run(LAST);
  ctx.clock.set(`${LAST}T20:00:00Z`);
  await deliver(ctx, {});
  await comeBack('2026-11-20T04:10:00Z');
  expect(await ledger()).toEqual({
    'morning daily-2026-11-19': 'excluded too-late',
    'evening daily-2026-11-19': 'accepted',
    'late daily-2026-11-19': 'accepted',
    'morning daily-2026-11-20': 'planned',
    'evening daily-2026-11-20': 'planned',
    'late daily-2026-11-20': 'planned',
  });
});

it('sends weekly digests of the last days after four days off, and offers the papers of the gap', async () => {
  await subscriber('friday', { cadence: 'weekly', weeklyDay: 5, sendHour: 9 });
  await subscriber('saturday', { cadence: 'weekly', weeklyDay: 6, sendHour: 21 });
  await subscriber('sunday', { cadence: 'weekly', weeklyDay: 7, sendHour: 9 });
  await subscriber('daily', { sendHour: 7 });
  await run(LAST);
  ctx.clock.set(`${LAST}T20:00:00Z`);
  await deliver(ctx, {});
  await comeBack('2026-11-23T08:00:00Z');
  expect(await ledger()).toEqual({
    'friday weekly-2026-11-20': 'excluded too-late',
    'daily daily-2026-11-22': 'excluded too-late',
    'saturday weekly-2026-11-21': 'accepted',
    'sunday weekly-2026-11-22': 'accepted',
    'daily daily-2026-11-23': 'accepted',
  });
  const pool = await createPoolCache(ctx.taxonomy).newest(ctx.db, 'day-2026-11-23');
  const days = new Set(pool?.papers.map(({ publicAt }) => dayOf(publicAt)));
  expect([...days].sort()).toEqual(['19', '20', '21', '22', '23'].map((day) => `2026-11-${day}`));
});
