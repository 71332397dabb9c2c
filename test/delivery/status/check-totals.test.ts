import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOpenAlerts } from '../../../src/alerts/alert-queries.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { finishEditions } from '../../../src/delivery/pipeline/delivery-queries.ts';
import { checkTotals } from '../../../src/delivery/status/check-totals.ts';
import { dailyBooks, dueEdition, EDITION } from '../../support/due-edition.ts';
import type { TestInstallation } from '../../support/installation.ts';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await dueEdition(['ada@example.com', 'bob@example.com']);
});
afterAll(() => ctx.close());

it('a lost row raises an alert and blocks the edition from finishing until it is restored', async () => {
  expect(await checkTotals(ctx)).toEqual([]);
  await sql`create table lost as select * from deliveries limit 1`.execute(ctx.db);
  await sql`delete from deliveries where id in (select id from lost)`.execute(ctx.db);
  await deliver(ctx, {});
  expect(await dailyBooks(ctx)).toMatchObject({ state: 'open', accepted: 1, planned: 0, balanced: false });
  expect(await checkTotals(ctx)).toEqual([EDITION]);
  expect(await checkTotals(ctx)).toEqual([EDITION]);
  expect(await readOpenAlerts(ctx.db)).toMatchObject([
    {
      code: 'TOTALS_MISMATCH',
      subject: EDITION,
      times: 2,
      message: expect.stringContaining('2 subscribers in the audience, but 1 delivery.'),
    },
  ]);
  await sql`insert into deliveries select * from lost`.execute(ctx.db);
  expect(await checkTotals(ctx)).toEqual([]);
  expect(await readOpenAlerts(ctx.db)).toEqual([]);
  await deliver(ctx, {});
  expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 2 });
});

it('an open delivery in a finished edition raises an alert until it is settled, at any age', async () => {
  // No state move allows this, but an insert does.
  await sql`create table kept as select * from deliveries limit 1`.execute(ctx.db);
  await sql`delete from deliveries where id in (select id from kept)`.execute(ctx.db);
  await sql`update kept set state = 'planned'`.execute(ctx.db);
  await sql`insert into deliveries select * from kept`.execute(ctx.db);
  expect(await checkTotals(ctx)).toEqual([EDITION]);
  await sql`update deliveries set state = 'sending' where state = 'planned'`.execute(ctx.db);
  ctx.clock.advance(10 * 86_400_000);
  expect(await checkTotals(ctx)).toEqual([EDITION]);
  await sql`update deliveries set state = 'accepted' where state = 'sending'`.execute(ctx.db);
  expect(await checkTotals(ctx)).toEqual([]);
  expect(await readOpenAlerts(ctx.db)).toEqual([]);
  expect(await finishEditions(ctx.db, ctx.clock.now())).toEqual([]);
});
