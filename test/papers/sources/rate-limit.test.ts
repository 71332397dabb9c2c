import { describe, expect, it } from 'vitest';
import { exhaustedForMs, retryAfterMs } from '../../../src/papers/sources/rate-limit.ts';

const NOW = new Date('2026-06-11T12:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['30', 30_000],
    ['1.5', 1_500],
    [' 7 ', 7_000],
    ['99999999999999999999', DAY_MS],
    ['Thu, 11 Jun 2026 12:02:00 GMT', 120_000],
    ['Thu, 11 Jun 2026 11:00:00 GMT', 0],
    ['Fri, 11 Jun 2066 12:00:00 GMT', DAY_MS],
  ])('reads Retry-After %j as %i ms', (value, expected) => {
    expect(retryAfterMs(new Headers({ 'retry-after': value }), NOW)).toBe(expected);
  });

  it.each(['', 'soon', '-5 apples'])('ignores an invalid Retry-After %j', (value) => {
    expect(retryAfterMs(new Headers({ 'retry-after': value }), NOW)).toBeUndefined();
  });

  it('falls back on an exhausted window', () => {
    expect(retryAfterMs(new Headers({ ratelimit: '"api";r=0;t=123' }), NOW)).toBe(123_000);
    expect(retryAfterMs(new Headers({ 'retry-after': 'soon', ratelimit: '"api";r=0;t=12' }), NOW)).toBe(
      12_000,
    );
    expect(retryAfterMs(new Headers(), NOW)).toBeUndefined();
  });
});

describe('exhaustedForMs', () => {
  it.each([
    ['as Hugging Face sends it', { ratelimit: '"api";r=0;t=123' }, 123_000],
    ['with spaces and capitals', { ratelimit: '"api" ; R = 0 ; T = 123' }, 123_000],
    ['with quoted numbers', { ratelimit: '"api";r="0";t="9"' }, 9_000],
    [
      'of several windows the longest exhausted one',
      { ratelimit: '"a";r=0;t=5, "b";r=0;t=50, "c";r=3;t=500' },
      50_000,
    ],
    ['with a comma and a number in a name', { ratelimit: '"api, r=4;t=1";r=0;t=8' }, 8_000],
    ['in the older form of one header', { ratelimit: 'limit=100, remaining=0, reset=42' }, 42_000],
    ['in the older form of three headers', { 'ratelimit-remaining': '0', 'ratelimit-reset': '42' }, 42_000],
    [
      'with the length of the window where the reset is missing',
      { ratelimit: '"api";r=0', 'ratelimit-policy': '"fixed window";"api";q=500;w=300' },
      300_000,
    ],
    ['with a senseless reset', { ratelimit: '"api";r=0;t=999999999999' }, DAY_MS],
  ])('parses %s', (_name, headers, expected) => {
    expect(exhaustedForMs(new Headers(headers as Record<string, string>))).toBe(expected);
  });

  it.each([
    {},
    { ratelimit: '"api";r=3;t=123' },
    { ratelimit: '"api";r=0' },
    { ratelimit: 'remaining=10, reset=0' },
    { ratelimit: '"r=0;t=9"' },
    { ratelimit: ';;;===,,,"' },
    { 'ratelimit-policy': '"api";q=500;w=300' },
  ])('finds nothing exhausted in %j', (headers) => {
    expect(exhaustedForMs(new Headers(headers as Record<string, string>))).toBeUndefined();
  });
});
