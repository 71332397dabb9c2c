import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAuditEntries } from '../../src/audit/audit-queries.ts';
import { pauseSubscriber } from '../../src/subscribers/pause-subscriber.ts';
import { subscribe } from '../../src/subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import type { SuppressionReason } from '../../src/suppression/suppression.ts';
import { insertSuppression, readSuppression } from '../../src/suppression/suppression-queries.ts';
import {
  parseMistake,
  previewUnsuppressMany,
  unsuppressMany,
} from '../../src/suppression/unsuppress-many.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { contentsOf, emptyTables } from '../support/tables.ts';

const NOW = '2026-11-23T08:00:00Z';
const MISTAKE = parseMistake({ source: 'smtp 550', from: '2026-11-23', to: '2026-11-23T12:00' });
const INPUT = { mistake: MISTAKE, operator: 'olga', reason: 'the relay had a wrong password' };

// Locking and SQL differ between the databases, not between the queues.
describe.each(WAYS.filter((way) => way !== 'redis'))('unsuppressMany (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'with its database', () => {
    let ctx: TestInstallation;
    beforeAll(async () => {
      ctx = await testInstallation({ way, now: NOW });
    });
    beforeEach(() => ctx.clock.set(NOW));
    afterEach(() => emptyTables(ctx.db));
    afterAll(() => ctx?.close());

    const suppress = (
      name: string,
      over: { reason?: SuppressionReason; source?: string; at?: string } = {},
    ) =>
      insertSuppression(ctx.db, {
        address: `${name}@example.com`,
        reason: over.reason ?? 'address-refused',
        source: over.source ?? 'smtp 550',
        now: new Date(over.at ?? NOW),
      });
    const stateOf = async (name: string) =>
      (await findSubscriberByAddress(ctx.db, `${name}@example.com`))?.state;
    const isSuppressed = async (name: string) =>
      (await readSuppression(ctx.db, `${name}@example.com`)) !== null;
    const letters = async () =>
      (await ctx.db.selectFrom('notifications').select('kind').execute()).map(({ kind }) => kind);
    const put = (name: string) => putSubscriber(ctx, `${name}@example.com`);
    const ask = (name: string) =>
      subscribe(ctx, { address: `${name}@example.com`, source: 'web', network: null });

    /** Subscribers in every state before the suppression, and addresses that must stay suppressed. */
    async function putIncident() {
      await put('active');
      const paused = await put('paused');
      await pauseSubscriber(ctx, { subscriberId: paused.id, until: '2026-12-24' });
      const over = await put('over');
      await pauseSubscriber(ctx, { subscriberId: over.id, until: '2026-11-24' });
      await ask('pending');
      await unsubscribe(ctx, (await put('again')).unsubscribeKey);
      ctx.clock.advance(60_000);
      await ask('again');
      for (const name of ['active', 'paused', 'over', 'pending', 'again', 'stranger']) await suppress(name);
      await unsubscribe(ctx, (await put('left')).unsubscribeKey);
      await suppress('left', { source: 'smtp 550 5.1.90' });
    }
    const AFTER = { active: 2, paused: 1, pending: 2, unsubscribed: 1, none: 1 };

    it('returns every subscriber to the previous state, without an email', async () => {
      await putIncident();
      const before = await letters();
      ctx.clock.set('2026-11-25T08:00:00Z');
      expect(await unsuppressMany(ctx, INPUT)).toEqual({
        suppressions: 7,
        bySource: { 'smtp 550': 6, 'smtp 550 5.1.90': 1 },
        byState: AFTER,
        complete: true,
      });
      const names = ['active', 'paused', 'over', 'pending', 'again', 'left'];
      expect(await Promise.all(names.map(stateOf))).toEqual([
        'active',
        'paused',
        'active',
        'pending',
        'pending',
        'unsubscribed',
      ]);
      expect(await Promise.all([...names, 'stranger'].map(isSuppressed))).not.toContain(true);
      expect(await findSubscriberByAddress(ctx.db, 'paused@example.com')).toMatchObject({
        pausedUntil: '2026-12-24',
      });
      expect(await findSubscriberByAddress(ctx.db, 'over@example.com')).toMatchObject({ pausedUntil: null });
      expect(await letters()).toEqual(before);
    });

    it('infers the state of subscribers suppressed by an earlier release', async () => {
      await putIncident();
      await ctx.db.updateTable('subscribers').set({ suppressed_from: null }).execute();
      ctx.clock.set('2026-11-25T08:00:00Z');
      expect((await unsuppressMany(ctx, INPUT)).byState).toEqual(AFTER);
      expect([await stateOf('again'), await stateOf('paused')]).toEqual(['pending', 'paused']);
    });

    it('keeps complaints, suppressions of operators, other sources and other times', async () => {
      const kept = {
        complaint: { reason: 'complaint' },
        operator: { reason: 'operator' },
        other: { source: 'smtp 5501' },
        hard: { source: 'mail hard-bounce', reason: 'hard-bounce' },
        earlier: { at: '2026-11-22T23:59:59.999Z' },
        later: { at: '2026-11-23T12:01:00Z' },
      } as const;
      for (const [name, over] of Object.entries(kept)) {
        await put(name);
        await suppress(name, over);
      }
      const before = await contentsOf(ctx.db, 'subscribers', 'suppressions', 'operator_audit');
      expect(await previewUnsuppressMany(ctx, MISTAKE)).toEqual({
        suppressions: 0,
        bySource: {},
        byState: {},
        kept: 2,
        samples: [],
        otherSources: [
          { source: 'mail hard-bounce', count: 1 },
          { source: 'smtp 5501', count: 1 },
        ],
      });
      expect(await unsuppressMany(ctx, INPUT)).toMatchObject({ suppressions: 0, complete: true });
      expect(await contentsOf(ctx.db, 'subscribers', 'suppressions', 'operator_audit')).toEqual(before);
    });

    it('keeps a suppression that a later complaint has made stronger', async () => {
      await put('ada');
      await suppress('ada');
      await suppress('ada', { reason: 'complaint', source: 'smtp 550 complaint' });
      await unsuppressMany(ctx, INPUT);
      expect([await stateOf('ada'), await isSuppressed('ada')]).toEqual(['suppressed', true]);
    });

    it('previews exactly what it does, with masked addresses, and changes nothing meanwhile', async () => {
      await putIncident();
      const before = await contentsOf(ctx.db, 'subscribers', 'suppressions', 'operator_audit');
      const { samples, kept, otherSources, ...counts } = await previewUnsuppressMany(ctx, MISTAKE);
      expect(await contentsOf(ctx.db, 'subscribers', 'suppressions', 'operator_audit')).toEqual(before);
      expect(samples).toHaveLength(5);
      expect(samples.join()).not.toMatch(/active@|pending@/);
      expect([kept, otherSources]).toEqual([0, []]);
      expect(await unsuppressMany(ctx, INPUT)).toEqual({ ...counts, complete: true });
    });

    it('works in steps, each with its audit entry, and continues where it was stopped', async () => {
      const rows = Array.from({ length: 1_203 }, (_, number) => ({
        address_hash: String(number).padStart(64, '0'),
        reason: 'address-refused',
        source: 'smtp 550',
        created_at: new Date(Date.parse(NOW) + (number % 7) * 1_000),
      }));
      await ctx.db.insertInto('suppressions').values(rows).execute();
      const first = await unsuppressMany(ctx, { ...INPUT, maxSteps: 1 });
      expect(first).toMatchObject({ suppressions: 500, byState: { none: 500 }, complete: false });
      expect((await previewUnsuppressMany(ctx, MISTAKE)).suppressions).toBe(703);
      expect(await unsuppressMany(ctx, INPUT)).toMatchObject({ suppressions: 703, complete: true });
      expect(await unsuppressMany(ctx, INPUT)).toMatchObject({ suppressions: 0, complete: true });
      const entries = await readAuditEntries(ctx.db, { verb: 'suppression undo' }, 10);
      expect(entries.map(({ after }) => (after as { suppressions: number }).suppressions)).toEqual([
        203, 500, 500,
      ]);
      expect(entries[0]).toMatchObject({
        operator: 'olga',
        subject: 'smtp 550',
        before: { from: '2026-11-23T00:00:00.000Z', to: '2026-11-23T12:00:59.999Z' },
        after: { why: INPUT.reason },
      });
    });

    it('removes each suppression once when two operators run it at the same time', async () => {
      await putIncident();
      const done = await Promise.all([unsuppressMany(ctx, INPUT), unsuppressMany(ctx, INPUT)]);
      expect(done.map(({ suppressions }) => suppressions).sort()).toEqual([0, 7]);
      expect(await stateOf('active')).toBe('active');
    });

    it('requires a reason, and stores it without addresses', async () => {
      await put('ada');
      await suppress('ada');
      await expect(unsuppressMany(ctx, { ...INPUT, reason: ' ' })).rejects.toMatchObject({
        code: 'REASON_MISSING',
      });
      expect(await stateOf('ada')).toBe('suppressed');
      await unsuppressMany(ctx, { ...INPUT, reason: 'ada@example.com asked' });
      expect(JSON.stringify(await readAuditEntries(ctx.db, {}, 5))).not.toContain('@');
    });
  });
});

