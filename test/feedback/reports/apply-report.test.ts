import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FEEDBACK } from '../../../config/feedback.ts';
import { applyReport } from '../../../src/feedback/reports/apply-report.ts';
import type { ProviderReport, ReportKind } from '../../../src/feedback/reports/report.ts';
import { storeAndApplyReport } from '../../../src/feedback/reports/store-report.ts';
import { deleteExpiredPayloads, sweepReports } from '../../../src/feedback/sweep-reports.ts';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import { requestTransactionalEmail } from '../../../src/subscribers/request-transactional-email.ts';
import { findSubscriberByAddress } from '../../../src/subscribers/subscriber-queries.ts';
import { putDeliveries, putDelivery } from '../../support/deliveries.ts';
import { missingFor, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';
import { reportOf } from '../../support/reports.ts';
import { contentsOf, emptyTables, tablesWith } from '../../support/tables.ts';

const ADA = 'ada@example.com';
const NOW = '2026-11-23T08:00:00Z';
const DAY_MS = 86_400_000;

let ctx: TestInstallation;

const receiveReport = (kind: ReportKind, pieces: Partial<ProviderReport> = {}) =>
  storeAndApplyReport(ctx, reportOf(kind, pieces), 'raw');
const stateOf = async (address = ADA) => (await findSubscriberByAddress(ctx.db, address))?.state;
const deliveryOf = (id: string) =>
  ctx.db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const suppressed = async () =>
  (await ctx.db.selectFrom('suppressions').select(['reason', 'source']).execute()).map(
    ({ reason, source }) => `${reason} (${source})`,
  );
const eventRows = () => ctx.db.selectFrom('provider_events').selectAll().orderBy('event_id').execute();

describe.each(['embedded', 'postgres'] as const)('reports (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    beforeAll(async () => {
      ctx = await testInstallation({ way, now: NOW });
    });
    afterAll(() => ctx.close());
    beforeEach(() => ctx.clock.set(NOW));
    afterEach(() => emptyTables(ctx.db));

    describe('a report', () => {
      it.each([
        ['delivered', 'delivered'],
        ['delayed', 'delayed'],
        ['soft-bounce', 'soft-bounced'],
        ['hard-bounce', 'hard-bounced'],
        ['complaint', 'complained'],
        ['refused', 'refused'],
      ] as const)('of kind %s marks the digest as %s', async (kind, arrival) => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        const emailId = await putDelivery(ctx, { subscriberId });
        expect(await receiveReport(kind, { emailId })).toBe('applied');
        expect(await deliveryOf(emailId)).toMatchObject({
          arrival,
          arrival_at: new Date('2026-11-23T07:30:00Z'),
          state: 'accepted',
        });
      });

      it("finds its email by our id or the provider's", async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        const id = await putDelivery(ctx, { subscriberId, providerId: 'their-id' });
        await receiveReport('delivered', { providerEmailId: 'their-id' });
        expect((await deliveryOf(id)).arrival).toBe('delivered');
        const other = await putDelivery(ctx, { subscriberId, day: '2026-11-22' });
        await receiveReport('delivered', { emailId: other, providerEmailId: 'their-id' });
        expect((await deliveryOf(other)).arrival).toBe('delivered');
      });

      it('is stored once and applied once, however often it arrives', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        const event = reportOf('complaint', { emailId: await putDelivery(ctx, { subscriberId }) });
        expect(await storeAndApplyReport(ctx, event, 'raw')).toBe('applied');
        const before = await contentsOf(
          ctx.db,
          'provider_events',
          'suppressions',
          'deliveries',
          'subscribers',
        );
        ctx.clock.advance(3_600_000);
        expect(await storeAndApplyReport(ctx, event, 'raw')).toBe('repeated');
        expect(await applyReport(ctx, event)).toBe('known');
        expect(
          await contentsOf(ctx.db, 'provider_events', 'suppressions', 'deliveries', 'subscribers'),
        ).toEqual(before);
      });

      it('settles an uncertain delivery or transactional email as accepted', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        for (const [index, kind] of (
          ['accepted', 'delivered', 'hard-bounce', 'refused'] as const
        ).entries()) {
          const emailId = await putDelivery(ctx, {
            subscriberId,
            day: `2026-11-1${index}`,
            state: 'uncertain',
          });
          await receiveReport(kind, { emailId, providerEmailId: `id-${index}` });
          expect(await deliveryOf(emailId)).toMatchObject({
            state: 'accepted',
            provider_id: `id-${index}`,
            settled_at: ctx.clock.now(),
          });
        }
        await requestTransactionalEmail(
          { ...ctx, queue: { enqueue: async () => {} } },
          subscriberId,
          'welcome',
        );
        await ctx.db.updateTable('notifications').set({ state: 'uncertain' }).execute();
        const { id: emailId } = await ctx.db
          .selectFrom('notifications')
          .select('id')
          .executeTakeFirstOrThrow();
        expect(await receiveReport('accepted', { emailId })).toBe('applied');
        expect(await ctx.db.selectFrom('notifications').select('state').execute()).toEqual([
          { state: 'accepted' },
        ]);
      });

      it('applies while the attempt is open, and again when it ended as uncertain', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        const emailId = await putDelivery(ctx, { subscriberId, state: 'sending' });
        expect(await receiveReport('hard-bounce', { emailId })).toBe('waiting');
        expect(await deliveryOf(emailId)).toMatchObject({ state: 'sending', arrival: 'hard-bounced' });
        expect(await stateOf()).toBe('suppressed');
        await ctx.db.updateTable('deliveries').set({ state: 'uncertain' }).execute();
        ctx.clock.advance(60_000);
        expect(await sweepReports(ctx)).toBe(1);
        expect(await deliveryOf(emailId)).toMatchObject({ state: 'accepted' });
        expect(await sweepReports(ctx)).toBe(0);
      });

      it('waits up to two days for an email that is not known yet', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        expect(await receiveReport('complaint', { providerEmailId: 'later' })).toBe('waiting');
        expect(await receiveReport('complaint', { providerEmailId: 'never' })).toBe('waiting');
        await putDelivery(ctx, { subscriberId, providerId: 'later' });
        ctx.clock.advance(60_000);
        expect(await sweepReports(ctx)).toBe(2);
        expect(await suppressed()).toEqual(['complaint (resend complaint)']);
        let looks = 0;
        for (let hours = 0; hours < FEEDBACK.unmatchedHours + 7; hours += 1) {
          ctx.clock.advance(3_600_000);
          looks += await sweepReports(ctx);
        }
        expect(looks).toBeGreaterThan(5);
        expect(looks).toBeLessThan(30); // ever more seldom
        const open = (await eventRows()).filter(({ applied_at }) => applied_at === null);
        expect(open).toEqual([]);
        expect((await eventRows()).find((row) => row.provider_mail_id === 'never')).toMatchObject({
          outcome: 'unmatched: email unknown',
          raw: null,
          address: null,
        });
      });

      it('without an email is closed at once and stores no personal data', async () => {
        expect(await receiveReport('complaint')).toBe('unmatched');
        expect(await receiveReport('other')).toBe('ignored');
        expect(await eventRows()).toMatchObject([
          { raw: null, address: null },
          { raw: null, address: null },
        ]);
      });

      it('that could not be applied is kept, and the sweep applies it', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        const emailId = await putDelivery(ctx, { subscriberId });
        await sql`alter table deliveries rename to mislaid`.execute(ctx.db);
        try {
          expect(await receiveReport('hard-bounce', { emailId })).toBe('stored');
        } finally {
          await sql`alter table mislaid rename to deliveries`.execute(ctx.db);
        }
        expect(await sweepReports(ctx)).toBe(0); // the process that stored it may still apply it
        ctx.clock.advance(5 * 60_000);
        expect(await sweepReports(ctx)).toBe(1);
        expect(await stateOf()).toBe('suppressed');
      });

      it('that cannot be stored is an error, so the provider retries it', async () => {
        await sql`alter table provider_events rename to mislaid`.execute(ctx.db);
        try {
          await expect(receiveReport('complaint')).rejects.toThrow('provider_events');
        } finally {
          await sql`alter table mislaid rename to provider_events`.execute(ctx.db);
        }
      });
    });

    describe('suppression', () => {
      it.each([
        ['hard-bounce', 'hard-bounce'],
        ['complaint', 'complaint'],
      ] as const)('follows a %s at once', async (kind, reason) => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        await receiveReport(kind, { emailId: await putDelivery(ctx, { subscriberId }) });
        expect(await suppressed()).toEqual([`${reason} (resend ${kind})`]);
        expect(await stateOf()).toBe('suppressed');
      });

      it('applies to a bounced transactional email too', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        await requestTransactionalEmail(
          { ...ctx, queue: { enqueue: async () => {} } },
          subscriberId,
          'welcome',
        );
        const { id: emailId } = await ctx.db
          .selectFrom('notifications')
          .select('id')
          .executeTakeFirstOrThrow();
        await ctx.db.updateTable('notifications').set({ state: 'accepted' }).execute();
        await receiveReport('hard-bounce', { emailId });
        expect(await stateOf()).toBe('suppressed');
      });

      it('does not follow a report that names another address, or several', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        await putSubscriber(ctx, 'bob@example.com');
        const emailId = await putDelivery(ctx, { subscriberId });
        expect(await receiveReport('complaint', { emailId, address: 'bob@example.com' })).toBe('ignored');
        expect(await receiveReport('complaint', { emailId, address: null, about: null })).toBe('ignored');
        expect(await receiveReport('complaint', { emailId: randomUUID() })).toBe('waiting');
        expect(await suppressed()).toEqual([]);
        expect((await deliveryOf(emailId)).arrival).toBeNull();
      });

      it('never follows refusals of the email, however many', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        for (const emailId of await putDeliveries(ctx, subscriberId, 2 * FEEDBACK.softBouncesToSuppress))
          await receiveReport('refused', { emailId });
        expect(await suppressed()).toEqual([]);
        expect(await stateOf()).toBe('active');
      });

      it('follows consecutive soft bounces without a delivery between them', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        const mails = await putDeliveries(ctx, subscriberId, FEEDBACK.softBouncesToSuppress + 1);
        for (const emailId of mails.slice(1, -1)) await receiveReport('soft-bounce', { emailId });
        // The same emails again.
        for (const emailId of mails.slice(1, -1)) await receiveReport('soft-bounce', { emailId });
        expect(await stateOf()).toBe('active');
        await receiveReport('soft-bounce', { emailId: mails.at(-1) ?? null });
        expect(await suppressed()).toEqual(['soft-bounces (soft bounces in a row)']);
        expect(await stateOf()).toBe('suppressed');
      });

      it('never follows five soft bounces with a delivered digest between them', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        const [first, second, delivered, ...rest] = await putDeliveries(ctx, subscriberId, 6);
        for (const emailId of [first, second, ...rest])
          await receiveReport('soft-bounce', { emailId: emailId ?? null });
        expect(await stateOf()).toBe('suppressed');
        await receiveReport('delivered', { emailId: delivered ?? null });
        expect(await suppressed()).toEqual([]);
        expect(await stateOf()).toBe('active');
      });

      it('for soft bounces is withdrawn when one of the emails turns out to be delivered', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        const mails = await putDeliveries(ctx, subscriberId, FEEDBACK.softBouncesToSuppress);
        for (const emailId of mails) await receiveReport('soft-bounce', { emailId });
        expect(await stateOf()).toBe('suppressed');
        await receiveReport('delivered', { emailId: mails[2] ?? null });
        expect(await suppressed()).toEqual([]);
        expect(await stateOf()).toBe('active');
      });

      it('for soft bounces starts over with a new confirmation', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        for (const emailId of await putDeliveries(ctx, subscriberId, FEEDBACK.softBouncesToSuppress))
          await receiveReport('soft-bounce', { emailId });
        await ctx.db.deleteFrom('suppressions').execute();
        ctx.clock.advance(DAY_MS);
        await ctx.db
          .updateTable('subscribers')
          .set({ state: 'active', confirmed_at: ctx.clock.now() })
          .execute();
        await receiveReport('soft-bounce', {
          emailId: await putDelivery(ctx, { subscriberId, day: '2026-11-24' }),
        });
        expect(await stateOf()).toBe('active');
      });

      it('survives erasure: reports are cleared and the hash is kept', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        const emailId = await putDelivery(ctx, { subscriberId });
        await receiveReport('hard-bounce', { emailId, detail: `no ${ADA}` });
        await storeAndApplyReport(
          ctx,
          reportOf('complaint', { providerEmailId: 'unknown yet' }),
          `a report about ${ADA}`,
        );
        await eraseByAddress(ctx, { address: ADA });
        expect(await tablesWith(ctx.db, ADA)).toEqual([]);
        expect(await suppressed()).toEqual(['hard-bounce (resend hard-bounce)']);
        // A late report is stored with the delivery, without data about the subscriber.
        expect(
          await storeAndApplyReport(ctx, reportOf('complaint', { emailId }), `a report about ${ADA}`),
        ).toBe('applied');
        expect((await deliveryOf(emailId)).arrival).toBe('complained');
        expect(await tablesWith(ctx.db, ADA)).toEqual([]);
        expect((await eventRows()).every(({ raw, address, detail }) => !raw && !address && !detail)).toBe(
          true,
        );
      });
    });

    describe('raw payloads', () => {
      it('are deleted after their retention period, and not before', async () => {
        const { id: subscriberId } = await putSubscriber(ctx, ADA);
        await receiveReport('delivered', { emailId: await putDelivery(ctx, { subscriberId }) });
        ctx.clock.advance(30 * DAY_MS);
        expect(await deleteExpiredPayloads(ctx)).toBe(0);
        expect(await eventRows()).toMatchObject([{ raw: 'raw', address: ADA }]);
        ctx.clock.advance(1_000);
        expect(await deleteExpiredPayloads(ctx)).toBe(1);
        expect(await eventRows()).toMatchObject([
          { raw: null, address: null, kind: 'delivered', outcome: 'applied' },
        ]);
        expect(await deleteExpiredPayloads(ctx)).toBe(0);
        ctx.clock.advance(150 * DAY_MS);
        await deleteExpiredPayloads(ctx);
        expect(await eventRows()).toEqual([]);
      });
    });
  });
});
