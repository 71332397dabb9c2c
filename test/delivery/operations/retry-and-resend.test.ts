import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acceptReported } from '../../../src/delivery/operations/operation-queries.ts';
import { resendDigest } from '../../../src/delivery/operations/resend-digest.ts';
import { resumeEdition } from '../../../src/delivery/operations/resume-edition.ts';
import { retryFailed } from '../../../src/delivery/operations/retry-failed.ts';
import { settleUncertain } from '../../../src/delivery/operations/settle-uncertain.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { sweep } from '../../../src/delivery/pipeline/sweep.ts';
import { adviseOnEdition } from '../../../src/delivery/status/advice.ts';
import { countIneligible } from '../../../src/delivery/status/ineligible-queries.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../../../src/suppression/suppression-queries.ts';
import { dailyBooks, EDITION, statesOf } from '../../support/due-edition.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { SUBSCRIBERS, scriptedEdition } from '../../support/scripted-edition.ts';
import { emptyTables } from '../../support/tables.ts';

const [ADA, BOB] = SUBSCRIBERS;
const input = { edition: EDITION, operator: 'nina' };

let installation: TestInstallation;
beforeAll(async () => {
  installation = await testInstallation();
});
afterAll(() => installation.close());
afterEach(() => emptyTables(installation.db));

/** Ids of the papers that are reserved for a subscriber. */
const papersOf = async (ctx: TestInstallation, address: string) => {
  const rows = await ctx.db
    .selectFrom('sent_papers')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .select('paper_id')
    .where('address', '=', address)
    .orderBy('paper_id')
    .execute();
  return rows.map((row) => row.paper_id);
};

