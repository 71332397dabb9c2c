import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cleanUpSubscribers } from '../../src/subscribers/clean-up.ts';
import { eraseByAddress } from '../../src/subscribers/erase.ts';
import { preferenceSchema } from '../../src/subscribers/preferences/preference.ts';
import { requestTransactionalEmail } from '../../src/subscribers/request-transactional-email.ts';
import { confirmSubscription, confirmToken } from '../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../src/subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { findSuppressed } from '../../src/suppression/check-suppression.ts';
import { insertSuppression } from '../../src/suppression/suppression-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { emptyTables, tablesWith } from '../support/tables.ts';

const NOW = '2026-11-23T08:05:00Z';
const ADA = 'ada.lovelace@example.com';
/** All data that could identify the erased subscriber in the database, or show their interests. */
const PERSONAL = [
  'lovelace',
  'analytical engine',
  'babbage',
  'difference works',
  'garden party',
  'asia/kathmandu',
];
const preference = preferenceSchema.parse({
  interests: [
    { kind: 'query', mode: 'follow', value: 'Analytical Engine' },
    { kind: 'author', mode: 'follow', value: 'Charles Babbage' },
    { kind: 'organisation', mode: 'mute', value: 'Difference Works' },
  ],
  timeZone: 'Asia/Kathmandu',
});

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(NOW));
afterEach(() => emptyTables(ctx.db));