describe('parseMistake', () => {
  it.each([
    ['2026-11-23', '2026-11-23', '2026-11-23T00:00:00.000Z', '2026-11-23T23:59:59.999Z'],
    ['2026-11-23T06:00', '2026-11-23T09:30', '2026-11-23T06:00:00.000Z', '2026-11-23T09:30:59.999Z'],
    ['2026-11-23 06:00:10', '2026-11-23 09:30:10Z', '2026-11-23T06:00:10.000Z', '2026-11-23T09:30:10.999Z'],
    [
      '2026-11-23T06:00:00.5+02:00',
      '2026-11-23T06:00:00.500+02:00',
      '2026-11-23T04:00:00.500Z',
      '2026-11-23T04:00:00.500Z',
    ],
  ])('reads %s to %s in UTC, the end included', (from, to, first, last) => {
    const mistake = parseMistake({ source: ' smtp  550 ', from, to });
    expect([mistake.source, mistake.from.toISOString(), mistake.to.toISOString()]).toEqual([
      'smtp 550',
      first,
      last,
    ]);
  });

  it.each([
    ['', '2026-11-23'],
    ['2026-11-23', ''],
    ['yesterday', '2026-11-23'],
    ['2026-11-31', '2026-12-01'],
    ['2026-11-23T25:00', '2026-11-24'],
    ['23.11.2026', '24.11.2026'],
    ['2026-11-24', '2026-11-23'],
    ['0000-01-01', '2026-11-23'],
  ])('refuses %j to %j with a remedy', (from, to) => {
    expect(() => parseMistake({ source: 'smtp 550', from, to })).toThrow(
      expect.objectContaining({
        code: 'PERIOD_INVALID',
        remedy: expect.stringContaining('2026-11-23T06:00'),
      }),
    );
  });

  it('requires a source', () => {
    expect(() => parseMistake({ source: ' ', from: '2026-11-23', to: '2026-11-23' })).toThrow(
      expect.objectContaining({ code: 'SOURCE_MISSING' }),
    );
  });
});
