import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDays } from '../../src/day.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { storeSnapshots } from '../../src/papers/ingest/source-queries.ts';
import { dryRun } from '../../src/rerun/dry-run.ts';
import { describeDryRun } from '../../src/rerun/dry-run-report.ts';
import { rerun } from '../../src/rerun/rerun.ts';
import { readRerunOutcome } from '../../src/rerun/rerun-outcome.ts';
import { type RerunSubject, readReruns } from '../../src/runs/rerun-queries.ts';
import { startWorkers } from '../../workers/main.ts';
import { DAY, dailyBooks, dueEdition, EDITION } from '../support/due-edition.ts';
import { type Feeds, startFeeds } from '../support/feeds.ts';
import { dailyEntry } from '../support/hugging-face-server.ts';
import { missingFor, type TestInstallation, WAYS } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { type ScriptedMailer, scriptedMailer } from '../support/scripted-mailer.ts';
import { contentsOf } from '../support/tables.ts';

const PEOPLE = ['ada', 'bob', 'cyd'].map((name) => `${name}@example.com`);
const DURABLE = [
  'papers',
  'daily_lists',
  'signal_snapshots',
  'topic_scores',
  'source_days',
  'pool_revisions',
  'pool_papers',
  'editions',
  'deliveries',
  'sent_papers',
  'operator_audit',
  'reruns',
] as const;

