import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trace } from '@opentelemetry/api';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { readEnv } from '../config/env.ts';
import { SPAN_EXPORT } from '../config/open-telemetry.ts';
import { createLog } from '../src/log.ts';
import { openTelemetry } from '../src/open-telemetry.ts';
import { dailyRun } from '../src/queue/flows.ts';
import { newJob, slotOf } from '../src/queue/jobs.ts';
import { NO_TRACING } from '../src/tracing.ts';
import { createApp } from '../src/web/http/app.ts';
import { install } from '../src/wiring.ts';
import { startWorkers } from '../workers/main.ts';
import { testClock } from './support/clock.ts';
import { type Collector, startCollector } from './support/collector.ts';
import { handlersOf } from './support/handlers.ts';
import { dailyEntry, startHuggingFace } from './support/hugging-face-server.ts';
import { missingFor, testInstallation, WAYS, type Way } from './support/installation.ts';
import { putSubscriber, TITLES } from './support/list.ts';
import { observedWorkers } from './support/workers.ts';

const DAY = '2026-11-23';
const READER = 'ada.of.the.tests@example.com';
const ASKING = 'bob.of.the.tests@example.com';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function collected(way: Way) {
  const collector = await startCollector();
  const huggingFace = await startHuggingFace({
    clock: testClock(`${DAY}T03:30:00Z`),
    lists: {
      [DAY]: ['2611.00001', '2611.00002'].map((id) =>
        dailyEntry({ id, day: DAY, title: `${TITLES['agents-tool-use']} ${id}`, upvotes: 40 }),
      ),
    },
  });
  closing.push(
    () => collector.close(),
    () => huggingFace.close(),
  );
  const ctx = await testInstallation({
    way,
    now: `${DAY}T03:30:00Z`,
    env: {
      SOURCES: 'hugging-face',
      HF_BASE_URL: huggingFace.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-team=papers%20and%20more',
      OTEL_SERVICE_NAME: 'morning',
    },
  });
  return { collector, ctx };
}

/** Distinct paths from a root to spans with names that start with the given prefix. */
function trails(collector: Collector, beginning: string): string[] {
  const found = collector.spans().filter(({ name }) => name.startsWith(beginning));
  return [...new Set(found.map((span) => collector.trail(span).join(' > ')))].sort();
}

describe.each(WAYS)('a traced day (%s)', (way) => {
  const missing = missingFor(way);
  it.skipIf(missing !== null)(
    missing ?? 'is one trace from the run to its mails, and says no address',
    async () => {
      const { collector, ctx } = await collected(way);
      const { unsubscribeKey } = await putSubscriber(ctx, READER, { size: 5 });
      const workers = await observedWorkers(ctx);
      await ctx.queue.enqueue(dailyRun(ctx.env.SOURCES, DAY));
      await workers.whenDone('deliver');
      ctx.clock.set(`${DAY}T07:00:00Z`);
      await ctx.queue.enqueue(newJob('send-slot', { slot: slotOf(ctx.clock.now()) }));
      await workers.whenDone('send-slot');
      const app = createApp(ctx);
      expect((await app.request(`/leave/${unsubscribeKey}?from=${READER}`)).status).toBe(200);
      const form = new URLSearchParams({ address: ASKING, topics: 'agents-tool-use' });
      await app.request('/my-link', { method: 'POST', body: form });
      await workers.whenDone('answer');
      await app.request(`/nothing/${ASKING}`);
      await workers.drain();
      await ctx.close();

      const runs = 'addFlow delivery > addNode delivery';
      const planning = `${runs} > addNode editions`;
      expect(trails(collector, 'ask Hugging Face')).toEqual([
        `${planning} > addNode editions > addNode ingestion > addNode ingestion > process ingestion > ask Hugging Face Daily Papers`,
      ]);
      expect(trails(collector, 'process editions')).toEqual([
        `${planning} > addNode editions > process editions`,
        `${planning} > process editions`,
      ]);
      expect(trails(collector, 'send by')).toEqual([
        'add delivery.send-slot > process delivery > send batch > send by outbox',
      ]);
      expect(trails(collector, 'process notifications')).toContain(
        'POST /my-link > add notifications.answer > process notifications',
      );
      expect(trails(collector, 'GET')).toEqual(['GET (none)', 'GET /leave/…']);
      expect(trails(collector, 'getNextJob')).toEqual([]);
      const batch = collector.spans().find(({ name }) => name === 'send batch');
      expect(batch?.attributes).toMatchObject({ 'paperboy.edition': `daily-${DAY}`, 'paperboy.accepted': 1 });
      expect(collector.services()).toEqual(['morning']);
      const bytes = collector.bytes();
      expect(bytes).toContain('"x-team":"papers and more"');
      for (const secret of ['@', '%40', unsubscribeKey, 'of.the.tests', ctx.env.APP_SECRET ?? '']) {
        expect(bytes).not.toContain(secret);
      }
    },
  );
});

