import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../bench/port.ts';
import { raiseAlert } from '../../src/alerts/alerts.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { installationMetrics } from '../../src/monitoring/installation-metrics.ts';
import { openProcessMetrics } from '../../src/monitoring/process-metrics.ts';
import { newJob } from '../../src/queue/jobs.ts';
import { createApp } from '../../src/web/http/app.ts';
import { serveMetrics } from '../../src/web/http/metrics-server.ts';
import { serveWeb } from '../../src/web/http/server.ts';
import { startWorkers } from '../../workers/main.ts';
import { fillEdition } from '../support/due-edition.ts';
import { handlersOf } from '../support/handlers.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../support/installation.ts';
import { scriptedMailer } from '../support/scripted-mailer.ts';

const TOKEN = 'a-token-of-the-tests-long-enough';
const LINE =
  /^[a-z_:0-9]+(?:_bucket|_sum|_count)?(?:\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? [-+0-9.eNaInf]+$/;

let ctx: TestInstallation;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  ctx = await testInstallation({ mailer: scriptedMailer() });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => ctx.close());

/** Value of a series in the exported text. */
const seriesIn = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

const authorized = { headers: { Authorization: `Bearer ${TOKEN}` } };

describe('/metrics', () => {
  it('exports database, queue and process metrics without personal data', async () => {
    const measures = openProcessMetrics();
    await fillEdition(ctx, ['ada@example.com', 'bob@example.com', 'cyd@example.com']);
    const mailer = scriptedMailer();
    mailer.next('accept', 'refuse-mail');
    const sole = soleProvider(mailer);
    const limited = { ...sole, limits: { ...sole.limits, mailsPerDay: 100 } };
    const counted = { ...ctx, providers: measures.instrument([limited]) };
    const left: (number | undefined)[] = [];
    mailer.onCall(async () => {
      const text = await installationMetrics(counted)();
      left.push(seriesIn(text, 'paperboy_provider_emails_left{provider="scripted"}'));
    });
    await deliver(counted, {});
    // Emails in flight count against the allowance.
    expect(left[0]).toBeLessThanOrEqual(98);
    await raiseAlert(ctx, { code: 'SOURCE_FAILED', subject: 'arxiv', message: 'It is down.' });
    const workers = await startWorkers(ctx, handlersOf({}), measures);
    closing.push(() => workers.drain());
    await ctx.queue.enqueue(newJob('plan', { day: '2026-11-23' }));
    await ctx.queue.queue('editions').getJob('plan-2026-11-23');
    await expect.poll(() => measures.registry.metrics()).toContain('job="plan",end="done"');
    // The queue records the job as completed after its handler has returned.
    await expect.poll(() => ctx.queue.queue('editions').getJobCountByTypes('completed')).toBe(1);
    const env = { ...ctx.env, METRICS_TOKEN: TOKEN };
    const app = createApp({ ...ctx, env }, undefined, {
      process: measures,
      installation: installationMetrics(counted),
    });
    const response = await app.request('/metrics', authorized);
    expect(response.headers.get('Content-Type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(seriesIn(text, 'paperboy_up{part="database"}')).toBe(1);
    expect(seriesIn(text, 'paperboy_up{part="queue"}')).toBe(1);
    expect(seriesIn(text, 'paperboy_alerts{code="SOURCE_FAILED"}')).toBe(1);
    expect(seriesIn(text, 'paperboy_alerts{code="QUEUE_UNREACHABLE"}')).toBe(0);
    expect(seriesIn(text, 'paperboy_queue_jobs{queue="editions",state="completed"}')).toBe(1);
    expect(seriesIn(text, 'paperboy_emails_total{provider="scripted",outcome="accepted"}')).toBe(2);
    expect(seriesIn(text, 'paperboy_emails_total{provider="scripted",outcome="refused"}')).toBe(1);
    expect(seriesIn(text, 'paperboy_provider_circuit_open{provider="scripted",kind="account"}')).toBe(0);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).not.toContain('@');
    const wrong = text.split('\n').filter((line) => line !== '' && !line.startsWith('#') && !LINE.test(line));
    expect(wrong.filter((line) => !line.includes('version='))).toEqual([]);
  });

  it('reports an unreachable queue as down', async () => {
    const away = (): never => {
      throw new Error('away');
    };
    const read = installationMetrics({ ...ctx, queue: { queue: away } });
    const [text, again] = await Promise.all([read(), read()]);
    expect(seriesIn(text, 'paperboy_up{part="queue"}')).toBe(0);
    expect(seriesIn(text, 'paperboy_up{part="database"}')).toBe(1);
    expect(text).not.toContain('paperboy_queue_jobs{');
    expect(again).toBe(text);
  });

  it('requires the token; without one it serves only this machine, and nothing in production', async () => {
    const metrics = { process: openProcessMetrics(), installation: null };
    const status = async (env: Partial<TestInstallation['env']>, init?: RequestInit) =>
      (await createApp({ ...ctx, env: { ...ctx.env, ...env } }, undefined, metrics).request('/metrics', init))
        .status;
    const token = { METRICS_TOKEN: TOKEN };
    expect(await status(token)).toBe(401);
    expect(await status(token, { headers: { Authorization: 'Bearer wrong' } })).toBe(401);
    expect(await status(token, authorized)).toBe(200);
    // A request whose connection is not known to be local.
    expect(await status({})).toBe(404);
    const local = async (env: Partial<TestInstallation['env']>, headers: Record<string, string> = {}) => {
      const web = await serveWeb({ ...ctx, env: { ...ctx.env, ...env } }, metrics);
      const answer = await fetch(`${web.url}/metrics`, { headers });
      await answer.text();
      await web.close();
      return answer.status;
    };
    expect(await local({})).toBe(200);
    expect(await local({}, { 'X-Forwarded-For': '192.0.2.1' })).toBe(404);
    expect(await local({ TRUST_PROXY: 1 })).toBe(404);
    expect(await local({ NODE_ENV: 'production' })).toBe(404);
  });

  it('serves processes without pages on its own port', async () => {
    const port = await freePort();
    const env = { ...ctx.env, METRICS_PORT: port };
    const metrics = { process: openProcessMetrics(), installation: null };
    const server = await serveMetrics({ ...ctx, env }, metrics);
    closing.push(async () => server?.close());
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    await expect(serveMetrics({ ...ctx, env }, metrics)).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' });
    expect(await serveMetrics(ctx, metrics)).toBe(null);
  });
});
