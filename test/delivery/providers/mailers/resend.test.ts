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
      server.accepted.map((mail) => ({
        ...mail,
        to: bareAddress(mail.to[0] ?? ''),
        headers: Object.fromEntries(
          Object.entries(mail.headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
      })),
    close: () => server.close(),
  };
});

describe('resend', () => {
  let clock: TestClock;
  let server: ResendServer;
  let mailer: Mailer;
  const mails = sampleMails(2);
  const send = (idempotencyKey = 'attempt-1', batch = mails) => mailer.send(batch, { idempotencyKey });
  const outcomes = (results: SendResult[]) => results.map(({ outcome }) => outcome);

  /** The one real wait in these tests: a second, for an answer that never comes. */
  const sendImpatiently = () =>
    mailerFor(server, clock, { callMs: 1000 }).send(mails, { idempotencyKey: 'attempt-1' });

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

  it('sends exactly the bytes that it hashed, with its headers, and the id of the delivery as a tag', async () => {
    await send();
    const [call] = server.calls;
    expect(
      createHash('sha256')
        .update(call?.body ?? '')
        .digest('hex'),
    ).toBe(mailer.payloadHash(mails));
    expect(call?.headers).toMatchObject({
      'idempotency-key': 'attempt-1',
      'x-batch-validation': 'permissive',
      'user-agent': USER_AGENT,
      'content-type': 'application/json',
    });
    expect(server.accepted[1]?.tags).toEqual([{ name: 'delivery', value: 'dlv-2' }]);
    expect(server.accepted[0]?.headers['Message-ID']).toBe('<dlv-1@papers.example.org>');
  });

  it('gives each mail its own id, and refuses only the mail that is bad', async () => {
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
      expect(mails.map(({ to }) => server.acceptedFor(to))).toEqual([1, 1]);
    },
  );

  it.each(['error-before', 'reset-before', 'hang-before'] as const)(
    'is uncertain after %s too, and the replay delivers once',
    async (fault) => {
      server.fail(fault);
      expect(outcomes(await sendImpatiently())).toEqual(['uncertain', 'uncertain']);
      expect(server.accepted).toHaveLength(0);
      expect(outcomes(await send())).toEqual(['accepted', 'accepted']);
      expect(mails.map(({ to }) => server.acceptedFor(to))).toEqual([1, 1]);
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

  it('is uncertain when a key meets other bytes than before, and delivers nothing', async () => {
    await send();
    expect(await send('attempt-1', [sampleMail(1, { text: 'Other' })])).toMatchObject([
      { outcome: 'uncertain', reason: expect.stringContaining('invalid_idempotent_request') },
    ]);
    expect(server.accepted).toHaveLength(2);
  });

  it('calls a replay safe for less long than the key is kept', async () => {
    await send();
    clock.advance(mailer.replayWindowMs);
    await send();
    expect(server.accepted).toHaveLength(2);
    expect(mailer.replayWindowMs).toBeGreaterThanOrEqual(22 * 60 * 60 * 1000);
    expect(mailer.replayWindowMs).toBeLessThan(24 * 60 * 60 * 1000);
  });

  it('halts on a wrong key and on a sender that is not verified', async () => {
    const stranger = mailerFor(server, clock, { apiKey: 're_wrong' });
    expect(await stranger.send(mails, { idempotencyKey: 'a' })).toMatchObject([
      { outcome: 'halted', code: 'invalid_api_key' },
      { outcome: 'halted', code: 'invalid_api_key' },
    ]);
    await expect(stranger.check()).rejects.toMatchObject({ code: 'MAILER_UNAUTHORISED' });
    await restart({ verifiedDomains: ['other.example.org'] });
    expect(await send()).toMatchObject([
      { outcome: 'halted', code: 'validation_error' },
      { outcome: 'halted' },
    ]);
    expect(server.accepted).toEqual([]);
  });

  it('keeps to the rate that Resend announces, by its clock', async () => {
    const results = [];
    for (let call = 1; call <= 12; call += 1)
      results.push(...(await send(`attempt-${call}`, [sampleMail(call)])));
    expect(new Set(outcomes(results))).toEqual(new Set(['accepted']));
    expect(clock.sleeps).toEqual([1000, 1000]);
  });

  it('defers for as long as it is told when others use up the rate, and then waits before its next call', async () => {
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

  it('defers after a 429 that does not say for how long', async () => {
    server.fail('limited-silently');
    expect(await send()).toMatchObject([
      { outcome: 'deferred', retryAfterMs: 1000 },
      { outcome: 'deferred' },
    ]);
    expect(outcomes(await send())).toEqual(['accepted', 'accepted']);
  });

  it('defers until midnight when the quota is used up, and asks again as soon as it is told to', async () => {
    await restart({ dailyQuota: 2 });
    await send();
    expect(await send('attempt-2', [sampleMail(3)])).toMatchObject([
      { outcome: 'deferred', code: 'daily_quota_exceeded', retryAfterMs: 17.5 * 60 * 60 * 1000 },
    ]);
    expect(clock.sleeps).toEqual([]);
    clock.set('2026-11-24T00:00:00.000Z');
    expect(await send('attempt-2', [sampleMail(3)])).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('does not begin when it is told to stop while it waits for its turn', async () => {
    await restart({ callsPerSecond: 1 });
    await send();
    const stop = new AbortController();
    const sending = mailer.send(mails, { idempotencyKey: 'attempt-2', signal: stop.signal });
    stop.abort();
    expect(await sending).toMatchObject([{ outcome: 'deferred', retryAfterMs: 0, code: 'ABORTED' }, {}]);
    expect(server.calls).toHaveLength(1);
  });

  it('lets a call in flight come to its end when it is told to stop', async () => {
    server.fail('hold');
    const stop = new AbortController();
    const sending = mailer.send(mails, { idempotencyKey: 'attempt-1', signal: stop.signal });
    await server.whenCalled(1);
    stop.abort();
    server.release();
    expect(outcomes(await sending)).toEqual(['accepted', 'accepted']);
  });

  it('defers when nobody listens, and says so in a check', async () => {
    await server.close();
    expect(await send()).toMatchObject([
      { outcome: 'deferred', code: 'ECONNREFUSED' },
      { outcome: 'deferred' },
    ]);
    await expect(mailer.check()).rejects.toMatchObject({ code: 'MAILER_UNREACHABLE', retry: 'later' });
    server = await startResend();
  });

  it('refuses a key that no header could carry', async () => {
    for (const key of ['', 'x'.repeat(257), 'a\r\nb', 'a b', 'ä']) {
      await expect(send(key), key).rejects.toMatchObject({ code: 'MAIL_KEY_UNSAFE' });
    }
    expect(server.calls).toEqual([]);
  });

  it('never shows its API key', async () => {
    server.fail('error-before', 'reset-before');
    const said = JSON.stringify([await send(), await send(), await mailer.check()]);
    expect(said).not.toContain(server.apiKey);
  });
});
