import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cancelEdition } from '../../../src/delivery/operations/cancel-edition.ts';
import { acceptReported } from '../../../src/delivery/operations/operation-queries.ts';
import { pauseEdition } from '../../../src/delivery/operations/pause-edition.ts';
import { resendDigest } from '../../../src/delivery/operations/resend-digest.ts';
import { resumeEdition } from '../../../src/delivery/operations/resume-edition.ts';
import { retryFailed } from '../../../src/delivery/operations/retry-failed.ts';
import { settleUncertain } from '../../../src/delivery/operations/settle-uncertain.ts';
import { claimBatch } from '../../../src/delivery/pipeline/claim.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { LEASE_MS } from '../../../src/delivery/pipeline/lease.ts';
import { sweep } from '../../../src/delivery/pipeline/sweep.ts';
import { adviseOnEdition } from '../../../src/delivery/status/advice.ts';
import { countIneligible } from '../../../src/delivery/status/ineligible-queries.ts';
import { createPoolCache } from '../../../src/editions/pool-cache.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../../../src/suppression/suppression-queries.ts';
import { dailyBooks, EDITION, fillEdition, statesOf } from '../../support/due-edition.ts';
import {
  missingFor,
  soleProvider,
  type TestInstallation,
  testInstallation,
} from '../../support/installation.ts';
import { type ScriptedMailer, scriptedMailer } from '../../support/scripted-mailer.ts';
import { emptyTables } from '../../support/tables.ts';

const PEOPLE = ['ada', 'bob', 'cyd', 'dan', 'eve'].map((name) => `${name}@example.com`);
const [ADA = '', BOB = ''] = PEOPLE;
const act = { edition: EDITION, operator: 'nina' };

let embedded: TestInstallation;
beforeAll(async () => {
  embedded = await testInstallation();
});
afterAll(() => embedded.close());
afterEach(() => emptyTables(embedded.db));

/** The cases share one installation; each has its own people and its own provider. */
async function edition(
  options: { people?: readonly string[]; batchSize?: number; on?: TestInstallation } = {},
): Promise<{ ctx: TestInstallation; mailer: ScriptedMailer }> {
  const mailer = scriptedMailer({ batchSize: options.batchSize ?? 2 });
  const ctx = { ...(options.on ?? embedded), providers: [soleProvider(mailer)] };
  await fillEdition(ctx, options.people ?? PEOPLE);
  return { ctx, mailer };
}

const audit = (ctx: TestInstallation) =>
  ctx.db.selectFrom('operator_audit').select(['operator', 'verb', 'subject']).orderBy('id').execute();
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

