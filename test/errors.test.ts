import { describe, expect, it } from 'vitest';
import { freePort } from '../bench/port.ts';
import { PaperboyError, reasonOf } from '../src/errors.ts';

describe('PaperboyError', () => {
  it('ends its message with the remedy and defaults to no retry', () => {
    const cause = new Error('no route');
    const error = new PaperboyError({
      code: 'SOURCE_UNAVAILABLE',
      message: 'It is away.',
      remedy: 'Wait.',
      cause,
    });
    expect(error).toMatchObject({
      name: 'PaperboyError',
      message: 'It is away. Wait.',
      code: 'SOURCE_UNAVAILABLE',
      remedy: 'Wait.',
      retry: 'never',
      retryAfterMs: undefined,
      cause,
    });
    expect(error).toBeInstanceOf(Error);
  });

  it('carries retry policy and delay', () => {
    const details = { code: 'SOURCE_LIMITED', message: 'Too many.', remedy: 'Wait.' };
    expect(new PaperboyError({ ...details, retry: 'later', retryAfterMs: 90_000 })).toMatchObject({
      retry: 'later',
      retryAfterMs: 90_000,
    });
  });
});

describe('reasonOf', () => {
  it.each([
    [new Error('It broke.'), 'It broke.'],
    ['a word', 'a word'],
    [undefined, 'undefined'],
    [null, 'null'],
    [new RangeError(), 'RangeError'],
    [
      new Error('fetch failed', { cause: new Error('connect', { cause: new Error('ECONNREFUSED') }) }),
      'fetch failed: connect: ECONNREFUSED',
    ],
    [new Error('outside', { cause: 'not an error' }), 'outside'],
  ])('describes %o as: %s', (thrown, reason) => {
    expect(reasonOf(thrown)).toBe(reason);
  });

  it('describes a PaperboyError without its cause', () => {
    const cause = new Error('connect ECONNREFUSED 127.0.0.1:9');
    const own = new PaperboyError({ code: 'X', message: 'It is away.', remedy: 'Wait.', cause });
    expect(reasonOf(own)).toBe('It is away. Wait.');
    expect(reasonOf(new Error('outer', { cause: own }))).toBe('outer: It is away. Wait.');
  });

  it('fits on one line of 500 characters', () => {
    expect(reasonOf(new Error('first\r\nsecond\u2028third\t fourth  '))).toBe('first second third fourth');
    expect(reasonOf(new Error('x'.repeat(10_000)))).toHaveLength(500);
  });

  it('removes characters that PostgreSQL rejects or a terminal obeys', () => {
    // PostgreSQL rejects U+0000 in text, and an escape sequence could rewrite the operator's screen.
    expect(reasonOf(new Error('un\u0000expected \u001b[2Jtoken \u009b31m'))).toBe('un expected [2Jtoken 31m');
  });

  it('ends for circular causes', () => {
    const first = new Error('first');
    first.cause = new Error('second', { cause: first });
    expect(reasonOf(first)).toMatch(/^first: second/);
  });

  it('names the error of every attempt when a host has several addresses', async () => {
    const port = await freePort();
    // Node tries ::1 and 127.0.0.1 and throws an AggregateError with an empty message of its own.
    const thrown = await fetch(`http://localhost:${port}`).catch((error: unknown) => error);
    expect(reasonOf(thrown)).toMatch(/ECONNREFUSED/);
    const both = new AggregateError([
      new Error('connect ECONNREFUSED ::1:9'),
      new Error('connect ECONNREFUSED 127.0.0.1:9'),
    ]);
    expect(reasonOf(new Error('fetch failed', { cause: both }))).toContain('ECONNREFUSED ::1:9');
  });
});
