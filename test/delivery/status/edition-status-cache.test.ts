import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DASHBOARD } from '../../../config/dashboard.ts';
import { cacheEditionStatus } from '../../../src/delivery/status/edition-status-cache.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { emptyTables } from '../../support/tables.ts';

const LARGE = 50;

describe('cacheEditionStatus', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  beforeEach(() => emptyTables(ctx.db));
  afterAll(() => ctx?.close());

  async function putEdition(day: string, state: string, audience: number): Promise<string> {
    const id = `daily-${day}`;
    await sql`insert into editions (id, cadence, day, state, audience, opened_at, planned_at)
      values (${id}, 'daily', ${day}, ${state}, ${audience}, now(), now())`.execute(ctx.db);
    await sql`
      with audience as (
        insert into subscribers (id, address, address_hash, state, leave_key, created_at, state_changed_at)
        select gen_random_uuid(), ${day} || number || '@example.com', ${day} || number, 'pending',
          ${day} || number, now(), now()
        from generate_series(1, ${audience}::int) as number returning id
      )
      insert into deliveries
        (id, edition_id, subscriber_id, state, reason, send_at, due_at, local_day, created_at)
      select id, ${id}, id, 'excluded', 'nothing-new', ${day}, ${day}, ${day}, now()
      from audience`.execute(ctx.db);
    return id;
  }
  const deleteDelivery = (id: string) =>
    sql`delete from deliveries
      where id = (select id from deliveries where edition_id = ${id} limit 1)`.execute(ctx.db);

  it('caches the counts of a large edition, but not of a small one', async () => {
    const small = await putEdition('2026-11-22', 'open', 3);
    const large = await putEdition('2026-11-23', 'open', LARGE);
    const statuses = cacheEditionStatus(ctx, LARGE);
    const readPresent = async () =>
      (await statuses.present(5)).map(({ id, audience, excluded, balanced }) => [
        id,
        audience,
        excluded['nothing-new'],
        balanced,
      ]);
    expect(await readPresent()).toEqual([
      [large, LARGE, LARGE, true],
      [small, 3, 3, true],
    ]);
    await deleteDelivery(small);
    await deleteDelivery(large);
    expect(await readPresent()).toEqual([
      [large, LARGE, LARGE, true],
      [small, 3, 2, false],
    ]);
    ctx.clock.advance(DASHBOARD.countsCacheSeconds * 1_000);
    expect((await readPresent())[0]).toEqual([large, LARGE, LARGE - 1, false]);
  });

  it('shows a pause of a large edition at once, with new counts', async () => {
    const large = await putEdition('2026-11-23', 'open', LARGE);
    const statuses = cacheEditionStatus(ctx, LARGE);
    await statuses.newest(10);
    await deleteDelivery(large);
    await sql`update editions set state = 'paused', reason = 'by hand' where id = ${large}`.execute(ctx.db);
    expect(await statuses.newest(10)).toMatchObject([
      { state: 'paused', reason: 'by hand', balanced: false },
    ]);
  });
});
