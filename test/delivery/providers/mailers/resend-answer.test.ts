import { describe, expect, it } from 'vitest';
import {
  readBatchResponse,
  readNetworkError,
} from '../../../../src/delivery/providers/mailers/resend-response.ts';

const NOW = new Date('2026-11-23T06:30:00.000Z');

function read(status: number, body: unknown, count = 2, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readBatchResponse({ status, headers: new Headers(headers), body: text }, count, NOW);
}

const failure = (name: string, message = 'Because.') => ({ statusCode: 400, name, message });

describe('readBatchAnswer', () => {
  it('gives ids and refusals their places in the batch', () => {
    const errors = [
      { index: 0, message: 'Invalid `to` field.' },
      { index: 2, message: 'Invalid `subject` field.' },
    ];
    expect(read(200, { data: [{ id: 'b' }, { id: 'd' }], errors }, 4)).toEqual([
      { outcome: 'refused', about: 'address', code: 'validation_error', reason: 'Invalid `to` field.' },
      { outcome: 'accepted', providerId: 'b' },
      { outcome: 'refused', about: 'mail', code: 'validation_error', reason: 'Invalid `subject` field.' },
      { outcome: 'accepted', providerId: 'd' },
    ]);
    expect(read(200, { data: [{ id: 'a' }, { id: 'b' }] })).toEqual([
      { outcome: 'accepted', providerId: 'a' },
      { outcome: 'accepted', providerId: 'b' },
    ]);
  });

  it.each([
    ['too few ids', { data: [{ id: 'a' }] }],
    ['too many ids', { data: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }],
    ['an error out of range', { data: [{ id: 'a' }], errors: [{ index: 2, message: 'x' }] }],
    [
      'the same error twice',
      {
        data: [],
        errors: [
          { index: 0, message: 'x' },
          { index: 0, message: 'x' },
        ],
      },
    ],
    ['an id that is none', { data: [{ id: 7 }, { id: 'b' }] }],
    ['no JSON', '<html>'],
    ['nothing', ''],
  ])('is uncertain about an answer with %s', (_what, body) => {
    expect(read(200, body).map(({ outcome }) => outcome)).toEqual(['uncertain', 'uncertain']);
  });

  it.each([
    [401, 'missing_api_key', 'halted'],
    [401, 'restricted_api_key', 'halted'],
    [403, 'invalid_api_key', 'halted'],
    [403, 'validation_error', 'halted'],
    [404, 'not_found', 'halted'],
    [301, 'moved', 'halted'],
    [451, 'security_error', 'halted'],
    [422, 'invalid_from_address', 'halted'],
    [400, 'invalid_idempotency_key', 'halted'],
    [422, 'validation_error', 'deferred'],
    [413, 'payload_too_large', 'deferred'],
    [408, 'request_timeout', 'uncertain'],
    [409, 'invalid_idempotent_request', 'uncertain'],
    [409, 'concurrent_idempotent_requests', 'uncertain'],
    [429, 'rate_limit_exceeded', 'deferred'],
    [429, 'anything', 'deferred'],
    [500, 'internal_server_error', 'uncertain'],
    [503, 'whatever', 'uncertain'],
  ])('reads %s %s for a batch as %s', (status, name, outcome) => {
    const results = read(status, failure(name), 3);
    expect(results).toHaveLength(3);
    for (const result of results) {
      expect(result).toMatchObject({ outcome, reason: `${name}: Because.` });
      if (result.outcome === 'halted' || result.outcome === 'deferred') expect(result.code).toBe(name);
    }
  });

  it('blames a mail that was alone in its call, and the address where Resend names the field', () => {
    expect(read(422, failure('validation_error'), 1)).toMatchObject([{ outcome: 'refused', about: 'mail' }]);
    expect(read(422, failure('validation_error', 'Invalid `to` field.'), 1)).toMatchObject([
      { outcome: 'refused', about: 'address' },
    ]);
    expect(read(422, failure('invalid_from_address'), 1)).toMatchObject([{ outcome: 'halted' }]);
  });

  it('waits as long as it is told, and a quota until the next midnight in UTC', () => {
    const wait = (name: string, headers = {}) => {
      const [result] = read(429, failure(name), 1, headers);
      return result?.outcome === 'deferred' ? result.retryAfterMs : null;
    };
    expect(wait('rate_limit_exceeded', { 'retry-after': '3' })).toBe(3000);
    expect(wait('rate_limit_exceeded')).toBe(1000);
    expect(wait('daily_quota_exceeded')).toBe(17.5 * 60 * 60 * 1000);
    expect(wait('monthly_quota_exceeded', { 'retry-after': '3' })).toBe(17.5 * 60 * 60 * 1000);
  });

  it.each([
    [429, 'daily_quota_exceeded', {}, 'quota'],
    [429, 'monthly_quota_exceeded', {}, 'quota'],
    [429, 'rate_limit_exceeded', { 'retry-after': '2' }, 'rate'],
    [429, 'rate_limit_exceeded', { 'ratelimit-reset': '1' }, 'rate'],
    [429, 'rate_limit_exceeded', {}, 'service'],
    [500, 'internal_server_error', {}, 'service'],
    [409, 'invalid_idempotent_request', {}, 'key'],
    [409, 'concurrent_idempotent_requests', {}, undefined],
  ])('says what %s %s with %j is about: %s', (status, name, headers, about) => {
    const [result] = read(status, failure(name), 1, headers);
    expect(result && 'about' in result ? result.about : undefined).toBe(about);
  });

  it('names a failure that has no readable name by its status', () => {
    expect(read(502, '<html>Bad gateway</html>', 1)).toEqual([
      { outcome: 'uncertain', reason: 'http_502: HTTP 502', about: 'service' },
    ]);
    expect(read(403, { name: 'x\n<script>' }, 1)).toMatchObject([{ outcome: 'halted', code: 'http_403' }]);
  });

  it('keeps control characters and length of a message out of the reason', () => {
    const [result] = read(500, failure('application_error', `a\u0000b\n${'x'.repeat(5000)}`), 1);
    expect(result).toMatchObject({
      outcome: 'uncertain',
      reason: expect.not.stringMatching(/\p{Cc}|x{300}/u),
    });
  });
});

describe('readSilence', () => {
  const caused = (code: string) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
    'defers after %s',
    (code) => {
      expect(readNetworkError(caused(code), 2)).toMatchObject([
        { outcome: 'deferred', code, retryAfterMs: 30_000 },
        { outcome: 'deferred', code },
      ]);
    },
  );

  it.each(['ECONNRESET', 'EHOSTUNREACH', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT'])(
    'is uncertain after %s',
    (code) => {
      expect(readNetworkError(caused(code), 1)).toMatchObject([
        { outcome: 'uncertain', reason: expect.stringContaining(code) },
      ]);
    },
  );

  it('is uncertain after anything else', () => {
    expect(readNetworkError(new DOMException('timed out', 'TimeoutError'), 1)).toMatchObject([
      { outcome: 'uncertain' },
    ]);
    expect(readNetworkError('odd', 1)).toMatchObject([{ outcome: 'uncertain' }]);
  });
});
