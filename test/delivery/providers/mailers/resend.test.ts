import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createResendMailer, type ResendOptions } from '../../../../src/delivery/providers/mailers/resend.ts';
import type { Mailer, SendResult } from '../../../../src/ports.ts';
import { mailerContract } from '../../../contracts/mailer.ts';
import { type TestClock, testClock } from '../../../support/clock.ts';
import { sampleMail, sampleMails } from '../../../support/mail.ts';
import { bareAddress } from '../../../support/resend-batch.ts';
import { type ResendServer, type ResendServerOptions, startResend } from '../../../support/resend-server.ts';

const USER_AGENT = 'Paperboy/0.1.0 (+https://papers.example.org)';

function mailerFor(server: ResendServer, clock: TestClock, over: Partial<ResendOptions> = {}): Mailer {
  return createResendMailer({
    apiKey: server.apiKey,
    baseUrl: server.url,
    clock,
    userAgent: USER_AGENT,
    callMs: 10_000,
    ...over,
  });
}

mailerContract('Resend', async () => {
  const clock = testClock('2026-11-23T06:30:00.000Z');
  const server = await startResend({ now: () => clock.now() });
  return {
    mailer: mailerFor(server, clock),
    arrived: async () =>
      server.accepted.map((email) => ({
        ...email,
        to: bareAddress(email.to[0] ?? ''),
        headers: Object.fromEntries(
          Object.entries(email.headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
      })),
    close: () => server.close(),
  };
});

describe('resend', () => {
  let clock: TestClock;
  let server: ResendServer;
  let mailer: Mailer;
  const emails = sampleMails(2);
  const send = (idempotencyKey = 'attempt-1', batch = emails) => mailer.send(batch, { idempotencyKey });
  const outcomes = (results: SendResult[]) => results.map(({ outcome }) => outcome);

  /** The only real wait of these tests: a second, until the call times out. */
  const sendImpatiently = () =>
    mailerFor(server, clock, { callMs: 1000 }).send(emails, { idempotencyKey: 'attempt-1' });

  async function restart(options: ResendServerOptions): Promise<void> {
    await server.close();
    server = await startResend({ now: () => clock.now(), ...options });
    mailer = mailerFor(server, clock);
  }

  beforeEach(async () => {
    clock = testClock('2026-11-23T06:30:00.000Z');
    server = await startResend({ now: () => clock.now() });
    mailer = mailerFor(server, clock);
  });
  afterEach(() => server.close());

  it('sends exactly the hashed bytes, its headers, and the delivery id as a tag', async () => {
    await send();
    const [call] = server.calls;
    expect(
      createHash('sha256')
        .update(call?.body ?? '')
        .digest('hex'),
    ).toBe(mailer.payloadHash(emails));
    expect(call?.headers).toMatchObject({
      'idempotency-key': 'attempt-1',
      'x-batch-validation': 'permissive',
      'user-agent': USER_AGENT,
      'content-type': 'application/json',
    });
    expect(server.accepted[1]?.tags).toEqual([{ name: 'delivery', value: 'dlv-2' }]);
    expect(server.accepted[0]?.headers['Message-ID']).toBe('<dlv-1@papers.example.org>');
  });

  it('returns an id per email, and refuses only the bad one', async () => {
    const batch = [sampleMail(1), sampleMail(2, { to: 'reader@nowhere' }), sampleMail(3)];
    expect(await send('attempt-1', batch)).toMatchObject([
      { outcome: 'accepted', providerId: '00000000-0000-4000-8000-000000000001' },
      { outcome: 'refused', about: 'address', code: 'validation_error' },
      { outcome: 'accepted', providerId: '00000000-0000-4000-8000-000000000002' },
    ]);
  });

  it.each(['error-after', 'reset-after', 'hang-after', 'drip-after', 'garbage-after'] as const)(
    'is uncertain after %s, and the replay under the same key delivers nothing twice',
    async (fault) => {
      server.fail(fault);
      expect(outcomes(await sendImpatiently())).toEqual(['uncertain', 'uncertain']);
      expect(server.accepted).toHaveLength(2);
      expect(outcomes(await send())).toEqual(['accepted', 'accepted']);
      expect(emails.map(({ to }) => server.acceptedFor(to))).toEqual([1, 1]);
    },
  );

  it.each(['error-before', 'reset-before', 'hang-before'] as const)(
    'is uncertain after %s too, and the replay delivers once',
    async (fault) => {
      server.fail(fault);
      expect(outcomes(await sendImpatiently())).toEqual(['uncertain', 'uncertain']);
      expect(server.accepted).toHaveLength(0);
      expect(outcomes(await send())).toEqual(['accepted', 'accepted']);
      expect(emails.map(({ to }) => server.acceptedFor(to))).toEqual([1, 1]);
    },
  );

  it('is uncertain, not deferred, while an earlier call with the key is still in flight', async () => {
    server.fail('hold');
    const first = send();
    await server.whenCalled(1);
    expect(await send()).toMatchObject([
      { outcome: 'uncertain', reason: expect.stringContaining('concurrent_idempotent_requests') },
      { outcome: 'uncertain' },
    ]);
    server.release();
    expect(outcomes(await first)).toEqual(['accepted', 'accepted']);
    expect(await send()).toEqual(await first);
    expect(server.accepted).toHaveLength(2);
  });

  it('is uncertain and delivers nothing when a key is reused with other bytes', async () => {
    await send();
    expect(await send('attempt-1', [sampleMail(1, { text: 'Other' })])).toMatchObject([
      { outcome: 'uncertain', reason: expect.stringContaining('invalid_idempotent_request') },
    ]);
    expect(server.accepted).toHaveLength(2);
  });

  it('has a replay window shorter than the lifetime of a key', async () => {
    await send();
    clock.advance(mailer.replayWindowMs);
    await send();
    expect(server.accepted).toHaveLength(2);
    expect(mailer.replayWindowMs).toBeGreaterThanOrEqual(22 * 60 * 60 * 1000);
    expect(mailer.replayWindowMs).toBeLessThan(24 * 60 * 60 * 1000);
  });

  it('halts on a wrong key and on an unverified sender', async () => {
    const unauthorized = mailerFor(server, clock, { apiKey: 're_wrong' });
    expect(await unauthorized.send(emails, { idempotencyKey: 'a' })).toMatchObject([
      { outcome: 'halted', code: 'invalid_api_key' },
      { outcome: 'halted', code: 'invalid_api_key' },
    ]);
    await expect(unauthorized.check()).rejects.toMatchObject({ code: 'MAILER_UNAUTHORISED' });
    await restart({ verifiedDomains: ['other.example.org'] });
    expect(await send()).toMatchObject([
      { outcome: 'halted', code: 'validation_error' },
      { outcome: 'halted' },
    ]);
    expect(server.accepted).toEqual([]);
  });

  it('keeps within the rate limit in the headers of Resend, by its clock', async () => {
    const results = [];
    for (let call = 1; call <= 12; call += 1)
      results.push(...(await send(`attempt-${call}`, [sampleMail(call)])));
    expect(new Set(outcomes(results))).toEqual(new Set(['accepted']));
    expect(clock.sleeps).toEqual([1000, 1000]);
  });

  it('defers until the reset when another client uses up the rate limit', async () => {
    await restart({ callsPerSecond: 1 });
    const other = mailerFor(server, clock);
    await other.send([sampleMail(9)], { idempotencyKey: 'other' });
    expect(await send()).toMatchObject([
      { outcome: 'deferred', code: 'rate_limit_exceeded', retryAfterMs: 1000 },
      {},
    ]);
    expect(outcomes(await send())).toEqual(['accepted', 'accepted']);
    expect(clock.sleeps).toEqual([1000]);
  });

  it('defers after a 429 without a retry time', async () => {
    server.fail('limited-silently');
    expect(await send()).toMatchObject([
      { outcome: 'deferred', retryAfterMs: 1000 },
      { outcome: 'deferred' },
    ]);
    expect(outcomes(await send())).toEqual(['accepted', 'accepted']);
  });

  it('defers until midnight when the quota is used up, without limiting later calls', async () => {
    await restart({ dailyQuota: 2 });
    await send();
    expect(await send('attempt-2', [sampleMail(3)])).toMatchObject([
      { outcome: 'deferred', code: 'daily_quota_exceeded', retryAfterMs: 17.5 * 60 * 60 * 1000 },
    ]);
    expect(clock.sleeps).toEqual([]);
    clock.set('2026-11-24T00:00:00.000Z');
    expect(await send('attempt-2', [sampleMail(3)])).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('does not start a call when aborted while waiting for the rate limit', async () => {
    await restart({ callsPerSecond: 1 });
    await send();
    const stop = new AbortController();
    const sending = mailer.send(emails, { idempotencyKey: 'attempt-2', signal: stop.signal });
    stop.abort();
    expect(await sending).toMatchObject([{ outcome: 'deferred', retryAfterMs: 0, code: 'ABORTED' }, {}]);
    expect(server.calls).toHaveLength(1);
  });

  it('finishes a call in flight after an abort', async () => {
    server.fail('hold');
    const stop = new AbortController();
    const sending = mailer.send(emails, { idempotencyKey: 'attempt-1', signal: stop.signal });
    await server.whenCalled(1);
    stop.abort();
    server.release();
    expect(outcomes(await sending)).toEqual(['accepted', 'accepted']);
  });

  it('defers on a refused connection, and check() throws', async () => {
    await server.close();
    expect(await send()).toMatchObject([
      { outcome: 'deferred', code: 'ECONNREFUSED' },
      { outcome: 'deferred' },
    ]);
    await expect(mailer.check()).rejects.toMatchObject({ code: 'MAILER_UNREACHABLE', retry: 'later' });
    server = await startResend();
  });

  it('rejects a key that is not valid in a header', async () => {
    for (const key of ['', 'x'.repeat(257), 'a\r\nb', 'a b', 'ä']) {
      await expect(send(key), key).rejects.toMatchObject({ code: 'MAIL_KEY_UNSAFE' });
    }
    expect(server.calls).toEqual([]);
  });

  it('never leaks its API key', async () => {
    server.fail('error-before', 'reset-before');
    const output = JSON.stringify([await send(), await send(), await mailer.check()]);
    expect(output).not.toContain(server.apiKey);
  });
});
