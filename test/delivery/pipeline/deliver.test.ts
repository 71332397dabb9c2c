import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../../src/delivery/plan/plan-editions.ts';
import { sumTotals } from '../../../src/delivery/status/totals.ts';
import { readTotals } from '../../../src/delivery/status/totals-queries.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { addressHash } from '../../../src/subscribers/subscriber.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../../../src/suppression/suppression-queries.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../../support/installation.ts';
import { following, manyPapers, putList, putSubscriber } from '../../support/list.ts';
import { readOutbox } from '../../support/outbox.ts';

const DAY = '2026-11-23';

describe.each(WAYS)('an edition (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    beforeEach(async () => {
      ctx = await testInstallation({ way, now: `${DAY}T03:40:00Z` });
      await putList(ctx, DAY, manyPapers(30));
    });
    afterEach(async () => {
      await ctx.close();
    });

    const rankAndPlan = async (day = DAY) => {
      await classifyAndRank(ctx, { day });
      await planEditions(ctx, { day });
    };
    const totals = async (day = DAY) => sumTotals(await readTotals(ctx.db, day));

    it('reaches every subscriber once at their send hour, with balanced totals throughout', async () => {
      await putSubscriber(ctx, 'utc@example.com');
      await putSubscriber(ctx, 'berlin@example.com', { timeZone: 'Europe/Berlin' });
      await putSubscriber(ctx, 'tokyo@example.com', { timeZone: 'Asia/Tokyo' });
      await rankAndPlan();
      expect(await totals()).toMatchObject({ audience: 3, planned: 3, accepted: 0, balanced: true });
      ctx.clock.set(`${DAY}T06:00:00Z`); // 07:00 in Berlin
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1, finished: [] });
      expect((await readOutbox(ctx.directory)).map((email) => email.to)).toEqual(['berlin@example.com']);
      ctx.clock.set(`${DAY}T07:00:00Z`);
      await deliver(ctx, {});
      expect(await totals()).toMatchObject({ audience: 3, planned: 1, accepted: 2, balanced: true });
      ctx.clock.set(`${DAY}T22:00:00Z`); // 07:00 on the 24th in Tokyo
      expect((await deliver(ctx, {})).finished).toEqual([`daily-${DAY}`]);
      expect(await totals()).toMatchObject({ audience: 3, planned: 0, accepted: 3, balanced: true });
      const emails = await readOutbox(ctx.directory);
      expect(emails.map((email) => email.to).sort()).toEqual([
        'berlin@example.com',
        'tokyo@example.com',
        'utc@example.com',
      ]);
      expect(emails.find((email) => email.to === 'tokyo@example.com')?.text).toContain(
        'Tuesday, 24 November',
      );
    });

    it('does nothing when every step runs again', async () => {
      await putSubscriber(ctx, 'one@example.com');
      await rankAndPlan();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      await deliver(ctx, {});
      const before = await readOutbox(ctx.directory);
      await rankAndPlan();
      expect(await deliver(ctx, {})).toMatchObject({ batches: 0, accepted: 0 });
      expect(await readOutbox(ctx.directory)).toEqual(before);
      expect(await totals()).toMatchObject({ audience: 1, accepted: 1, planned: 0, balanced: true });
    });

    it('sends every digest once when several workers deliver at once', async () => {
      const subscribers = Array.from({ length: 25 }, (_, index) => `reader${index}@example.com`);
      for (const address of subscribers) await putSubscriber(ctx, address);
      await rankAndPlan();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      const reports = await Promise.all(Array.from({ length: 4 }, () => deliver(ctx, {})));
      expect(reports.reduce((sum, report) => sum + report.accepted, 0)).toBe(25);
      const rows = await ctx.db.selectFrom('deliveries').select(['state', 'attempts']).execute();
      expect(rows).toEqual(subscribers.map(() => ({ state: 'accepted', attempts: 1 })));
    });

    it('never sends a paper to the same subscriber again, on another day or in another cadence', async () => {
      const { id } = await putSubscriber(ctx, 'one@example.com', { size: 4 });
      const seen: string[] = [];
      for (const day of ['2026-11-23', '2026-11-24', '2026-11-25']) {
        ctx.clock.set(`${day}T03:40:00Z`);
        await rankAndPlan(day);
        ctx.clock.set(`${day}T07:00:00Z`);
        await deliver(ctx, {});
      }
      await ctx.db
        .updateTable('preferences')
        .set({ cadence: 'weekly', weekly_day: 4 })
        .where('subscriber_id', '=', id)
        .execute();
      ctx.clock.set('2026-11-26T03:40:00Z');
      await rankAndPlan('2026-11-26');
      ctx.clock.set('2026-11-26T07:00:00Z');
      await deliver(ctx, {});
      for (const email of await readOutbox(ctx.directory)) seen.push(...email.papers);
      expect(seen.length).toBeGreaterThan(12);
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('sends no second digest on a local day when the cadence changes after the first one', async () => {
      const { id } = await putSubscriber(ctx, 'one@example.com');
      await rankAndPlan();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
      const changed = { cadence: 'weekdays', send_hour: 9 };
      await ctx.db.updateTable('preferences').set(changed).where('subscriber_id', '=', id).execute();
      await rankAndPlan();
      ctx.clock.set(`${DAY}T09:00:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 0 });
      ctx.clock.set('2026-11-24T03:40:00Z');
      await putList(ctx, '2026-11-24', manyPapers(30, 100));
      await rankAndPlan('2026-11-24');
      ctx.clock.set('2026-11-24T09:00:00Z');
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
      expect(await totals('2026-11-24')).toMatchObject({ audience: 1, balanced: true });
    });

    it('picks papers by the topics that each subscriber follows', async () => {
      await putList(ctx, DAY, manyPapers(10, 500, 'robotics-embodied'));
      await putSubscriber(ctx, 'agents@example.com', { size: 4 });
      await putSubscriber(ctx, 'robots@example.com', { size: 4, interests: following('robotics-embodied') });
      await rankAndPlan();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      await deliver(ctx, {});
      const [agents, robots] = (await readOutbox(ctx.directory)).sort((a, b) => (a.to < b.to ? -1 : 1));
      expect(agents?.text).toContain('Tool-Using LLM Agents');
      expect(agents?.papers.slice(0, 4).every((id) => Number(id.slice(5)) < 500)).toBe(true);
      expect(robots?.papers.slice(0, 4).every((id) => Number(id.slice(5)) >= 500)).toBe(true);
    });

    it('skips subscribers who unsubscribed, were suppressed or have nothing new, with the reason', async () => {
      const unsubscribed = await putSubscriber(ctx, 'unsubscribed@example.com');
      await putSubscriber(ctx, 'bounced@example.com');
      await putSubscriber(ctx, 'nothing@example.com', { interests: following('speech-audio-music') });
      await putSubscriber(ctx, 'stays@example.com');
      await rankAndPlan();
      await unsubscribe(ctx, unsubscribed.unsubscribeKey);
      await insertSuppression(ctx.db, {
        address: 'bounced@example.com',
        reason: 'hard-bounce',
        source: 'test',
        now: ctx.clock.now(),
      });
      ctx.clock.set(`${DAY}T07:00:00Z`);
      await deliver(ctx, {});
      expect((await readOutbox(ctx.directory)).map((email) => email.to)).toEqual(['stays@example.com']);
      expect(await totals()).toMatchObject({
        audience: 4,
        accepted: 1,
        excluded: { unsubscribed: 1, suppressed: 1, 'nothing-new': 1 },
        planned: 0,
        balanced: true,
      });
    });

    it('skips a morning digest in the evening as too late', async () => {
      await putSubscriber(ctx, 'one@example.com');
      await rankAndPlan();
      ctx.clock.set(`${DAY}T19:30:00Z`);
      await deliver(ctx, {});
      expect(await readOutbox(ctx.directory)).toEqual([]);
      expect(await totals()).toMatchObject({ excluded: { 'too-late': 1 }, balanced: true });
    });

    it('falls back to UTC for an unknown time zone, without delaying others', async () => {
      const { id } = await putSubscriber(ctx, 'mars@example.com');
      await putSubscriber(ctx, 'one@example.com');
      await ctx.db
        .updateTable('preferences')
        .set({ time_zone: 'Mars/Base' })
        .where('subscriber_id', '=', id)
        .execute();
      await rankAndPlan();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 2 });
    });

    it('waits for the ranking instead of sending an empty digest', async () => {
      await putSubscriber(ctx, 'one@example.com');
      await planEditions(ctx, { day: DAY });
      ctx.clock.set(`${DAY}T07:00:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ batches: 0, accepted: 0 });
      expect(await totals()).toMatchObject({ planned: 1 });
      await classifyAndRank(ctx, { day: DAY });
      ctx.clock.set(`${DAY}T07:15:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
    });

    it('skips a suppressed address even if its subscriber is active', async () => {
      await putSubscriber(ctx, 'new@example.com');
      // Inserted directly: suppressing the address would change the subscriber's state as well.
      await ctx.db
        .insertInto('suppressions')
        .values({
          address_hash: addressHash('new@example.com'),
          reason: 'complaint',
          source: 'test',
          created_at: ctx.clock.now(),
        })
        .execute();
      await putSubscriber(ctx, 'other@example.com');
      await rankAndPlan();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1, excluded: 1 });
      expect((await readOutbox(ctx.directory)).map((email) => email.to)).toEqual(['other@example.com']);
    });

    it('sends nothing when the suppression list cannot be read', async () => {
      await putSubscriber(ctx, 'one@example.com');
      await rankAndPlan();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      await ctx.db.schema.alterTable('suppressions').renameTo('away').execute();
      await expect(deliver(ctx, {})).rejects.toMatchObject({ code: 'SUPPRESSION_UNKNOWN', retry: 'later' });
      expect(await readOutbox(ctx.directory)).toEqual([]);
      await ctx.db.schema
        .alterTable('away' as 'suppressions')
        .renameTo('suppressions')
        .execute();
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
    });
  });
});