describe('retrying, settling and resending deliveries', () => {
  it('retries only the failed deliveries, even a day later', async () => {
    const { ctx, mailer } = await scriptedEdition(installation, { batchSize: 5 });
    mailer.next('accept', 'refuse-mail', 'accept', 'refuse-mail', 'refuse-mail');
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 2, failed: 3 });
    const failed = Object.entries(await statesOf(ctx)).filter(([, state]) => state === 'failed');
    const [suppressed = '', one = '', other = ''] = failed.map(([name]) => `${name}@example.com`);
    const address = { address: suppressed, reason: 'operator', source: 'test' } as const;
    await insertSuppression(ctx.db, { ...address, now: ctx.clock.now() });
    ctx.clock.advance(24 * 3_600_000);
    expect(await retryFailed(ctx, { ...input, subscriber: one })).toEqual({
      edition: EDITION,
      state: 'open',
      planned: 1,
      ineligible: {},
    });
    expect(await retryFailed(ctx, input)).toMatchObject({
      planned: 1,
      ineligible: { 'suppressed: operator': 1 },
    });
    await expect(retryFailed(ctx, input)).rejects.toMatchObject({
      code: 'NOTHING_TO_DO',
      message: expect.stringContaining('no failed deliveries to eligible subscribers (suppressed: operator)'),
    });
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'open', accepted: 2, planned: 2, failed: 1 });
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({
      state: 'finished',
      accepted: 4,
      failed: 1,
      excluded: {},
      balanced: true,
    });
    const [reason] = await ctx.db
      .selectFrom('deliveries')
      .select('reason')
      .where('state', '=', 'failed')
      .execute();
    expect(reason).toEqual({ reason: '554: content refused' });
    const totals = await dailyBooks(ctx);
    const commands = adviseOnEdition(totals, await countIneligible(ctx.db, EDITION)).map(
      ({ command }) => command,
    );
    expect(commands).toEqual([`ledger --edition ${EDITION} --state failed`]);
    await expect(resumeEdition(ctx, input)).rejects.toMatchObject({
      code: 'EDITION_STATE',
      message: expect.stringContaining('none that can be retried'),
    });
    expect([suppressed, one, other].map((each) => mailer.takenFor(each))).toEqual([0, 1, 1]);
    expect(mailer.taken.length).toBe(4);
  });

  it('settles uncertain deliveries one by one, as arrived or to be sent again', async () => {
    const { ctx, mailer } = await scriptedEdition(installation, { batchSize: 5 });
    mailer.next('lost-taken', 'lost-untaken');
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'open', uncertain: 5 });
    const arrived = mailer.taken.map(({ to }) => to);
    for (const subscriber of arrived)
      await settleUncertain(ctx, { ...input, subscriber, outcome: 'arrived' });
    const [first = ''] = arrived;
    await expect(
      settleUncertain(ctx, { ...input, subscriber: first, outcome: 'arrived' }),
    ).rejects.toMatchObject({
      code: 'NOTHING_TO_DO',
      message: expect.stringContaining(`This subscriber's delivery in ${EDITION} is accepted, not uncertain`),
    });
    const rest = await settleUncertain(ctx, { ...input, outcome: 'send-again' });
    expect(rest).toMatchObject({ settled: 5 - arrived.length, state: 'open' });
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 5, balanced: true });
    expect(SUBSCRIBERS.map((address) => mailer.takenFor(address))).toEqual([1, 1, 1, 1, 1]);
  });

  it('keeps the papers of an uncertain delivery reserved when sending it again is refused (rule 1)', async () => {
    const { ctx, mailer } = await scriptedEdition(installation, { subscribers: [ADA] });
    mailer.next('lost-taken');
    await deliver(ctx, {});
    const papers = await papersOf(ctx, ADA);
    await settleUncertain(ctx, { ...input, outcome: 'send-again' });
    mailer.next('refuse-mail');
    await deliver(ctx, {});
    expect(await statesOf(ctx)).toEqual({ ada: 'failed' });
    expect(await papersOf(ctx, ADA)).toEqual(papers);
    // The retry sends the same digest, because its papers are still reserved for this delivery.
    await retryFailed(ctx, input);
    await deliver(ctx, {});
    const [first, last] = mailer.taken;
    expect(last).toEqual({ ...first, date: last?.date });
  });

  it('finishes the edition when its last uncertain delivery is settled as arrived', async () => {
    const { ctx, mailer } = await scriptedEdition(installation, { batchSize: 5 });
    mailer.next('lost-taken');
    await deliver(ctx, {});
    const done = await settleUncertain(ctx, { ...input, outcome: 'arrived' });
    expect(done).toEqual({ edition: EDITION, state: 'finished', outcome: 'arrived', settled: 5 });
  });

  it('resends the same digest to one subscriber, only if the address is confirmed', async () => {
    const { ctx, mailer } = await scriptedEdition(installation);
    await deliver(ctx, {});
    const papers = await papersOf(ctx, ADA);
    await expect(resendDigest(ctx, { ...input, subscriber: ADA, confirm: BOB })).rejects.toMatchObject({
      code: 'NOT_CONFIRMED',
    });
    ctx.clock.advance(30 * 3_600_000);
    expect(await resendDigest(ctx, { ...input, subscriber: ADA, confirm: 'Ada@example.com ' })).toMatchObject(
      {
        was: 'accepted',
        state: 'open',
      },
    );
    await expect(resendDigest(ctx, { ...input, subscriber: ADA, confirm: ADA })).rejects.toMatchObject({
      code: 'NOTHING_TO_DO',
    });
    await deliver(ctx, {});
    const [first, second, ...more] = mailer.taken.filter(({ to }) => to === ADA);
    expect(more).toEqual([]);
    expect(second).toEqual({ ...first, date: second?.date });
    expect(await papersOf(ctx, ADA)).toEqual(papers);
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 5 });
    expect(mailer.taken.length).toBe(6);
  });

  it('keeps a delivery accepted and its papers reserved when resending it fails', async () => {
    const { ctx, mailer } = await scriptedEdition(installation);
    await deliver(ctx, {});
    const papers = await papersOf(ctx, ADA);
    const before = await ctx.db.selectFrom('deliveries').select('settled_at').execute();
    await resendDigest(ctx, { ...input, subscriber: ADA, confirm: ADA });
    await resendDigest(ctx, { ...input, subscriber: BOB, confirm: BOB });
    const leaving = await ctx.db.selectFrom('subscribers').selectAll().where('address', '=', ADA).execute();
    ctx.clock.advance(60_000);
    await unsubscribe(ctx, leaving[0]?.leave_key ?? '');
    mailer.next('refuse-mail');
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 5, failed: 0, excluded: {} });
    expect([mailer.takenFor(ADA), mailer.takenFor(BOB)]).toEqual([1, 1]);
    expect(await papersOf(ctx, ADA)).toEqual(papers);
    expect((await papersOf(ctx, BOB)).length).toBeGreaterThan(0);
    const after = await ctx.db
      .selectFrom('deliveries')
      .select(['settled_at', 'reason'])
      .where('reason', '=', 'not sent again: unsubscribed')
      .execute();
    expect(after.map((row) => row.settled_at)).toEqual(before.slice(0, 1).map((row) => row.settled_at));
    await expect(resendDigest(ctx, { ...input, subscriber: ADA, confirm: ADA })).rejects.toMatchObject({
      code: 'SUBSCRIBER_INELIGIBLE',
    });
  });

  it('accepts an uncertain delivery once when the provider reports it, and changes no other', async () => {
    const { ctx, mailer } = await scriptedEdition(installation, { subscribers: [ADA, BOB] });
    mailer.next('lost-taken');
    await deliver(ctx, {});
    const rows = await ctx.db
      .selectFrom('deliveries')
      .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
      .select(['deliveries.id', 'address'])
      .execute();
    const report = (address: string) => {
      const deliveryId = rows.find((row) => row.address === address)?.id ?? '';
      const reported = { deliveryId, providerId: `p-${address}` };
      return ctx.db.transaction().execute((trx) => acceptReported(trx, reported, ctx.clock.now()));
    };
    expect(await report(ADA)).toBe(true);
    expect(await report(ADA)).toBe(false);
    expect(await statesOf(ctx)).toEqual({ ada: 'accepted', bob: 'uncertain' });
    expect((await papersOf(ctx, ADA)).length).toBeGreaterThan(0);
    expect(await report(BOB)).toBe(true);
    await sweep(ctx);
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished' });
  });
});