it('exports that a job failed without the text of its error', async () => {
  const { collector, ctx } = await collected('embedded');
  let failed = () => {};
  const over = new Promise<void>((resolve) => {
    failed = resolve;
  });
  const plan = async () => {
    failed();
    throw new Error(`550 <${READER}> is unknown`);
  };
  const workers = await startWorkers(ctx, handlersOf({ plan }));
  await ctx.queue.enqueue(newJob('plan', { day: DAY }, { attempts: 1 }));
  await over;
  await workers.drain();
  await ctx.close();
  const job = collector.spans().find(({ name }) => name === 'process editions');
  expect(job).toMatchObject({ status: { code: 2 }, attributes: { 'bullmq.job.id': `plan-${DAY}` } });
  expect(collector.bytes()).not.toContain('@');
});

function tracing(url: string) {
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const env = { OTEL_SERVICE_NAME: 'paperboy', OTEL_TRACES_SAMPLER_ARG: 1 };
  const open = openTelemetry(env, `${url}/v1/traces`, '0.0.0', log);
  const work = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      await open.span({ name: 'work', kind: 'internal' }, async () => {});
    }
  };
  return { open, work, lines };
}

describe('a collector', () => {
  it('that is down is logged once and does not delay the end of the process', async () => {
    const { open, work, lines } = tracing('http://127.0.0.1:9');
    await work(4 * SPAN_EXPORT.maxQueued);
    const began = performance.now();
    await open.close();
    expect(performance.now() - began).toBeLessThan(SPAN_EXPORT.shutdownMs + 2_000);
    expect(lines).toEqual([expect.stringContaining('span export failed')]);
  });

  it('that never responds does not delay the end of the process', async () => {
    const collector = await startCollector({ hangs: true });
    closing.push(() => collector.close());
    const { open, work } = tracing(collector.url);
    await work(10);
    const began = performance.now();
    await open.close();
    expect(performance.now() - began).toBeLessThan(SPAN_EXPORT.shutdownMs + 2_000);
  });

  it('is not contacted unless the environment names it', async () => {
    for (const env of [
      {},
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_SDK_DISABLED: 'true' },
    ]) {
      const ctx = await testInstallation({ env });
      closing.push(() => ctx.close());
      expect(ctx.tracing).toBe(NO_TRACING);
    }
  });
});

it('closes tracing when the installation fails after opening it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-case-'));
  cpSync(inject('template'), directory, { recursive: true });
  // A folder is in the place of the generated secret.
  mkdirSync(join(directory, 'app-secret'));
  const env = readEnv({ DATA_DIR: directory, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  await expect(install(env, { log: createLog('silent') })).rejects.toThrow(/EISDIR/);
  expect(trace.getTracer('tests').startSpan('afterwards').isRecording()).toBe(false);
  rmSync(directory, { recursive: true, force: true });
});
