import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestClock, testClock } from './clock.ts';
import { type ResendServer, startResend } from './resend-server.ts';

// Documented behavior of the real API. A lenient stand-in server would hide our mistakes.
describe('the stand-in for Resend', () => {
  let clock: TestClock;
  let server: ResendServer;
  beforeEach(async () => {
    clock = testClock('2026-11-23T06:30:00.000Z');
    server = await startResend({ now: () => clock.now(), callsPerSecond: 50 });
  });
  afterEach(() => server.close());

  const mail = { from: 'P <p@papers.example.org>', to: ['a@example.com'], subject: 'S', text: 'T' };
  async function post(body: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${server.url}/emails/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.apiKey}`, 'user-agent': 'test', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, ...((await response.json()) as Record<string, unknown>) };
  }

  it('requires credentials', async () => {
    expect(await post([mail], { authorization: 'Bearer nobody' })).toMatchObject({
      status: 403,
      name: 'invalid_api_key',
    });
    expect(await post([mail], { authorization: '' })).toMatchObject({ status: 403 });
  });

  it.each([
    ['no mail', []],
    ['101 mails', Array.from({ length: 101 }, () => mail)],
    ['an attachment', [{ ...mail, attachments: [{ filename: 'a.txt', content: '' }] }]],
    ['a schedule', [{ ...mail, scheduled_at: '2026-11-24T00:00:00Z' }]],
    ['no content', [{ ...mail, text: undefined }]],
    ['a bad address', [{ ...mail, to: ['nobody'] }]],
    ['a bad tag', [{ ...mail, tags: [{ name: 'delivery', value: 'a b' }] }]],
    ['a broken header', [{ ...mail, headers: { 'X-A': 'a\nb' } }]],
    ['an object', { mail }],
  ])('refuses a batch with %s whole when it validates strictly', async (_what, body) => {
    expect(await post(body)).toMatchObject({ status: 422, name: 'validation_error' });
    expect(server.accepted).toEqual([]);
  });

  it('reports invalid emails and accepts the rest with permissive validation', async () => {
    const answer = await post([{ ...mail, to: 'nobody' }, mail], { 'x-batch-validation': 'permissive' });
    expect(answer).toMatchObject({
      status: 200,
      data: [{}],
      errors: [{ index: 0, message: expect.stringContaining('`to`') }],
    });
  });

  it('keeps a key with its bytes for a day', async () => {
    const key = { 'idempotency-key': 'k' };
    const first = await post([mail], key);
    expect(await post([mail], key)).toEqual(first);
    expect(await post([{ ...mail, subject: 'Other' }], key)).toMatchObject({
      status: 409,
      name: 'invalid_idempotent_request',
    });
    expect(await post([mail], { 'idempotency-key': 'k'.repeat(257) })).toMatchObject({ status: 400 });
    expect(server.acceptedFor('A@example.com')).toBe(1);
    clock.advance(24 * 60 * 60 * 1000);
    await post([mail], key);
    expect(server.acceptedFor('a@example.com')).toBe(2);
  });

  it('limits calls per second', async () => {
    for (let call = 0; call < 50; call += 1) expect((await post([mail])).status).toBe(200);
    expect(await post([mail])).toMatchObject({ status: 429, name: 'rate_limit_exceeded' });
    clock.advance(1000);
    expect((await post([mail])).status).toBe(200);
  });

  it('reports bounces for the test addresses', async () => {
    await post([{ ...mail, to: 'bounced+daily@resend.dev' }, mail]);
    expect(server.events()).toMatchObject([{ type: 'email.bounced', to: 'bounced+daily@resend.dev' }]);
  });
});
