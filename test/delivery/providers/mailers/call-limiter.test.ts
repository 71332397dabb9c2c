import { describe, expect, it } from 'vitest';
import { createCallLimiter, readRetryMs } from '../../../../src/delivery/providers/mailers/call-limiter.ts';
import { testClock } from '../../../support/clock.ts';

const NOW = '2026-11-23T06:30:00.000Z';
const rate = (remaining: number, reset: number) =>
  new Headers({ 'ratelimit-remaining': String(remaining), 'ratelimit-reset': String(reset) });

describe('createCallLimiter', () => {
  it('waits for the next window once a response reports the current one as used up', async () => {
    const clock = testClock(NOW);
    const limiter = createCallLimiter(clock);
    expect(await limiter.acquire()).toBe(0);
    limiter.learn(rate(2, 1), false);
    await limiter.acquire();
    await limiter.acquire();
    expect(clock.sleeps).toEqual([]);
    await limiter.acquire();
    expect(clock.sleeps).toEqual([1000]);
  });

  it('uses the smallest number when responses arrive out of order', async () => {
    const clock = testClock(NOW);
    const limiter = createCallLimiter(clock);
    limiter.learn(rate(0, 1), false);
    limiter.learn(rate(3, 1), false);
    await limiter.acquire();
    expect(clock.sleeps).toEqual([1000]);
  });

  it('starts a new window when the previous one has ended', async () => {
    const clock = testClock(NOW);
    const limiter = createCallLimiter(clock);
    limiter.learn(rate(0, 1), false);
    clock.advance(1000);
    limiter.learn(rate(4, 1), false);
    for (let call = 0; call < 4; call += 1) await limiter.acquire();
    expect(clock.sleeps).toEqual([]);
    await limiter.acquire();
    expect(clock.sleeps).toEqual([1000]);
  });

  it('waits a second after a 429 without headers, and returns the wait time when it is long', async () => {
    const clock = testClock(NOW);
    const limiter = createCallLimiter(clock);
    limiter.learn(new Headers(), true);
    await limiter.acquire();
    expect(clock.sleeps).toEqual([1000]);
    limiter.learn(new Headers({ 'retry-after': '120' }), true);
    expect(await limiter.acquire()).toBe(120_000);
    expect(clock.sleeps).toEqual([1000]);
  });

  it('rejects when the signal aborts', async () => {
    const limiter = createCallLimiter(testClock(NOW));
    limiter.learn(rate(0, 1), false);
    await expect(limiter.acquire(AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
  });

  it('ignores malformed headers', async () => {
    const clock = testClock(NOW);
    const limiter = createCallLimiter(clock);
    for (const odd of ['', '-1', 'NaN', '1e9', '0x0', 'soon']) {
      limiter.learn(new Headers({ 'ratelimit-remaining': odd, 'ratelimit-reset': '1' }), false);
      limiter.learn(new Headers({ 'ratelimit-remaining': '0', 'ratelimit-reset': odd }), false);
    }
    await limiter.acquire();
    expect(clock.sleeps).toEqual([]);
  });
});

describe('readRetryMs', () => {
  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': '7', 'ratelimit-reset': '1' }, 7000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 06:31:00 GMT' }, 60_000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 06:00:00 GMT' }, 0],
    [{ 'retry-after': '999999999' }, 86_400_000],
    [{ 'retry-after': 'soon' }, null],
    [{ 'ratelimit-reset': '3' }, 3000],
    [{}, null],
  ])('%j is %s', (headers, expected) => {
    expect(readRetryMs(new Headers(headers as Record<string, string>), new Date(NOW))).toBe(expected);
  });
});
