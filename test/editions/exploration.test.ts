import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays } from '../../src/day.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../support/installation.ts';
import { following, manyPapers, putList, putSubscriber } from '../support/list.ts';
import { scriptedMailer } from '../support/scripted-mailer.ts';

const DIGESTS = 6;
const SIZE = 7;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = { ...(await testInstallation()), providers: [soleProvider(scriptedMailer())] };
});
afterAll(() => ctx?.close());

it('is every tenth pick of a subscriber, not a place in every digest', async () => {
  ctx.clock.set('2026-11-16T03:40:00Z');
  await putSubscriber(ctx, 'ada@example.com', { interests: following('agents-tool-use'), size: SIZE });
  for (let place = 0; place < DIGESTS; place += 1) {
    const day = addDays('2026-11-16', place);
    ctx.clock.set(`${day}T03:40:00Z`);
    const agents = manyPapers(10, 1 + 100 * place);
    const robots = manyPapers(20, 51 + 100 * place, 'robotics-embodied');
    await putList(ctx, day, [...agents, ...robots]);
    await classifyAndRank(ctx, { day });
    await planEditions(ctx, { day });
    ctx.clock.set(`${day}T07:00:00Z`);
    await deliver(ctx, { day });
  }
  const rows = await ctx.db
    .selectFrom('sent_papers')
    .innerJoin('deliveries', 'deliveries.id', 'delivery_id')
    .select(({ fn }) => ['local_day', 'role', fn.countAll<string>().as('papers')])
    .where('role', '<>', 'title')
    .groupBy(['local_day', 'role'])
    .orderBy('local_day')
    .execute();
  const perDigest = Array.from({ length: DIGESTS }, (_, place) => {
    const day = addDays('2026-11-16', place);
    const papers = (role: string) =>
      Number(rows.find((row) => row.local_day === day && row.role === role)?.papers ?? 0);
    return { picks: papers('pick') + papers('exploration'), exploration: papers('exploration') };
  });
  // Tens are passed by the digests that end at 14, 21, 35 and 42 picks.
  expect(perDigest).toEqual([0, 1, 1, 0, 1, 1].map((exploration) => ({ picks: SIZE, exploration })));
});
