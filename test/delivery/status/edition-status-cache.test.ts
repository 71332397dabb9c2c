import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DASHBOARD } from '../../../config/dashboard.ts';
import { cacheEditionStatus } from '../../../src/delivery/status/edition-status-cache.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { emptyTables } from '../../support/tables.ts';

const LARGE = 50;

describe('how editions stand, for many who look', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  beforeEach(() => emptyTables(ctx.db));
  afterAll(() => ctx?.close());

  async function putEdition(day: string, state: string, people: number): Promise<string> {
    const id = `daily-${day}`;
    await sql`insert into editions (id, cadence, day, state, audience, opened_at, planned_at)
      values (${id}, 'daily', ${day}, ${state}, ${people}, now(), now())`.execute(ctx.db);
    await sql`
      with people as (
        insert into subscribers (id, address, address_hash, state, leave_key, created_at, state_changed_at)
        select gen_random_uuid(), ${day} || number || '@example.com', ${day} || number, 'pending', ${day} || number, now(), now()
        from generate_series(1, ${people}::int) as number returning id
      )
      insert into deliveries (id, edition_id, subscriber_id, state, reason, send_at, due_at, local_day, created_at)
      select id, ${id}, id, 'excluded', 'nothing-new', ${day}, ${day}, ${day}, now() from people`.execute(
      ctx.db,
    );
    return id;
  }
  const lose = (id: string) =>
    sql`delete from deliveries where id = (select id from deliveries where edition_id = ${id} limit 1)`.execute(
      ctx.db,
    );

  it('counts a large edition once in a while and a small one at each look', async () => {
    const small = await putEdition('2026-11-22', 'open', 3);
    const large = await putEdition('2026-11-23', 'open', LARGE);
    const standings = cacheEditionStatus(ctx, LARGE);
    const look = async () =>
      (await standings.present(5)).map(({ id, audience, excluded, balanced }) => [
        id,
        audience,
        excluded['nothing-new'],
        balanced,
      ]);
    expect(await look()).toEqual([
      [large, LARGE, LARGE, true],
      [small, 3, 3, true],
    ]);
    await lose(small);
    await lose(large);
    expect(await look()).toEqual([
      [large, LARGE, LARGE, true],
      [small, 3, 2, false],
    ]);
    ctx.clock.advance(DASHBOARD.countsCacheSeconds * 1_000);
    expect((await look())[0]).toEqual([large, LARGE, LARGE - 1, false]);
  });

  it('sees at once what was done to a large one, and counts it anew', async () => {
    const large = await putEdition('2026-11-23', 'open', LARGE);
    const standings = cacheEditionStatus(ctx, LARGE);
    await standings.newest(10);
    await lose(large);
    await sql`update editions set state = 'paused', reason = 'by hand' where id = ${large}`.execute(ctx.db);
    expect(await standings.newest(10)).toMatchObject([
      { state: 'paused', reason: 'by hand', balanced: false },
    ]);
  });
});