describe('an operator', () => {
  it('pauses while a batch is at the provider: that one ends, no other starts, and resuming sends the rest', async () => {
    const { ctx, mailer } = await edition();
    mailer.onCall(async () => {
      mailer.onCall(async () => {});
      expect(await pauseEdition(ctx, { ...act, reason: 'a typo' })).toMatchObject({ waiting: 3, sending: 2 });
    });
    expect(await deliver(ctx, {})).toMatchObject({ batches: 1, accepted: 2 });
    expect(await deliver(ctx, {})).toMatchObject({ batches: 0 });
    expect(await dailyBooks(ctx)).toMatchObject({
      state: 'paused',
      reason: 'a typo',
      accepted: 2,
      planned: 3,
    });
    expect(await pauseEdition(ctx, act)).toMatchObject({ changed: false, state: 'paused' });
    expect(await resumeEdition(ctx, act)).toMatchObject({ changed: true, waiting: 3, tooLate: 0 });
    expect(await resumeEdition(ctx, act)).toMatchObject({ changed: false });
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 5, balanced: true });
    expect(PEOPLE.map((address) => mailer.takenFor(address))).toEqual([1, 1, 1, 1, 1]);
    expect(await audit(ctx)).toEqual([
      { operator: 'nina', verb: 'edition pause', subject: EDITION },
      { operator: 'nina', verb: 'edition resume', subject: EDITION },
    ]);
    await expect(pauseEdition(ctx, act)).rejects.toMatchObject({ code: 'EDITION_STATE' });
    await expect(cancelEdition(ctx, act)).rejects.toMatchObject({ code: 'EDITION_STATE' });
    await expect(resumeEdition(ctx, act)).rejects.toMatchObject({ code: 'EDITION_STATE' });
  });

  it('pauses between claim and start: the claim is given back and nobody is mailed', async () => {
    const { ctx, mailer } = await edition();
    const pausing: Promise<unknown>[] = [];
    // Called while the mails are made, after the claim.
    const payloadHash: typeof mailer.payloadHash = (mails) => {
      if (pausing.length === 0) pausing.push(pauseEdition(ctx, act));
      return mailer.payloadHash(mails);
    };
    const slow = { ...ctx, providers: [soleProvider({ ...mailer, payloadHash })] };
    await deliver(slow, {});
    await Promise.all(pausing);
    expect(mailer.taken).toEqual([]);
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'paused', planned: 5, balanced: true });
  });

  it('cancels while a batch is at the provider: what is taken counts, what comes back is excluded', async () => {
    const { ctx, mailer } = await edition();
    mailer.next('accept', 'defer');
    mailer.onCall(async () => {
      mailer.onCall(async () => {});
      expect(await cancelEdition(ctx, act)).toMatchObject({ changed: true, excluded: 3, sending: 2 });
    });
    await deliver(ctx, {});
    const books = await dailyBooks(ctx);
    expect(books).toMatchObject({ state: 'cancelled', accepted: 1, planned: 0, balanced: true });
    expect(books.excluded).toEqual({ cancelled: 4 });
    const row = await ctx.db.selectFrom('editions').selectAll().where('id', '=', EDITION).executeTakeFirst();
    expect(row?.finished_at).not.toBeNull();
    const reserved = await ctx.db.selectFrom('sent_papers').select('subscriber_id').distinct().execute();
    expect(reserved.length).toBe(1);
    expect(await cancelEdition(ctx, act)).toMatchObject({ changed: false });
    await expect(retryFailed(ctx, act)).rejects.toMatchObject({ code: 'EDITION_STATE' });
    await expect(resumeEdition(ctx, act)).rejects.toMatchObject({
      code: 'EDITION_STATE',
      message: expect.stringContaining('It is over for good'),
    });
  });

  it('cancels after a worker died: its claim is swept to excluded, and nobody is mailed', async () => {
    const { ctx, mailer } = await edition();
    await claimBatch(ctx, createPoolCache(), {});
    expect(await cancelEdition(ctx, act)).toMatchObject({ excluded: 3, sending: 2 });
    ctx.clock.advance(LEASE_MS + 1);
    expect(await sweep(ctx)).toMatchObject({ released: 1 });
    expect((await dailyBooks(ctx)).excluded).toEqual({ cancelled: 5 });
    expect(mailer.taken).toEqual([]);
  });

  it('retries exactly the failures, a day later, and mails nobody else', async () => {
    const { ctx, mailer } = await edition({ batchSize: 5 });
    mailer.next('accept', 'refuse-mail', 'accept', 'refuse-mail', 'refuse-mail');
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 2, failed: 3 });
    const failed = Object.entries(await statesOf(ctx)).filter(([, state]) => state === 'failed');
    const [suppressed = '', one = '', other = ''] = failed.map(([name]) => `${name}@example.com`);
    const address = { address: suppressed, reason: 'operator', source: 'test' } as const;
    await insertSuppression(ctx.db, { ...address, now: ctx.clock.now() });
    ctx.clock.advance(24 * 3_600_000);
    expect(await retryFailed(ctx, { ...act, subscriber: one })).toEqual({
      edition: EDITION,
      state: 'open',
      planned: 1,
      ineligible: {},
    });
    expect(await retryFailed(ctx, act)).toMatchObject({
      planned: 1,
      ineligible: { 'suppressed: operator': 1 },
    });
    await expect(retryFailed(ctx, act)).rejects.toMatchObject({
      code: 'NOTHING_TO_DO',
      message: expect.stringContaining('no failed delivery that may be mailed (suppressed: operator)'),
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
    const books = await dailyBooks(ctx);
    const commands = adviseOnEdition(books, await countIneligible(ctx.db, EDITION)).map(
      ({ command }) => command,
    );
    expect(commands).toEqual([`ledger --edition ${EDITION} --state failed`]);
    await expect(resumeEdition(ctx, act)).rejects.toMatchObject({
      code: 'EDITION_STATE',
      message: expect.stringContaining('nothing of it can be tried again'),
    });
    expect([suppressed, one, other].map((each) => mailer.takenFor(each))).toEqual([0, 1, 1]);
    expect(mailer.taken.length).toBe(4);
  });

  it('settles what is uncertain one by one: this one arrived, that one is sent again', async () => {
    const { ctx, mailer } = await edition({ batchSize: 5 });
    mailer.next('lost-taken', 'lost-untaken');
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'open', uncertain: 5 });
    const arrived = mailer.taken.map((mail) => mail.to);
    for (const subscriber of arrived) await settleUncertain(ctx, { ...act, subscriber, outcome: 'arrived' });
    const [first = ''] = arrived;
    await expect(
      settleUncertain(ctx, { ...act, subscriber: first, outcome: 'arrived' }),
    ).rejects.toMatchObject({
      code: 'NOTHING_TO_DO',
      message: expect.stringContaining(`This person's delivery in ${EDITION} is accepted, not uncertain`),
    });
    const rest = await settleUncertain(ctx, { ...act, outcome: 'send-again' });
    expect(rest).toMatchObject({ settled: 5 - arrived.length, state: 'open' });
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 5, balanced: true });
    expect(PEOPLE.map((address) => mailer.takenFor(address))).toEqual([1, 1, 1, 1, 1]);
  });

  it('sends again what may have arrived, and it is refused: its papers stay given (rule 1)', async () => {
    const { ctx, mailer } = await edition({ people: [ADA] });
    mailer.next('lost-taken');
    await deliver(ctx, {});
    const papers = await papersOf(ctx, ADA);
    await settleUncertain(ctx, { ...act, outcome: 'send-again' });
    mailer.next('refuse-mail');
    await deliver(ctx, {});
    expect(await statesOf(ctx)).toEqual({ ada: 'failed' });
    expect(await papersOf(ctx, ADA)).toEqual(papers);
    // Tried once more, it is the same digest: its papers are still this delivery's own.
    await retryFailed(ctx, act);
    await deliver(ctx, {});
    const [first, last] = mailer.taken;
    expect(last).toEqual({ ...first, date: last?.date });
  });

  it('is told that the edition is finished when the last uncertain one is settled as arrived', async () => {
    const { ctx, mailer } = await edition({ batchSize: 5 });
    mailer.next('lost-taken');
    await deliver(ctx, {});
    const done = await settleUncertain(ctx, { ...act, outcome: 'arrived' });
    expect(done).toEqual({ edition: EDITION, state: 'finished', outcome: 'arrived', settled: 5 });
  });

  it('sends one person the same digest once more, and only with their address typed again', async () => {
    const { ctx, mailer } = await edition();
    await deliver(ctx, {});
    const papers = await papersOf(ctx, ADA);
    await expect(resendDigest(ctx, { ...act, subscriber: ADA, confirm: BOB })).rejects.toMatchObject({
      code: 'NOT_CONFIRMED',
    });
    ctx.clock.advance(30 * 3_600_000);
    expect(await resendDigest(ctx, { ...act, subscriber: ADA, confirm: 'Ada@example.com ' })).toMatchObject({
      previousState: 'accepted',
      state: 'open',
    });
    await expect(resendDigest(ctx, { ...act, subscriber: ADA, confirm: ADA })).rejects.toMatchObject({
      code: 'NOTHING_TO_DO',
    });
    await deliver(ctx, {});
    const [first, second, ...more] = mailer.taken.filter((mail) => mail.to === ADA);
    expect(more).toEqual([]);
    expect(second).toEqual({ ...first, date: second?.date });
    expect(await papersOf(ctx, ADA)).toEqual(papers);
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 5 });
    expect(mailer.taken.length).toBe(6);
  });

  it('who wanted it sent once more, and then it could not be: it counts as accepted, and its papers stay given', async () => {
    const { ctx, mailer } = await edition();
    await deliver(ctx, {});
    const papers = await papersOf(ctx, ADA);
    const before = await ctx.db.selectFrom('deliveries').select('settled_at').execute();
    await resendDigest(ctx, { ...act, subscriber: ADA, confirm: ADA });
    await resendDigest(ctx, { ...act, subscriber: BOB, confirm: BOB });
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
      .where('reason', '=', 'not sent once more: unsubscribed')
      .execute();
    expect(after.map((row) => row.settled_at)).toEqual(before.slice(0, 1).map((row) => row.settled_at));
    await expect(resendDigest(ctx, { ...act, subscriber: ADA, confirm: ADA })).rejects.toMatchObject({
      code: 'MAY_NOT_BE_MAILED',
    });
  });

  it('cancels a further sending, and whoever has the mail still counts as accepted', async () => {
    const { ctx } = await edition();
    await deliver(ctx, {});
    await resendDigest(ctx, { ...act, subscriber: ADA, confirm: ADA });
    expect(await cancelEdition(ctx, act)).toMatchObject({ excluded: 0, accepted: 5 });
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'cancelled', accepted: 5, excluded: {} });
  });

  it('gets a clear error for an edition or a person that there is not', async () => {
    const { ctx } = await edition({ people: [ADA] });
    const unknown = { edition: 'daily-2026-11-22', operator: 'nina' };
    for (const verb of [pauseEdition, resumeEdition, cancelEdition, retryFailed]) {
      await expect(verb(ctx, unknown)).rejects.toMatchObject({ code: 'EDITION_UNKNOWN' });
    }
    await expect(retryFailed(ctx, { ...act, subscriber: 'nobody@example.com' })).rejects.toMatchObject({
      code: 'SUBSCRIBER_UNKNOWN',
    });
    expect(await audit(ctx)).toEqual([]);
  });
});

