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

    const ready = async (day = DAY) => {
      await classifyAndRank(ctx, { day });
      await planEditions(ctx, { day });
    };
    const books = async (day = DAY) => sumTotals(await readTotals(ctx.db, day));

    it('reaches everybody once at their hour, and the books balance at every moment', async () => {
      await putSubscriber(ctx, 'utc@example.com');
      await putSubscriber(ctx, 'berlin@example.com', { timeZone: 'Europe/Berlin' });
      await putSubscriber(ctx, 'tokyo@example.com', { timeZone: 'Asia/Tokyo' });
      await ready();
      expect(await books()).toMatchObject({ audience: 3, planned: 3, accepted: 0, balanced: true });
      ctx.clock.set(`${DAY}T06:00:00Z`); // 07:00 in Berlin
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1, finished: [] });
      expect((await readOutbox(ctx.directory)).map((mail) => mail.to)).toEqual(['berlin@example.com']);
      ctx.clock.set(`${DAY}T07:00:00Z`);
      await deliver(ctx, {});
      expect(await books()).toMatchObject({ audience: 3, planned: 1, accepted: 2, balanced: true });
      ctx.clock.set(`${DAY}T22:00:00Z`); // 07:00 on the 24th in Tokyo
      expect((await deliver(ctx, {})).finished).toEqual([`daily-${DAY}`]);
      expect(await books()).toMatchObject({ audience: 3, planned: 0, accepted: 3, balanced: true });
      const mails = await readOutbox(ctx.directory);
      expect(mails.map((mail) => mail.to).sort()).toEqual([
        'berlin@example.com',
        'tokyo@example.com',
        'utc@example.com',
      ]);
      expect(mails.find((mail) => mail.to === 'tokyo@example.com')?.text).toContain('Tuesday, 24 November');
    });

    it('does nothing when it is run again, with every step', async () => {
      await putSubscriber(ctx, 'one@example.com');
      await ready();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      await deliver(ctx, {});
      const before = await readOutbox(ctx.directory);
      await ready();
      expect(await deliver(ctx, {})).toMatchObject({ batches: 0, accepted: 0 });
      expect(await readOutbox(ctx.directory)).toEqual(before);
      expect(await books()).toMatchObject({ audience: 1, accepted: 1, planned: 0, balanced: true });
    });

    it('mails nobody twice when several workers deliver at once', async () => {
      const people = Array.from({ length: 25 }, (_, index) => `reader${index}@example.com`);
      for (const address of people) await putSubscriber(ctx, address);
      await ready();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      const reports = await Promise.all(Array.from({ length: 4 }, () => deliver(ctx, {})));
      expect(reports.reduce((sum, report) => sum + report.accepted, 0)).toBe(25);
      const rows = await ctx.db.selectFrom('deliveries').select(['state', 'attempts']).execute();
      expect(rows).toEqual(people.map(() => ({ state: 'accepted', attempts: 1 })));
    });

    it('never sends a paper to the same person again, neither next day nor in another cadence', async () => {
      const { id } = await putSubscriber(ctx, 'one@example.com', { size: 4 });
      const seen: string[] = [];
      for (const day of ['2026-11-23', '2026-11-24', '2026-11-25']) {
        ctx.clock.set(`${day}T03:40:00Z`);
        await ready(day);
        ctx.clock.set(`${day}T07:00:00Z`);
        await deliver(ctx, {});
      }
      await ctx.db
        .updateTable('preferences')
        .set({ cadence: 'weekly', weekly_day: 4 })
        .where('subscriber_id', '=', id)
        .execute();
      ctx.clock.set('2026-11-26T03:40:00Z');
      await ready('2026-11-26');
      ctx.clock.set('2026-11-26T07:00:00Z');
      await deliver(ctx, {});
      for (const mail of await readOutbox(ctx.directory)) seen.push(...mail.papers);
      expect(seen.length).toBeGreaterThan(12);
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('sends nobody a second mail on a day of theirs, when they change cadence after breakfast', async () => {
      const { id } = await putSubscriber(ctx, 'one@example.com');
      await ready();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
      const changed = { cadence: 'weekdays', send_hour: 9 };
      await ctx.db.updateTable('preferences').set(changed).where('subscriber_id', '=', id).execute();
      await ready();
      ctx.clock.set(`${DAY}T09:00:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 0 });
      ctx.clock.set('2026-11-24T03:40:00Z');
      await putList(ctx, '2026-11-24', manyPapers(30, 100));
      await ready('2026-11-24');
      ctx.clock.set('2026-11-24T09:00:00Z');
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
      expect(await books('2026-11-24')).toMatchObject({ audience: 1, balanced: true });
    });

    it('gives different people different papers, by what they follow', async () => {
      await putList(ctx, DAY, manyPapers(10, 500, 'robotics-embodied'));
      await putSubscriber(ctx, 'agents@example.com', { size: 4 });
      await putSubscriber(ctx, 'robots@example.com', { size: 4, interests: following('robotics-embodied') });
      await ready();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      await deliver(ctx, {});
      const [agents, robots] = (await readOutbox(ctx.directory)).sort((a, b) => (a.to < b.to ? -1 : 1));
      expect(agents?.text).toContain('Tool-Using LLM Agents');
      expect(agents?.papers.slice(0, 4).every((id) => Number(id.slice(5)) < 500)).toBe(true);
      expect(robots?.papers.slice(0, 4).every((id) => Number(id.slice(5)) >= 500)).toBe(true);
    });

    it('excludes with the reason whoever left, was suppressed or has nothing new, up to the last moment', async () => {
      const gone = await putSubscriber(ctx, 'gone@example.com');
      await putSubscriber(ctx, 'bounced@example.com');
      await putSubscriber(ctx, 'nothing@example.com', { interests: following('speech-audio-music') });
      await putSubscriber(ctx, 'stays@example.com');
      await ready();
      await unsubscribe(ctx, gone.unsubscribeKey);
      await insertSuppression(ctx.db, {
        address: 'bounced@example.com',
        reason: 'hard-bounce',
        source: 'test',
        now: ctx.clock.now(),
      });
      ctx.clock.set(`${DAY}T07:00:00Z`);
      await deliver(ctx, {});
      expect((await readOutbox(ctx.directory)).map((mail) => mail.to)).toEqual(['stays@example.com']);
      expect(await books()).toMatchObject({
        audience: 4,
        accepted: 1,
        excluded: { unsubscribed: 1, suppressed: 1, 'nothing-new': 1 },
        planned: 0,
        balanced: true,
      });
    });

    it('sends no mail in the afternoon that was due in the morning', async () => {
      await putSubscriber(ctx, 'one@example.com');
      await ready();
      ctx.clock.set(`${DAY}T19:30:00Z`);
      await deliver(ctx, {});
      expect(await readOutbox(ctx.directory)).toEqual([]);
      expect(await books()).toMatchObject({ excluded: { 'too-late': 1 }, balanced: true });
    });

    it('takes a time zone that this release does not know for UTC, and nobody else is kept waiting', async () => {
      const { id } = await putSubscriber(ctx, 'mars@example.com');
      await putSubscriber(ctx, 'one@example.com');
      await ctx.db
        .updateTable('preferences')
        .set({ time_zone: 'Mars/Base' })
        .where('subscriber_id', '=', id)
        .execute();
      await ready();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 2 });
    });

    it('waits for the ranking instead of sending an empty mail', async () => {
      await putSubscriber(ctx, 'one@example.com');
      await planEditions(ctx, { day: DAY });
      ctx.clock.set(`${DAY}T07:00:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ batches: 0, accepted: 0 });
      expect(await books()).toMatchObject({ planned: 1 });
      await classifyAndRank(ctx, { day: DAY });
      ctx.clock.set(`${DAY}T07:15:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1 });
    });

    it('leaves out an address that is on the list although whoever has it is active', async () => {
      await putSubscriber(ctx, 'new@example.com');
      // Only the list: suppressing the address would move its subscriber as well.
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
      await ready();
      ctx.clock.set(`${DAY}T07:00:00Z`);
      expect(await deliver(ctx, {})).toMatchObject({ accepted: 1, excluded: 1 });
      expect((await readOutbox(ctx.directory)).map((mail) => mail.to)).toEqual(['other@example.com']);
    });

    it('stops the send when the suppression list cannot be read', async () => {
      await putSubscriber(ctx, 'one@example.com');
      await ready();
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
