import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../../src/day.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { planEditions, replanSubscriber } from '../../../src/delivery/plan/plan-editions.ts';
import { checkTotals } from '../../../src/delivery/status/check-totals.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { pauseSubscriber, resumeSubscriber } from '../../../src/subscribers/pause-subscriber.ts';
import { type Preference, preferenceSchema } from '../../../src/subscribers/preferences/preference.ts';
import { updatePreference } from '../../../src/subscribers/preferences/update-preference.ts';
import { planJob } from '../../../workers/jobs/plan.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { following, manyPapers, putList, putSubscriber } from '../../support/list.ts';
import { scriptedMailer } from '../../support/scripted-mailer.ts';

const DAY = '2026-11-23';
const ZONES = [
  'Pacific/Kiritimati',
  'Pacific/Auckland',
  'Asia/Kolkata',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'Pacific/Pago_Pago',
];

let ctx: TestInstallation;
beforeEach(async () => {
  ctx = { ...(await testInstallation()), providers: [soleProvider(scriptedMailer())] };
});
afterEach(async () => {
  expect(await checkTotals(ctx)).toEqual([]);
  await ctx.close();
});

/** Ranks and plans a day at 03:30 UTC, as the daily run does. */
async function dailyRun(day: string): Promise<void> {
  ctx.clock.set(`${day}T03:30:00Z`);
  const first = 1 + 100 * Math.round((Date.parse(day) - Date.parse(DAY)) / 86_400_000 + 10);
  await putList(ctx, day, manyPapers(20, first));
  await classifyAndRank(ctx, { day });
  await planEditions(ctx, { day });
}

/** Sends every half hour and plans every hour, as the workers do, from a time until before another. */
async function hours(from: string, to: string): Promise<void> {
  for (let time = Date.parse(from); time < Date.parse(to); time += 1_800_000) {
    ctx.clock.set(new Date(time));
    await deliver(ctx, {});
    if (time % 3_600_000 !== 0) continue;
    ctx.clock.set(new Date(time + 5 * 60_000));
    const day = new Date(time - 4 * 3_600_000).toISOString().slice(0, 10);
    await planJob(ctx, { day }, new AbortController().signal);
    await deliver(ctx, {});
  }
}

