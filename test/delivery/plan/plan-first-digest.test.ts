import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../../src/delivery/plan/plan-editions.ts';
import { describeFirstDigest, planFirstDigest } from '../../../src/delivery/plan/plan-first-digest.ts';
import { sumTotals } from '../../../src/delivery/status/totals.ts';
import { readTotals } from '../../../src/delivery/status/totals-queries.ts';
import { moveEdition } from '../../../src/editions/edition-queries.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { manyPapers, putList, putSubscriber } from '../../support/list.ts';
import { readOutbox } from '../../support/outbox.ts';
import { emptyTables } from '../../support/tables.ts';

const DAY = '2026-11-23';
const TEN = new Date(`${DAY}T10:00:00Z`);

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
afterEach(() => emptyTables(ctx.db));

const morning = async () => {
  ctx.clock.set(`${DAY}T03:40:00Z`);
  await putList(ctx, DAY, manyPapers(12));
  await classifyAndRank(ctx, { day: DAY });
  await planEditions(ctx, { day: DAY });
  ctx.clock.set(TEN.toISOString());
};
const rows = () =>
  ctx.db.selectFrom('deliveries').select(['edition_id', 'state', 'reason']).orderBy('edition_id').execute();

describe('planFirstDigest', () => {
  it('reopens a finished edition for one subscriber, is idempotent and keeps the totals balanced', async () => {
    await morning();
    const { id } = await putSubscriber(ctx, 'new@example.com');
    const input = { subscriberId: id, confirmedAt: TEN };
    expect(await Promise.all([planFirstDigest(ctx, input), planFirstDigest(ctx, input)])).toEqual([
      'now',
      'now',
    ]);
    await planEditions(ctx, { day: DAY });
    expect(await rows()).toEqual([{ edition_id: `daily-${DAY}`, state: 'planned', reason: null }]);
    await deliver(ctx, {});
    await planFirstDigest(ctx, input);
    await planEditions(ctx, { day: DAY });
    await deliver(ctx, {});
    expect((await readOutbox(ctx.directory)).filter(({ to }) => to === 'new@example.com')).toHaveLength(1);
    expect(sumTotals(await readTotals(ctx.db, DAY))).toMatchObject({
      audience: 1,
      accepted: 1,
      balanced: true,
    });
    const edition = await ctx.db
      .selectFrom('editions')
      .select('state')
      .where('id', '=', `daily-${DAY}`)
      .execute();
    expect(edition).toEqual([{ state: 'finished' }]);
  });

  it('skips a paused edition and returns the time of the next one', async () => {
    ctx.clock.set(`${DAY}T03:40:00Z`);
    const { id } = await putSubscriber(ctx, 'new@example.com', { sendHour: 9 });
    await planEditions(ctx, { day: DAY });
    await ctx.db.deleteFrom('deliveries').execute();
    await moveEdition(ctx.db, `daily-${DAY}`, ['open'], 'paused', 'test');
    expect(await planFirstDigest(ctx, { subscriberId: id, confirmedAt: TEN })).toMatchObject({
      localDay: '2026-11-24',
    });
    expect(await rows()).toEqual([]);
    expect(await describeFirstDigest(ctx, { subscriberId: id, createdAt: TEN, language: 'en' })).toBe(
      'You follow 1\u00A0topic. Digests arrive every day at 09:00\u00A0UTC. The first one arrives on Tuesday, ' +
        '24\u00A0November.',
    );
    expect(await describeFirstDigest(ctx, { subscriberId: id, createdAt: TEN, language: 'de' })).toBe(
      'Sie folgen 1\u00A0Thema. Ihr Digest kommt täglich um 09:00\u00A0Uhr (UTC). Der erste kommt am Dienstag, ' +
        '24.\u00A0November.',
    );
  });

  it('sends nothing now to a subscriber who already had a digest today', async () => {
    await morning();
    const { id } = await putSubscriber(ctx, 'back@example.com');
    await planFirstDigest(ctx, { subscriberId: id, confirmedAt: TEN });
    await deliver(ctx, {});
    await ctx.db.updateTable('preferences').set({ cadence: 'weekdays' }).execute();
    expect(await planFirstDigest(ctx, { subscriberId: id, confirmedAt: TEN })).toMatchObject({
      localDay: '2026-11-24',
    });
    expect(await rows()).toHaveLength(1);
  });
});
