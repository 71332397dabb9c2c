import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GetContext, politeGet } from '../../../src/papers/sources/polite-get.ts';
import { noRateLimit } from '../../../src/papers/sources/rate-limit.ts';
import { type TestClock, testClock } from '../../support/clock.ts';
import { memoryGate } from '../../support/gate.ts';
import { type Fault, type StandIn, startStandIn } from '../../support/stand-in.ts';

const BODY = 'Grüße aus dem Archiv';

let clock: TestClock;
let server: StandIn;
let ctx: GetContext;
beforeEach(async () => {
  clock = testClock('2026-06-11T12:00:00Z');
  server = await startStandIn(clock.now, () => ({ status: 200, headers: {}, body: BODY }));
  ctx = {
    clock,
    label: 'The source',
    userAgent: 'Paperboy/0.0.0 (+https://papers.example.org)',
    maxTries: 3,
    rateLimit: noRateLimit(),
  };
});
afterEach(() => server.close());

const ask = (options: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  politeGet({ url: `${server.url}/api?x=1`, accept: 'text/plain', timeoutMs: 5_000, ...options }, ctx);

describe('politeGet', () => {
  it('returns the body, and sends a user agent and an Accept header', async () => {
    expect(await ask()).toEqual({ status: 200, body: BODY });
    expect(server.requests[0]?.headers).toMatchObject({
      'user-agent': 'Paperboy/0.0.0 (+https://papers.example.org)',
      accept: 'text/plain',
    });
    expect(clock.sleeps).toEqual([]);
  });

  it.each([400, 404])('returns status %i with its body, without a retry', async (status) => {
    server.fail({ kind: 'status', status, body: 'no such day' });
    expect(await ask()).toEqual({ status, body: 'no such day' });
    expect(server.requests).toHaveLength(1);
  });

  it('waits for a slow response', async () => {
    server.fail({ kind: 'slow', milliseconds: 30 });
    expect(await ask()).toEqual({ status: 200, body: BODY });
  });

  it('reads a compressed body', async () => {
    server.fail({
      kind: 'status',
      status: 200,
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(BODY),
    });
    expect(await ask()).toEqual({ status: 200, body: BODY });
  });
});

describe('retries', () => {
  it.each<[string, Fault, number[]]>([
    ['a server error', { kind: 'status', status: 500 }, [2_000, 6_000]],
    ['a timeout told by the server', { kind: 'status', status: 408 }, [2_000, 6_000]],
    ['a lost connection', { kind: 'drop' }, [2_000, 6_000]],
    ['half an answer', { kind: 'cut' }, [2_000, 6_000]],
    [
      'a short Retry-After',
      { kind: 'status', status: 503, headers: { 'retry-after': '25' } },
      [25_000, 25_000],
    ],
    [
      'a Retry-After of nothing',
      { kind: 'status', status: 503, headers: { 'retry-after': '0' } },
      [1_000, 1_000],
    ],
    ['a long Retry-After', { kind: 'status', status: 503, headers: { 'retry-after': '31' } }, []],
    ['a client error', { kind: 'status', status: 403 }, []],
    ['an answer that is no answer', { kind: 'status', status: 304 }, []],
  ])('after %s', async (_name, fault, pauses) => {
    server.fail(fault);
    await expect(ask()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', retry: 'later' });
    expect(clock.sleeps).toEqual(pauses);
    expect(server.requests).toHaveLength(pauses.length + 1);
  });

  it('pass on the Retry-After of a busy server', async () => {
    server.fail({ kind: 'status', status: 503, headers: { 'retry-after': '300' } });
    await expect(ask()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', retryAfterMs: 300_000 });
  });

  it('are limited to three attempts, or to maxTries when lower', async () => {
    server.fail({ kind: 'drop' });
    ctx = { ...ctx, maxTries: 50 };
    await expect(ask()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(server.requests).toHaveLength(3);
    ctx = { ...ctx, maxTries: 1 };
    await expect(ask()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(server.requests).toHaveLength(4);
  });

  it('follow once and soon after a refused connection, with its code in the message', async () => {
    await server.close();
    await expect(ask()).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(clock.sleeps).toEqual([500]);
  });

  it('pass through the gate for every attempt, and wait outside of it', async () => {
    const gate = memoryGate(clock, 3_000);
    ctx = { ...ctx, gate };
    server.fail({ kind: 'status', status: 500 }, 2);
    expect(await ask()).toEqual({ status: 200, body: BODY });
    expect(gate.passes()).toBe(3);
    expect(clock.sleeps).toEqual([2_000, 1_000, 6_000]);
  });

  it('rethrow the error of a gate unchanged', async () => {
    const broken = new Error('no database');
    ctx = { ...ctx, gate: { pass: () => Promise.reject(broken) } };
    await expect(ask()).rejects.toBe(broken);
    expect(clock.sleeps).toEqual([]);
  });
});

describe('a rate limit', () => {
  it.each([
    ['seconds', { 'retry-after': '90' }, 90_000],
    ['a date', { 'retry-after': 'Thu, 11 Jun 2026 12:05:00 GMT' }, 300_000],
    ['the RateLimit header', { ratelimit: '"api";r=0;t=77' }, 77_000],
    ['nothing', {}, 60_000],
  ])('from %s is thrown when it is long', async (_name, headers, retryAfterMs) => {
    server.fail({ kind: 'status', status: 429, headers: headers as Record<string, string> });
    await expect(ask()).rejects.toMatchObject({ code: 'SOURCE_LIMITED', retry: 'later', retryAfterMs });
    expect([server.requests.length, clock.sleeps]).toEqual([1, []]);
  });

  it('is waited for when it is short, at most twice', async () => {
    server.fail({ kind: 'status', status: 429, headers: { 'retry-after': '10' } });
    await expect(ask()).rejects.toMatchObject({ code: 'SOURCE_LIMITED', retryAfterMs: 10_000 });
    expect([server.requests.length, clock.sleeps]).toEqual([3, [10_000, 10_000]]);
  });

  it('applies to the next request, too', async () => {
    server.fail({ kind: 'status', status: 200, headers: { ratelimit: '"api";r=0;t=30' } }, 1);
    await ask();
    expect(await ask()).toEqual({ status: 200, body: BODY });
    expect(clock.sleeps).toEqual([30_000]);
  });
});

describe('protection against slow servers', () => {
  it('times out a request without a response', async () => {
    server.fail({ kind: 'hang' });
    await expect(ask({ timeoutMs: 20 })).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringContaining('no response within 20 ms'),
    });
    expect(server.requests).toHaveLength(3);
  });

  it('times out an endless body', async () => {
    server.fail({ kind: 'slow', milliseconds: 5_000 });
    ctx = { ...ctx, maxTries: 1 };
    await expect(ask({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });

  it.each([
    ['plain', {}, () => Buffer.alloc(17 * 1024 * 1024)],
    ['compressed', { 'content-encoding': 'gzip' }, () => gzipSync(Buffer.alloc(64 * 1024 * 1024))],
  ])('does not read a %s body of more than 16 MB', async (_name, headers, body) => {
    server.fail({ kind: 'status', status: 200, headers: headers as Record<string, string>, body: body() });
    await expect(ask()).rejects.toMatchObject({ code: 'SOURCE_GARBLED' });
    expect(server.requests).toHaveLength(1);
  });

  it("aborts the last attempt with the signal's reason", async () => {
    const controller = new AbortController();
    const stop = new Error('stopped');
    server.fail({ kind: 'hang' });
    server.onRequest(() => controller.abort(stop));
    ctx = { ...ctx, maxTries: 1 };
    await expect(ask({ signal: controller.signal })).rejects.toBe(stop);
  });

  it('aborts during a pause', async () => {
    const controller = new AbortController();
    const stop = new Error('stopped');
    server.fail({ kind: 'drop' });
    const sleep: TestClock['sleep'] = (milliseconds, signal) => {
      controller.abort(stop);
      return clock.sleep(milliseconds, signal);
    };
    ctx = { ...ctx, clock: { now: clock.now, sleep } };
    await expect(ask({ signal: controller.signal })).rejects.toBe(stop);
    expect(server.requests).toHaveLength(1);
  });
});