async function deliveriesOf(subscriberId: string) {
  return ctx.db
    .selectFrom('deliveries')
    .select(['edition_id', 'state', 'reason', 'local_day', 'send_at', 'settled_at'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('send_at')
    .execute();
}

async function stateOf(edition: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('editions')
    .select('state')
    .where('id', '=', edition)
    .executeTakeFirst();
  return row?.state;
}

const daily = (preference: Partial<Preference> = {}): Preference =>
  preferenceSchema.parse({ interests: following('agents-tool-use'), size: 1, ...preference });

describe('a pause', () => {
  it.each([true, false])(
    'ends with the digest of its local day, in every zone and at every hour (others keep the edition open: %s)',
    async (others) => {
      ctx.clock.set('2026-11-20T12:00:00Z');
      const people: { id: string; timeZone: string; sendHour: number }[] = [];
      for (const timeZone of ZONES)
        for (const sendHour of [0, 12, 23]) {
          const address = `${timeZone.split('/')[1]?.toLowerCase()}-${sendHour}@example.com`;
          const { id } = await putSubscriber(ctx, address, daily({ timeZone, sendHour }));
          people.push({ id, timeZone, sendHour });
          expect(await pauseSubscriber(ctx, { subscriberId: id, until: DAY })).toBe(true);
        }
      if (others)
        for (const sendHour of [3, 20])
          await putSubscriber(ctx, `other${sendHour}@example.com`, daily({ sendHour }));
      for (const day of [-1, 0].map((offset) => addDays(DAY, offset))) {
        await dailyRun(day);
        await hours(`${day}T04:00:00Z`, `${addDays(day, 1)}T03:30:00Z`);
      }
      // The local day ends on the next one in UTC.
      await dailyRun(addDays(DAY, 1));
      await hours(`${addDays(DAY, 1)}T04:00:00Z`, `${addDays(DAY, 1)}T10:30:00Z`);
      for (const { id, timeZone, sendHour } of people) {
        const [first] = (await deliveriesOf(id)).filter(({ state }) => state === 'accepted');
        const local = new Intl.DateTimeFormat('sv', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'short',
        }).format(first?.settled_at ?? undefined);
        expect([timeZone, local]).toEqual([timeZone, `${DAY} ${String(sendHour).padStart(2, '0')}:00`]);
      }
    },
    60_000,
  );
});

describe('joining an edition late', () => {
  it('reopens a finished one for everyone whose hour is ahead', async () => {
    await dailyRun(DAY);
    expect(await stateOf(`daily-${DAY}`)).toBe('finished');
    ctx.clock.set(`${DAY}T09:10:00Z`);
    const joined = await putSubscriber(ctx, 'joined@example.com', daily({ sendHour: 12 }));
    const passed = await putSubscriber(ctx, 'passed@example.com', daily({ sendHour: 8 }));
    await hours(`${DAY}T10:00:00Z`, `${addDays(DAY, 1)}T03:30:00Z`);
    expect(await deliveriesOf(joined.id)).toMatchObject([
      { state: 'accepted', settled_at: new Date(`${DAY}T12:00:00Z`) },
    ]);
    expect(await deliveriesOf(passed.id)).toEqual([]);
    expect(await stateOf(`daily-${DAY}`)).toBe('finished');
  });

  it('serves a resumed subscription and a weekly digest moved to today', async () => {
    ctx.clock.set('2026-11-20T12:00:00Z');
    const resumed = await putSubscriber(ctx, 'resumed@example.com', daily({ sendHour: 15 }));
    await pauseSubscriber(ctx, { subscriberId: resumed.id, until: '2026-12-20' });
    const weekly = daily({ cadence: 'weekly', weeklyDay: 5, sendHour: 18 });
    const moved = await putSubscriber(ctx, 'moved@example.com', weekly);
    await dailyRun(DAY);
    ctx.clock.set(`${DAY}T10:10:00Z`);
    await resumeSubscriber(ctx, { subscriberId: resumed.id });
    await replanSubscriber(ctx, { subscriberId: resumed.id });
    await updatePreference(ctx, { subscriberId: moved.id, preference: { ...weekly, weeklyDay: 1 } });
    await replanSubscriber(ctx, { subscriberId: moved.id });
    await hours(`${DAY}T11:00:00Z`, `${addDays(DAY, 1)}T03:30:00Z`);
    for (const [{ id }, edition, hour] of [
      [resumed, `daily-${DAY}`, 15],
      [moved, `weekly-${DAY}`, 18],
    ] as const)
      expect(await deliveriesOf(id)).toMatchObject([
        { edition_id: edition, state: 'accepted', settled_at: new Date(`${DAY}T${hour}:00:00Z`) },
      ]);
  });

  it('does not change a paused or canceled edition, and says so', async () => {
    await dailyRun(DAY);
    await ctx.db
      .updateTable('editions')
      .set({ state: 'open', finished_at: null })
      .where('id', '=', `daily-${DAY}`)
      .execute();
    await ctx.db.updateTable('editions').set({ state: 'paused' }).where('id', '=', `daily-${DAY}`).execute();
    await putSubscriber(ctx, 'late@example.com', daily({ sendHour: 20 }));
    const [report] = await planEditions(ctx, { day: DAY });
    expect(report).toEqual({ edition: `daily-${DAY}`, planned: 0, outdated: 0, closed: 'paused' });
  });
});

describe('a send time that has passed', () => {
  it('is planned after an outage only for subscribers who had chosen it before', async () => {
    ctx.clock.set('2026-11-20T12:00:00Z');
    const owed = await putSubscriber(ctx, 'owed@example.com', daily({ sendHour: 7 }));
    ctx.clock.set(`${DAY}T09:30:00Z`);
    const late = await putSubscriber(ctx, 'late@example.com', daily({ sendHour: 7 }));
    await putList(ctx, DAY, manyPapers(5));
    await classifyAndRank(ctx, { day: DAY });
    await planEditions(ctx, { day: DAY });
    await deliver(ctx, {});
    expect(await deliveriesOf(owed.id)).toMatchObject([
      { state: 'accepted', send_at: new Date(`${DAY}T07:00:00Z`) },
    ]);
    expect(await deliveriesOf(late.id)).toEqual([]);
  });
});

describe('a change of schedule', () => {
  it('moves the scheduled digest, later, earlier and to another cadence', async () => {
    ctx.clock.set('2026-11-20T12:00:00Z');
    const people = await Promise.all(
      ['later', 'earlier', 'weekly', 'same'].map((name) =>
        putSubscriber(ctx, `${name}@example.com`, daily({ sendHour: 15 })),
      ),
    );
    await dailyRun(DAY);
    ctx.clock.set(`${DAY}T09:10:00Z`);
    const changes = [
      daily({ sendHour: 18 }),
      daily({ sendHour: 11 }),
      daily({ sendHour: 13, cadence: 'weekly', weeklyDay: 1 }),
      daily({ sendHour: 15, size: 3 }),
    ];
    for (const [place, preference] of changes.entries()) {
      const subscriberId = people[place]?.id ?? '';
      await updatePreference(ctx, { subscriberId, preference });
      await replanSubscriber(ctx, { subscriberId });
    }
    // The next hourly run also ranks the week, which had no subscriber in the morning.
    await classifyAndRank(ctx, { day: DAY });
    await hours(`${DAY}T10:00:00Z`, `${addDays(DAY, 1)}T03:30:00Z`);
    const sent = await Promise.all(people.map(({ id }) => deliveriesOf(id)));
    expect(sent.map((rows) => rows.map(({ settled_at }) => settled_at?.toISOString().slice(11, 13)))).toEqual(
      [['18'], ['11'], ['13'], ['15']],
    );
  });

  it('gives no local day two digests, also across the date line', async () => {
    ctx.clock.set('2026-11-20T12:00:00Z');
    const { id } = await putSubscriber(
      ctx,
      'ada@example.com',
      daily({ timeZone: 'Pacific/Auckland', sendHour: 18 }),
    );
    const twice = await putSubscriber(ctx, 'bob@example.com', daily({ sendHour: 6 }));
    await dailyRun(DAY);
    await hours(`${DAY}T04:00:00Z`, `${DAY}T08:00:00Z`);
    ctx.clock.set(`${DAY}T08:10:00Z`);
    for (const [subscriberId, preference] of [
      [id, daily({ timeZone: 'Pacific/Honolulu', sendHour: 12 })],
      [twice.id, daily({ sendHour: 21 })],
    ] as const) {
      await updatePreference(ctx, { subscriberId, preference });
      await replanSubscriber(ctx, { subscriberId });
    }
    await hours(`${DAY}T09:00:00Z`, `${addDays(DAY, 1)}T03:30:00Z`);
    await dailyRun(addDays(DAY, 1));
    await hours(`${addDays(DAY, 1)}T04:00:00Z`, `${addDays(DAY, 2)}T03:30:00Z`);
    for (const subscriberId of [id, twice.id]) {
      const days = (await deliveriesOf(subscriberId)).map(({ local_day }) => local_day);
      expect(days).toEqual([DAY, addDays(DAY, 1)]);
    }
  });
});
