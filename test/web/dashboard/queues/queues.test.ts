import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOpenAlerts } from '../../../../src/alerts/alert-queries.ts';
import { readAuditEntries } from '../../../../src/audit/audit-queries.ts';
import { type JobRequest, newJob } from '../../../../src/queue/jobs.ts';
import { startWorkers } from '../../../../workers/main.ts';
import { type DashboardBrowser, type TestDashboard, testDashboard } from '../../../support/dashboard.ts';
import { handlersOf } from '../../../support/handlers.ts';
import { missingFor, WAYS } from '../../../support/installation.ts';

const QUEUES = '/operator/queues';
const JOB = `${QUEUES}/api/queues/delivery/send-slot-2026-11-23T07-15`;

describe.each(WAYS)('bull-board (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let dashboard: TestDashboard;
    let operator: DashboardBrowser;
    let viewer: DashboardBrowser;
    beforeAll(async () => {
      dashboard = await testDashboard({ way });
      operator = await dashboard.signedInAs('operator', 'nina');
      viewer = await dashboard.signedInAs('viewer');
      const ingest: JobRequest = newJob('ingest', { source: 'arxiv', day: '2026-11-23' }, { optional: true });
      await dashboard.ctx.queue.enqueue(newJob('plan', { day: '2026-11-23' }, { children: [ingest] }));
      await dashboard.ctx.queue.enqueue(newJob('send-slot', { slot: '2026-11-23T07-15' }, { attempts: 1 }));
    });
    afterAll(() => dashboard?.close());

    const call = (
      browser: DashboardBrowser,
      method: string,
      path: string,
      headers: Record<string, string> = {},
    ) => {
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const own = { 'Sec-Fetch-Site': 'same-origin', Cookie: cookie, Accept: 'application/json', ...headers };
      return dashboard.app.request(path, {
        method,
        headers: own,
        ...(method === 'GET' ? {} : { body: '{}' }),
      });
    };
    const jobsOf = async (browser: DashboardBrowser, queue: string) => {
      const answer = await call(
        browser,
        'GET',
        `${QUEUES}/api/queues?activeQueue=${queue}&page=1&jobsPerPage=10`,
      );
      expect(answer.status).toBe(200);
      const { queues } = (await answer.json()) as {
        queues: { name: string; readOnlyMode: boolean; isPaused: boolean; jobs: { name: string }[] }[];
      };
      return { queues, names: queues.flatMap(({ jobs }) => jobs.map(({ name }) => name)) };
    };

    it('lists every queue with descriptive job names, for operators and viewers', async () => {
      for (const [browser, readOnlyMode] of [
        [operator, false],
        [viewer, true],
      ] as const) {
        const { queues, names } = await jobsOf(browser, 'delivery');
        expect(queues.map(({ name }) => name)).toEqual([
          'ingestion',
          'editions',
          'delivery',
          'notifications',
          'housekeeping',
        ]);
        expect(queues.every((queue) => queue.readOnlyMode === readOnlyMode)).toBe(true);
        expect(names).toEqual(['send-slot 2026-11-23 at 07:15 UTC']);
        expect((await jobsOf(browser, 'editions')).names).toEqual(['plan 2026-11-23']);
      }
      const stats = await call(viewer, 'GET', `${QUEUES}/api/redis/stats`);
      expect([stats.status, await stats.json()]).toEqual([
        200,
        expect.objectContaining({ backend: way === 'redis' ? 'redis' : 'postgres' }),
      ]);
      const flow = await call(viewer, 'GET', `${QUEUES}/api/queues/editions/plan-2026-11-23/flow`);
      expect(JSON.stringify(await flow.json())).toContain('ingest-arxiv-2026-11-23');
    });

    it('serves its page and files itself, without references to other hosts', async () => {
      for (const browser of [operator, viewer]) {
        const page = await browser.get(`${QUEUES}/queue/delivery`);
        const html = await page.text();
        expect(html).not.toMatch(/(?:href|src)="(?:https?:)?\/\//);
        expect(html).not.toMatch(/<style| style="/);
        const policy = page.headers.get('Content-Security-Policy') ?? '';
        expect(policy).toContain("script-src 'self'");
        expect(policy).not.toMatch(/unsafe-|https?:|\*/);
        const files = [...html.matchAll(/(?:href|src)="(static[^"]+)"/g)].map(
          ([, path = '']) => `${QUEUES}/${path}`,
        );
        expect(files.length).toBeGreaterThan(3);
        for (const path of [...files, `${QUEUES}/theme.css`]) {
          const file = await browser.get(path);
          expect([path, file.status, file.headers.get('Cache-Control')]).toEqual([path, 200, 'no-store']);
        }
      }
    });

    it('refuses changes by viewers, from other sites, and without an origin', async () => {
      const refused = await call(viewer, 'PUT', `${QUEUES}/api/queues/delivery/pause`);
      expect([refused.status, await refused.json()]).toEqual([
        403,
        { error: expect.stringContaining('Operator role required') },
      ]);
      for (const site of ['cross-site', 'same-site', 'none'])
        expect((await call(operator, 'PUT', `${JOB}/promote`, { 'Sec-Fetch-Site': site })).status).toBe(403);
      const cookie = [...operator.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const noOrigin = await dashboard.app.request(`${JOB}/clean`, {
        method: 'PUT',
        headers: { Cookie: cookie },
      });
      expect(noOrigin.status).toBe(403);
      const byOrigin = { Cookie: cookie, Origin: 'https://evil.example.org' };
      expect((await dashboard.app.request(`${JOB}/clean`, { method: 'PUT', headers: byOrigin })).status).toBe(
        403,
      );
      expect((await jobsOf(operator, 'delivery')).names.length).toBe(1);
      expect(await readAuditEntries(dashboard.ctx.db, { verb: 'queue' }, 10)).toEqual([]);
    });

    it('refuses actions that bypass the plan, with a reason, and audits none of them', async () => {
      const paths: [string, string][] = [
        ['POST', `${QUEUES}/api/queues/delivery/add`],
        ['PATCH', `${JOB}/update-data`],
        ['PATCH', `${JOB}/delay`],
        ['PATCH', `${JOB}/priority`],
        ['PUT', `${QUEUES}/api/queues/editions/plan-2026-11-23/remove-unprocessed-children`],
        ['PUT', `${QUEUES}/api/queues/delivery/obliterate`],
        ['PUT', `${QUEUES}/api/queues/delivery/concurrency`],
        ['PUT', `${QUEUES}/api/queues/delivery/rate-limit`],
        ['PUT', `${QUEUES}/api/queues/delivery/clean/active`],
        ['PUT', `${QUEUES}/api/queues/delivery/job-schedulers/x/run`],
      ];
      for (const [method, path] of paths) {
        const answer = await call(operator, method, path);
        expect([path, answer.status, await answer.text()]).toEqual([
          path,
          403,
          expect.stringContaining('This action is disabled'),
        ]);
      }
      expect(await readAuditEntries(dashboard.ctx.db, { verb: 'queue' }, 10)).toEqual([]);
    });

    it('retries a failed job, audits its state before and after, and shows no address', async () => {
      await failSendSlot(dashboard);
      const job = await call(viewer, 'GET', JOB);
      const text = await job.text();
      expect(text).toContain('…@…');
      expect(text).not.toContain('reader@example.com');
      const before = (JSON.parse(text) as { status: string }).status;
      expect(before).toBe('failed');
      const retried = await call(operator, 'PUT', `${JOB}/retry`);
      expect(retried.status).toBe(204);
      const [entry] = await readAuditEntries(dashboard.ctx.db, { verb: 'queue retry' }, 1);
      const name = 'send-slot 2026-11-23 at 07:15 UTC';
      expect(entry).toMatchObject({
        operator: 'nina',
        verb: 'queue retry',
        subject: 'delivery send-slot-2026-11-23T07-15',
        before: { job: name, state: 'failed' },
        after: { job: name, state: 'waiting' },
      });
      // A waiting job cannot be retried; nothing was changed, so nothing is audited.
      expect((await call(operator, 'PUT', `${JOB}/retry`)).status).toBe(400);
      expect((await readAuditEntries(dashboard.ctx.db, { verb: 'queue retry' }, 10)).length).toBe(1);
    });

    it('pauses and resumes queues, with an alert while they are paused', async () => {
      expect((await call(operator, 'PUT', `${QUEUES}/api/queues/delivery/pause`)).status).toBe(200);
      expect(await readOpenAlerts(dashboard.ctx.db)).toMatchObject([
        { code: 'QUEUE_PAUSED', subject: 'delivery' },
      ]);
      const [entry] = await readAuditEntries(dashboard.ctx.db, { verb: 'queue pause' }, 1);
      expect(entry).toMatchObject({
        subject: 'delivery',
        before: { paused: false },
        after: { paused: true },
      });
      expect((await call(operator, 'PUT', `${QUEUES}/api/queues/resume`)).status).toBe(200);
      expect(await readOpenAlerts(dashboard.ctx.db)).toEqual([]);
      expect((await call(operator, 'PUT', `${QUEUES}/api/queues/delivery/empty`)).status).toBe(200);
      expect((await jobsOf(operator, 'delivery')).names).toEqual([]);
      const [emptied] = await readAuditEntries(dashboard.ctx.db, { verb: 'queue empty' }, 1);
      expect(emptied).toMatchObject({ subject: 'delivery', before: { waiting: 1 } });
    });
  });
});

/** Lets a worker run the send slot's job and fail with an address in the reason. */
async function failSendSlot(dashboard: TestDashboard): Promise<void> {
  let taken: () => void = () => {};
  const isTaken = new Promise<void>((resolve) => {
    taken = resolve;
  });
  const workers = await startWorkers(
    dashboard.ctx,
    handlersOf({
      'send-slot': async () => {
        taken();
        throw new Error('550 <reader@example.com> is unknown here');
      },
    }),
  );
  await isTaken;
  await workers.drain();
}