describe('a webhook', () => {
  it('settles what is uncertain once, and nothing else', async () => {
    const { ctx, mailer } = await edition({ people: [ADA, BOB] });
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

describe.skipIf(missingFor('postgres') !== null)('while four workers deliver on PostgreSQL', () => {
  it('every verb goes through without a deadlock, and nobody is mailed twice', async () => {
    const people = Array.from({ length: 40 }, (_, index) => `reader${index}@example.com`);
    const on = await testInstallation({ way: 'postgres' });
    const { ctx, mailer } = await edition({ people, batchSize: 3, on });
    mailer.onCall(async () => mailer.next('accept', 'refuse-mail', 'defer'));
    const workers = async (rounds: number) => {
      for (let round = 0; round < rounds; round += 1) {
        ctx.clock.advance(61_000);
        await Promise.all(Array.from({ length: 4 }, () => deliver(ctx, {})));
      }
    };
    const verbs = async () => {
      for (let round = 0; round < 6; round += 1) {
        await pauseEdition(ctx, act);
        await resumeEdition(ctx, act);
        await retryFailed(ctx, act).catch((error) => expect(error).toMatchObject({ code: 'NOTHING_TO_DO' }));
      }
      await cancelEdition(ctx, act);
    };
    await Promise.all([workers(4), verbs()]);
    await workers(1);
    const books = await dailyBooks(ctx);
    expect(books).toMatchObject({
      state: 'cancelled',
      planned: 0,
      uncertain: 0,
      audience: 40,
      balanced: true,
    });
    expect(books.accepted).toBe(mailer.taken.length);
    for (const address of people) expect(mailer.takenFor(address)).toBeLessThanOrEqual(1);
    await on.close();
  });
});