/** A delivery in that state as the delivery step leaves it, with the mail server's reply. */
async function putDelivery(subscriberId: string, state: string, day: string) {
  const now = ctx.clock.now();
  const id = randomUUID();
  const attempt = randomUUID();
  const said = `550 5.1.1 <${ADA}>: ${state}`;
  const edition = { id: `daily-${day}`, cadence: 'daily', day, state: 'open', reason: null };
  await ctx.db
    .insertInto('editions')
    .values({ ...edition, opened_at: now, planned_at: now, finished_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const digest = {
    picks: [{ paperId: '2611.00001', reason: { why: { kind: 'query', query: 'Analytical Engine' } } }],
  };
  await ctx.db
    .insertInto('deliveries')
    .values({
      id,
      edition_id: edition.id,
      subscriber_id: subscriberId,
      state,
      reason: state === 'excluded' ? 'unsubscribed' : said,
      send_at: now,
      due_at: now,
      local_day: day,
      pool_id: null,
      pool_revision: null,
      digest: JSON.stringify(digest),
      provider: 'smtp',
      provider_id: null,
      created_at: now,
      settled_at: null,
    })
    .execute();
  await ctx.db
    .insertInto('delivery_attempts')
    .values({
      id: attempt,
      edition_id: edition.id,
      provider: 'smtp',
      idempotency_key: attempt,
      payload_hash: 'hash',
      mail_date: now,
      state: 'settled',
      leased_until: now,
      claimed_at: now,
      started_at: now,
      settled_at: now,
      reason: null,
    })
    .execute();
  await ctx.db
    .insertInto('attempt_deliveries')
    .values({
      attempt_id: attempt,
      delivery_id: id,
      position: 0,
      outcome: 'refused',
      provider_id: null,
      reason: said,
    })
    .execute();
  await ctx.db
    .insertInto('sent_papers')
    .values({ subscriber_id: subscriberId, paper_id: `2611.${day.slice(-2)}`, delivery_id: id, role: 'pick' })
    .execute();
  return id;
}

async function putAda(): Promise<string> {
  await subscribe(ctx, { address: ADA, source: 'a garden party', network: null, preference });
  const { id = '' } = (await findSubscriberByAddress(ctx.db, ADA)) ?? {};
  await confirmSubscription(ctx, confirmToken(ctx.keys, id, ctx.clock.now()));
  await requestTransactionalEmail(ctx, id, 'your-link');
  await ctx.db
    .updateTable('notifications')
    .set({ state: 'failed', reason: `550 <${ADA}> unknown` })
    .execute();
  return id;
}

const row = (id: string) =>
  ctx.db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('erase', () => {
  it('leaves nothing personal in any table, the queue included', async () => {
    const id = await putAda();
    const states = ['planned', 'accepted', 'excluded', 'failed', 'uncertain'];
    for (const [index, state] of states.entries()) await putDelivery(id, state, `2026-11-1${index}`);
    const before = await tablesWith(ctx.db, ...PERSONAL);
    // Proves that the search finds data that is there.
    expect(before).toEqual(
      expect.arrayContaining(
        ['attempt_deliveries', 'deliveries', 'interests', 'notifications', 'preferences', 'subscribers'].map(
          (name) => `public.${name}`,
        ),
      ),
    );
    await eraseByAddress(ctx, { address: ADA });
    expect(await tablesWith(ctx.db, ...PERSONAL)).toEqual([]);
    expect(await row(id)).toMatchObject({
      state: 'erased',
      address: null,
      address_hash: null,
      consent_at: null,
      consent_source: null,
      confirmed_at: null,
    });
    expect(await ctx.db.selectFrom('sent_papers').selectAll().execute()).toEqual([]);
  });

  it('keeps the rows that totals of past editions are counted from', async () => {
    const id = await putAda();
    await putDelivery(id, 'accepted', '2026-11-20');
    await putDelivery(id, 'excluded', '2026-11-21');
    await eraseByAddress(ctx, { address: ADA });
    const totals = await ctx.db
      .selectFrom('deliveries')
      .select(['edition_id', 'state', 'reason'])
      .orderBy('edition_id')
      .execute();
    expect(totals).toEqual([
      { edition_id: 'daily-2026-11-20', state: 'accepted', reason: null },
      { edition_id: 'daily-2026-11-21', state: 'excluded', reason: 'unsubscribed' },
    ]);
  });

  it('clears a digest in flight as soon as it is settled', async () => {
    const id = await putAda();
    const delivery = await putDelivery(id, 'sending', '2026-11-23');
    await eraseByAddress(ctx, { address: ADA });
    // The bytes are needed until the outcome is known: a replay must send the same.
    const digestOf = async () =>
      JSON.stringify(
        (
          await ctx.db
            .selectFrom('deliveries')
            .select('digest')
            .where('id', '=', delivery)
            .executeTakeFirstOrThrow()
        ).digest,
      );
    expect(await digestOf()).toContain('Analytical Engine');
    await ctx.db
      .updateTable('deliveries')
      .set({ state: 'accepted', reason: null })
      .where('id', '=', delivery)
      .execute();
    await cleanUpSubscribers(ctx);
    expect(await digestOf()).toBe('{}');
    expect(await tablesWith(ctx.db, ...PERSONAL)).toEqual([]);
  });

  it('keeps the suppression, which contains no address', async () => {
    await putAda();
    await insertSuppression(ctx.db, {
      address: ADA,
      reason: 'complaint',
      source: 'test',
      now: ctx.clock.now(),
    });
    await eraseByAddress(ctx, { address: ADA });
    expect(await findSuppressed(ctx.db, [ADA])).toEqual(new Set([ADA]));
    expect(await tablesWith(ctx.db, ...PERSONAL)).toEqual([]);
  });

  it('accepts any spelling of the address and changes no other subscriber', async () => {
    const id = await putAda();
    await putSubscriber(ctx, 'bob@example.com');
    await eraseByAddress(ctx, { address: ' Ada.Lovelace@EXAMPLE.com ' });
    expect((await row(id)).state).toBe('erased');
    expect(await findSubscriberByAddress(ctx.db, 'bob@example.com')).toMatchObject({ state: 'active' });
  });

  it('treats a returning address as a new subscriber', async () => {
    const id = await putAda();
    await eraseByAddress(ctx, { address: ADA });
    await subscribe(ctx, { address: ADA, source: 'web', network: null });
    const again = await findSubscriberByAddress(ctx.db, ADA);
    expect(again).toMatchObject({ state: 'pending', consentAt: null });
    expect(again?.id).not.toBe(id);
    expect((await row(id)).state).toBe('erased');
  });

  it.each([ADA, 'nonsense', ''])('fails for an unknown address (%j)', async (address) => {
    await expect(eraseByAddress(ctx, { address })).rejects.toMatchObject({ code: 'SUBSCRIBER_UNKNOWN' });
  });

  it('fails the second time', async () => {
    await putAda();
    await eraseByAddress(ctx, { address: ADA });
    await expect(eraseByAddress(ctx, { address: ADA })).rejects.toMatchObject({ code: 'SUBSCRIBER_UNKNOWN' });
  });
});