// The queue is the same code in every setup; locking of concurrent requests differs between the databases.
describe.each(WAYS.filter((way) => way !== 'redis'))('rerun (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    let mailer: ScriptedMailer;
    let feeds: Feeds;
    beforeAll(async () => {
      mailer = scriptedMailer({ batchSize: 3 });
      ctx = await dueEdition(PEOPLE, { way, mailer });
      feeds = await startFeeds(ctx);
      ctx = { ...ctx, sources: feeds.sources, signalSources: feeds.signalSources };
    });
    afterEach(() => ctx.clock.advance(60_000));
    afterAll(async () => {
      await feeds.close();
      await ctx.close();
    });

    const subject = (what: RerunSubject['what'], over: Partial<RerunSubject> = {}): RerunSubject => ({
      what,
      day: DAY,
      source: null,
      edition: null,
      ...over,
    });
    /** Describes the dry run and asserts that it changed nothing. */
    const preview = async (wanted: RerunSubject, ask = false) => {
      const before = await contentsOf(ctx.db, ...DURABLE);
      const sentences = describeDryRun(await dryRun(ctx, { ...wanted, ask }));
      expect(await contentsOf(ctx.db, ...DURABLE)).toEqual(before);
      return sentences;
    };
    /** Runs the enqueued jobs and returns the outcome of the newest re-run. */
    const runJobs = async () => {
      const workers = await startWorkers(ctx);
      await vi.waitFor(
        async () => expect((await readReruns(ctx.db, { limit: 1 }))[0]?.finishedAt).not.toBeNull(),
        { timeout: 20_000, interval: 20 },
      );
      await workers.drain();
      const [newest] = await readReruns(ctx.db, { limit: 1 });
      if (!newest) throw new Error('There is no re-run.');
      return readRerunOutcome(ctx, newest);
    };
    const request = (wanted: RerunSubject, seen?: number) =>
      rerun(ctx, { ...wanted, operator: 'ann', ...(seen === undefined ? {} : { seen }) });

    it('previews a ranking, then changes exactly that and leaves composed deliveries alone', async () => {
      await storeSnapshots(
        ctx.db,
        'hugging-face',
        [{ paperId: '2611.00015', signal: 'hf_upvotes', value: 900 }],
        ctx.clock.now(),
      );
      const [ranking, deliveries] = await preview(subject('rank'));
      expect(ranking).toMatch(
        /^Rank: revision 2 of day-2026-11-23 would differ from revision 1 in 15 of 15 papers: 0 added, 0 removed, 15 moved/,
      );
      expect(deliveries).toBe(
        '0 composed deliveries keep their picks; 3 scheduled deliveries use the newest ranking.',
      );
      const requests = await Promise.all([request(subject('rank')), request(subject('rank'))]);
      expect(new Set(requests.map(({ job }) => job)).size).toBe(1);
      expect(requests.filter(({ created }) => created)).toHaveLength(1);
      const { state, runs, sentences } = await runJobs();
      expect({ state, runs: runs.map(({ name }) => name) }).toEqual({ state: 'done', runs: ['rank'] });
      expect(sentences.join()).toBe(ranking?.replace('would differ', 'differs'));
      // Repeated from the page loaded before: the re-run it asks for is already done.
      expect(await request(subject('rank'), 0)).toMatchObject({ created: false });
      expect((await preview(subject('rank')))[0]).toContain('nothing has changed since revision 2');
      const acts = await ctx.db
        .selectFrom('operator_audit')
        .select(['verb', 'subject', 'operator'])
        .execute();
      expect(acts).toEqual([{ verb: 'rerun rank', subject: DAY, operator: 'ann' }]);
    });

    it('retries only the failed deliveries and sends no digest twice', async () => {
      mailer.next('accept', 'refuse-mail', 'refuse-mail');
      await deliver(ctx, {});
      expect(await dailyBooks(ctx)).toMatchObject({ accepted: 1, failed: 2 });
      expect(await preview(subject('deliver', { edition: EDITION }))).toEqual([
        `Deliver: ${EDITION}: 2 failed deliveries retried, 0 may arrive twice.`,
      ]);
      const requests = await Promise.all([
        request(subject('deliver', { edition: EDITION })),
        request(subject('deliver', { edition: EDITION })),
      ]);
      expect(new Set(requests.map(({ job }) => job)).size).toBe(1);
      const { sentences } = await runJobs();
      expect(sentences).toEqual(['Deliver: 2 retried: 2 accepted.']);
      expect(PEOPLE.map((address) => mailer.takenFor(address))).toEqual([1, 1, 1]);
      expect(await dailyBooks(ctx)).toMatchObject({
        state: 'finished',
        accepted: 3,
        failed: 0,
        balanced: true,
      });
      // The edition is finished without failures, so nothing is left to re-run.
      await expect(request(subject('deliver', { edition: EDITION }))).rejects.toMatchObject({
        code: 'EDITION_STATE',
      });
      expect(await request(subject('deliver', { edition: EDITION }), 0)).toMatchObject({ created: false });
    });

    it('asks a source for a preview and stores the result only in the re-run', async () => {
      feeds.lists[DAY] = [
        dailyEntry({ id: '2611.00001', day: DAY }),
        dailyEntry({ id: '2611.00077', day: DAY }),
      ];
      const wanted = subject('ingest', { source: 'hugging-face' });
      expect((await preview(wanted))[0]).toContain('unknown until the source is asked');
      const [asked] = await preview(wanted, true);
      expect(asked).toMatch(
        /would bring 1 new paper, \d changed papers?, \d new snapshots?, 0 entries skipped/,
      );
      await request(wanted);
      expect(await runJobs()).toMatchObject({ state: 'done' });
      const bringing = /bring (\d+) new papers?, (\d+) changed/.exec(asked ?? '');
      const [run] = (await runJobs()).runs;
      expect([run?.counts?.created, run?.counts?.changed].map(String)).toEqual(bringing?.slice(1));
    });

    it('re-runs a whole day, and a past day without sending', async () => {
      const { unsubscribeKey } = await putSubscriber(ctx, 'dan@example.com', { sendHour: 23 });
      expect(unsubscribeKey).not.toBe('');
      await ctx.db
        .updateTable('editions')
        .set({ state: 'open', finished_at: null })
        .where('id', '=', EDITION)
        .execute();
      const today = await preview(subject('day'));
      expect(today).toContain(`Plan: would add 1 delivery to ${EDITION}.`);
      await request(subject('day'));
      expect((await runJobs()).runs.map(({ name }) => name).sort()).toEqual([
        'deliver',
        'ingest',
        'ingest',
        'observe',
        'plan',
        'rank',
      ]);
      expect(PEOPLE.map((address) => mailer.takenFor(address))).toEqual([1, 1, 1]);
      const past = subject('day', { day: addDays(DAY, -4) });
      expect((await preview(past)).join()).not.toContain('Plan');
      expect((await request(past)).job).toMatch(/^rank-2026-11-19-again-rerun-\d+$/);
      expect((await runJobs()).runs.map(({ name }) => name)).not.toContain('plan');
    });

    it('rejects an impossible re-run with the reason and changes nothing', async () => {
      const before = await contentsOf(ctx.db, ...DURABLE);
      for (const [wanted, code, words] of [
        [subject('rank', { day: addDays(DAY, 1) }), 'RERUN_DAY', 'has not begun'],
        [subject('rank', { day: addDays(DAY, -31) }), 'RERUN_DAY', 'too long ago'],
        [subject('ingest', { source: 'elsewhere' }), 'SOURCE_UNKNOWN', 'hugging-face, arxiv'],
        [subject('ingest'), 'SOURCE_MISSING', 'needs a source'],
        [subject('plan', { day: addDays(DAY, -4) }), 'EDITION_STATE', 'is over'],
        [subject('deliver', { edition: 'daily-2026-11-01' }), 'EDITION_UNKNOWN', 'no edition'],
      ] as const) {
        await expect(request(wanted)).rejects.toMatchObject({
          code,
          message: expect.stringContaining(words),
        });
      }
      expect(await contentsOf(ctx.db, ...DURABLE)).toEqual(before);
    });
  });
});
