import { describe, expect, it } from 'vitest';
import { createCallLimiter, readRetryMs } from '../../../../src/delivery/providers/mailers/call-limiter.ts';
import { testClock } from '../../../support/clock.ts';

const NOW = '2026-11-23T06:30:00.000Z';
const rate = (remaining: number, reset: number) =>
  new Headers({ 'ratelimit-remaining': String(remaining), 'ratelimit-reset': String(reset) });

describe('pace', () => {
  it('lets calls through until an answer says that the window is used up, then waits for its end', async () => {
    const clock = testClock(NOW);
    const turns = createCallLimiter(clock);
    expect(await turns.acquire()).toBe(0);
    turns.learn(rate(2, 1), false);
    await turns.acquire();
    await turns.acquire();
    expect(clock.sleeps).toEqual([]);
    await turns.acquire();
    expect(clock.sleeps).toEqual([1000]);
  });

  it('counts the smaller number when answers overtake each other', async () => {
    const clock = testClock(NOW);
    const turns = createCallLimiter(clock);
    turns.learn(rate(0, 1), false);
    turns.learn(rate(3, 1), false);
    await turns.acquire();
    expect(clock.sleeps).toEqual([1000]);
  });

  it('begins a new window where the old one has ended', async () => {
    const clock = testClock(NOW);
    const turns = createCallLimiter(clock);
    turns.learn(rate(0, 1), false);
    clock.advance(1000);
    turns.learn(rate(4, 1), false);
    for (let call = 0; call < 4; call += 1) await turns.acquire();
    expect(clock.sleeps).toEqual([]);
    await turns.acquire();
    expect(clock.sleeps).toEqual([1000]);
  });

  it('waits a second after being limited without a word, and hands back what would take too long', async () => {
    const clock = testClock(NOW);
    const turns = createCallLimiter(clock);
    turns.learn(new Headers(), true);
    await turns.acquire();
    expect(clock.sleeps).toEqual([1000]);
    turns.learn(new Headers({ 'retry-after': '120' }), true);
    expect(await turns.acquire()).toBe(120_000);
    expect(clock.sleeps).toEqual([1000]);
  });

  it('stops waiting when it is told to', async () => {
    const turns = createCallLimiter(testClock(NOW));
    turns.learn(rate(0, 1), false);
    await expect(turns.acquire(AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
  });

  it('ignores headers that say nothing', async () => {
    const clock = testClock(NOW);
    const turns = createCallLimiter(clock);
    for (const odd of ['', '-1', 'NaN', '1e9', '0x0', 'soon']) {
      turns.learn(new Headers({ 'ratelimit-remaining': odd, 'ratelimit-reset': '1' }), false);
      turns.learn(new Headers({ 'ratelimit-remaining': '0', 'ratelimit-reset': odd }), false);
    }
    await turns.acquire();
    expect(clock.sleeps).toEqual([]);
  });
});

describe('askAgainMs', () => {
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
