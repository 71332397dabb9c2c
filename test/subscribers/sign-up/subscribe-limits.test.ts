import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SUBSCRIBE_LIMITS } from '../../../config/subscribe-limits.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { mailboxKey } from '../../../src/subscribers/sign-up/subscribe-limits.ts';
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

  it.each([
    ['a +tag at any domain', (time: number) => `ada+news${time}@example.org`],
    [
      'dots at Gmail',
      (time: number) => `${'adalovelace'.slice(0, time + 1)}.${'adalovelace'.slice(time + 1)}@gmail.com`,
    ],
    ['the second domain of Gmail', (time: number) => `ada+${time}@${time % 2 ? 'gmail' : 'googlemail'}.com`],
    ['a hyphen at Yahoo', (time: number) => `ada-${time}@yahoo.co.uk`],
    [
      'separators at Proton',
      (time: number) => `a${['.', '-', '_', ''][time % 4]}da+${time}@${time % 2 ? 'pm.me' : 'proton.me'}`,
    ],
  ])('count %s as one mailbox, and keep its addresses apart as subscribers', async (_, address) => {
    for (let time = 0; time < perAddress.points + 4; time += 1) {
      await ask(address(time), `192.0.${time}.0/24`);
      ctx.clock.advance(3_600_000);
    }
    const rows = await ctx.db.selectFrom('notifications').select('kind').execute();
    expect(rows).toHaveLength(perAddress.points);
    expect(await findSubscriberByAddress(ctx.db, address(0))).toMatchObject({ state: 'pending' });
    expect(await findSubscriberByAddress(ctx.db, address(1))).toMatchObject({ state: 'pending' });
  });

  it('count mailboxes apart whose provider tells their spellings apart', () => {
    const apart = [
      'a.da@example.org',
      'ada@example.org',
      'a-da@example.org',
      'ada-x@example.org',
      '+ada@example.org',
      'ada@example.com',
    ];
    expect(new Set(apart.map(mailboxKey)).size).toBe(apart.length);
    expect(mailboxKey('...@gmail.com')).toBe('...@gmail.com');
    expect(mailboxKey('-a-b+c@yahoo.com')).toBe('-a@yahoo.com');
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
