import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { JobRequest } from '../../src/queue/jobs.ts';
import { JOBS, type JobName, type JobPayload, jobId, newJob } from '../../src/queue/jobs.ts';
import { startImport } from '../../src/subscribers/csv/start-import.ts';
import { uploadImport } from '../../src/subscribers/csv/upload-import.ts';
import { requestSignUp } from '../../src/subscribers/sign-up/sign-up-request.ts';
import { createProcessor } from '../../workers/job-handler.ts';
import { JOB_HANDLERS, startWorkers } from '../../workers/main.ts';
import { type Feeds, startFeeds } from '../support/feeds.ts';
import { dailyEntry } from '../support/hugging-face-server.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { type ScriptedMailer, scriptedMailer } from '../support/scripted-mailer.ts';

const DAY = '2026-11-23';
const PEOPLE = ['ada', 'bob', 'cyd', 'dan', 'eve'].map((name) => `${name}@example.com`);

// bull-board offers retry and promote at any time, also for running and finished jobs, on both backends.
describe.each(WAYS.filter((way) => way !== 'postgres'))(
  'every job, run again while it runs and when it is over (%s)',
  (way) => {
    const missing = missingFor(way);
    describe.skipIf(missing !== null)(missing ?? 'found', () => {
      let ctx: TestInstallation;
      let feeds: Feeds;
      let mailer: ScriptedMailer;
      let importId: number;
      beforeAll(async () => {
        mailer = scriptedMailer({ batchSize: 2 });
        const installation = await testInstallation({ way, mailer, now: `${DAY}T07:00:00Z` });
        feeds = await startFeeds(installation);
        feeds.lists[DAY] = Array.from({ length: 12 }, (_, index) =>
          dailyEntry({ id: `2611.${String(index + 1).padStart(5, '0')}`, day: DAY, upvotes: 20 - index }),
        );
        ctx = { ...installation, sources: feeds.sources, signalSources: feeds.signalSources };
        for (const address of PEOPLE) await putSubscriber(ctx, address, { size: 3, interests: [] });
        const lines = Array.from(
          { length: 250 },
          (_, index) => `imported${index}@example.com,2026-03-01,form`,
        );
        const file = Readable.from([['address,consent_at,consent_source', ...lines].join('\n')]);
        importId = await uploadImport(ctx, { operator: 'test', file });
        await startImport(ctx, { importId, operator: 'test' });
        await requestSignUp(ctx, {
          kind: 'subscribe',
          address: 'new@example.com',
          source: 'test',
          network: null,
        });
      });
      afterAll(async () => {
        await feeds.close();
        await ctx.close();
      });

      /** Payloads per job; a new kind of job must be added here to compile. */
      const payloads = async (): Promise<{ [Name in JobName]: JobPayload<Name>[] }> => {
        const asks = await ctx.db.selectFrom('asks').select('id').execute();
        const letters = await ctx.db.selectFrom('notifications').select('id').execute();
        return {
          ingest: (['hugging-face', 'arxiv'] as const).map((source) => ({ source, day: DAY })),
          'back-fill': [{ source: 'hugging-face', hour: `${DAY}T04` }],
          observe: [{ day: DAY }],
          rank: [{ day: DAY }],
          plan: [{ day: DAY }],
          deliver: [{ day: DAY }],
          'send-slot': [{ slot: `${DAY}T07-00` }],
          'send-due': [{ slot: `${DAY}T07-00`, share: 2, round: 1 }],
          answer: asks.map(({ id }) => ({ askId: id })),
          notify: letters.map(({ id }) => ({ notificationId: id })),
          import: [{ importId }],
          refit: [{ day: DAY }],
          housekeeping: [{ day: DAY }],
        };
      };
      const jobsOf = async (name: JobName): Promise<JobRequest[]> =>
        (await payloads())[name].map((payload) => newJob(name, payload) as JobRequest);
      const ORDER: readonly JobName[] = [
        'ingest',
        'back-fill',
        'observe',
        'rank',
        'plan',
        'answer',
        'notify',
        'import',
        'deliver',
        'send-slot',
        'refit',
        'send-due',
        'housekeeping',
      ];

      it('sends no digest twice, repeats no paper and freezes one pool', async () => {
        expect([...ORDER].sort()).toEqual(Object.keys(JOBS).sort());
        const jobs: JobRequest[] = [];
        for (const name of ORDER) {
          const wanted = await jobsOf(name);
          expect(wanted.length, name).toBeGreaterThan(0);
          jobs.push(...wanted);
          // Two concurrent runs, like a retry of an active job, or a copy added by hand.
          await Promise.all([...wanted, ...wanted].map((job, copy) => work(job, copy)));
        }
        const first = await standing();
        expect(first).toEqual({
          digests: PEOPLE.map((to) => ({ to, times: 1 })),
          letters: [{ to: 'new@example.com', times: 1 }],
          audience: PEOPLE.length,
          revisions: 1,
          imported: [{ state: 'done', added: 250, known: 0 }],
          subscribers: PEOPLE.length + 1 + 250,
        });
        // Then all of them once more by the queue itself: added, and retried after their end.
        const workers = await startWorkers(ctx);
        for (const job of jobs) await ctx.queue.enqueue(job);
        for (const job of jobs) await (await becomes(job, 1)).retry('completed');
        for (const job of jobs) await becomes(job, 2);
        await workers.drain();
        expect(await standing()).toEqual(first);
      });

      /** Runs a job by its handler, outside of the queue. */
      async function work(job: JobRequest, copy: number): Promise<void> {
        const data = {
          id: `${jobId(job)}-${copy}`,
          name: job.name,
          data: job.payload,
          attemptsMade: 0,
          opts: {},
        };
        const run = createProcessor(ctx, JOB_HANDLERS, new AbortController().signal);
        await run(data as Parameters<typeof run>[0], undefined, undefined).catch((error: unknown) => {
          // A letter that another run has in its hands at this moment is left to that one.
          if (!String(error).includes('another worker is sending it')) throw error;
        });
      }

      async function becomes(job: JobRequest, runs: number) {
        return vi.waitFor(
          async () => {
            const found = await ctx.queue.queue(JOBS[job.name].queue).getJob(jobId(job));
            const done = (
              await ctx.db
                .selectFrom('runs')
                .select('id')
                .where('job_id', '=', jobId(job))
                .where('state', '=', 'done')
                .execute()
            ).length;
            const unnoted = ['notify', 'answer', 'import', 'back-fill'].includes(job.name);
            if (!found || (await found.getState()) !== 'completed')
              throw new Error(`${jobId(job)} is not over`);
            if (!unnoted && done < runs) throw new Error(`${jobId(job)} ran ${done} times`);
            return found;
          },
          { timeout: 30_000, interval: 20 },
        );
      }

      /** Emails by the provider's own record, and the content of the tables. */
      async function standing() {
        const count = (mails: readonly { to: string }[]) =>
          [...new Set(mails.map(({ to }) => to))].sort().map((to) => ({
            to,
            times: mails.filter((mail) => mail.to === to).length,
          }));
        const isDigest = (mail: { headers: Record<string, string> }) => 'List-Unsubscribe' in mail.headers;
        const editions = await ctx.db.selectFrom('editions').select('audience').execute();
        const revisions = await ctx.db.selectFrom('pool_revisions').select('revision').execute();
        return {
          digests: count(mailer.taken.filter(isDigest)),
          letters: count(mailer.taken.filter((mail) => !isDigest(mail))),
          audience: editions.reduce((sum, { audience }) => sum + audience, 0),
          revisions: revisions.length,
          imported: await ctx.db.selectFrom('imports').select(['state', 'added', 'known']).execute(),
          subscribers: (await ctx.db.selectFrom('subscribers').select('id').execute()).length,
        };
      }
    });
  },
);
