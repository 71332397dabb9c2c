import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SUBSCRIBE_LIMITS } from '../../../config/subscribe-limits.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress } from '../../../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';
import { contentsOf, emptyTables, tablesWith } from '../../support/tables.ts';

const { address: perAddress, network: perNetwork, total } = SUBSCRIBE_LIMITS;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
afterEach(() => emptyTables(ctx.db));

const ask = (address: string, network: string | null = null) =>
  subscribe(ctx, { address, source: 'web', network });

describe('the limits of sign-ups', () => {
  it('cap emails to one address per day across networks without revealing it', async () => {
    for (let time = 0; time < perAddress.points + 4; time += 1) {
      expect(await ask('ada@example.com', `192.0.${time}.0/24`)).toBeUndefined();
      ctx.clock.advance(3_600_000); // past the one mail an hour
    }
    const rows = await ctx.db.selectFrom('notifications').select('kind').execute();
    expect(rows).toHaveLength(perAddress.points);
  });

  it('change nothing about an address above its limit', async () => {
    for (let time = 0; time < perAddress.points; time += 1) await ask('ada@example.com');
    const ada = await findSubscriberByAddress(ctx.db, 'ada@example.com');
    await unsubscribe(ctx, ada?.unsubscribeKey ?? '');
    const before = await contentsOf(ctx.db, 'subscribers', 'notifications');
    await ask('ADA@example.com');
    expect(await contentsOf(ctx.db, 'subscribers', 'notifications')).toEqual(before);
    await ask('bob@example.com');
    expect(await findSubscriberByAddress(ctx.db, 'bob@example.com')).toMatchObject({ state: 'pending' });
  });

  it('limit a network, for known and new addresses alike, and return the wait time', async () => {
    await putSubscriber(ctx, 'known@example.com');
    await ctx.limits.take(perNetwork, '192.0.2.0/24', perNetwork.points - 1);
    await ask('new@example.com', '192.0.2.0/24');
    const refused = { code: 'SUBSCRIBE_LIMITED', retry: 'later', retryAfterMs: expect.any(Number) };
    await expect(ask('another@example.com', '192.0.2.0/24')).rejects.toMatchObject(refused);
    await expect(ask('known@example.com', '192.0.2.0/24')).rejects.toMatchObject(refused);
    expect(await findSubscriberByAddress(ctx.db, 'another@example.com')).toBeUndefined();
    await ask('elsewhere@example.com', '198.51.100.0/24');
    await ask('by-mail@example.com');
  });

  it('apply to all networks together', async () => {
    await ctx.limits.take(total, 'all', total.points);
    await expect(ask('ada@example.com', '192.0.2.0/24')).rejects.toMatchObject({ code: 'SUBSCRIBE_LIMITED' });
    await expect(ask('ada@example.com')).rejects.toMatchObject({ code: 'SUBSCRIBE_LIMITED' });
  });

  it('store no address', async () => {
    for (let time = 0; time <= perAddress.points; time += 1) await ask('ada@example.com');
    expect(await tablesWith(ctx.db, 'ada@example.com')).toEqual(['public.subscribers']);
  });
});
