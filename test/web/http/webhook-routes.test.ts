import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findSubscriberByAddress } from '../../../src/subscribers/subscriber-queries.ts';
import { createApp } from '../../../src/web/http/app.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { putDelivery } from '../../support/deliveries.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';
import { RESEND_SECRET, startSns, svixHeaders, type TestSns, TOPIC } from '../../support/webhooks.ts';

const ADA = 'ada@example.com';
const NOW = '2026-11-23T08:00:00Z';

let ctx: TestInstallation;
let sns: TestSns;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  ctx = await testInstallation({
    now: NOW,
    env: { RESEND_WEBHOOK_SECRET: RESEND_SECRET, SES_TOPIC_ARN: TOPIC },
  });
  sns = await startSns(() => ctx.clock.now());
  app = createApp(ctx, sns.ask);
});
afterAll(async () => {
  await ctx.close();
  await sns.close();
});
afterEach(async () => {
  ctx.clock.set(NOW);
  sns.failWith(null);
  sns.asked.length = 0;
  await emptyTables(ctx.db);
});

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  app.request(path, { method: 'POST', body, headers });
const stored = async () => (await contentsOf(ctx.db, 'provider_events')).provider_events ?? [];
const ada = () => findSubscriberByAddress(ctx.db, ADA);

/** A complaint about the email with that id, as Resend writes it. */
const resendComplaint = (emailId: string, to: string[] = [ADA]) =>
  JSON.stringify({
    type: 'email.complained',
    created_at: '2026-11-23T07:59:00.000Z',
    data: { email_id: '56761188-7520-42d8-8898-ff6fc54ce618', to, tags: { delivery: emailId } },
  });
const sesMail = (to = [ADA]) => ({ timestamp: NOW, messageId: '0100-their-id-000000', destination: to });
const sesBounce = (to = [ADA]) => ({
  notificationType: 'Bounce',
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: to.map((emailAddress) => ({ emailAddress })),
  },
  mail: sesMail(to),
});

describe('POST /webhooks/resend', () => {
  const signed = (body: string, id?: string) =>
    post('/webhooks/resend', body, svixHeaders(body, ctx.clock.now(), id === undefined ? {} : { id }));

  it('accepts a signed report, and a repeat of it, and suppresses the complainant', async () => {
    const { id: subscriberId } = await putSubscriber(ctx, ADA);
    const body = resendComplaint(await putDelivery(ctx, { subscriberId }));
    const first = await signed(body, 'msg_1');
    expect([first.status, await first.json()]).toEqual([200, { outcome: 'applied' }]);
    expect((await ada())?.state).toBe('suppressed');
    const before = await stored();
    const again = await signed(body, 'msg_1');
    expect([again.status, await again.json()]).toEqual([200, { outcome: 'repeated' }]);
    expect(await stored()).toEqual(before);
  });

  it('suppresses no address for a report that names several', async () => {
    const { id: subscriberId } = await putSubscriber(ctx, ADA);
    const body = resendComplaint(await putDelivery(ctx, { subscriberId }), [ADA, 'bob@example.com']);
    expect(await (await signed(body)).json()).toEqual({ outcome: 'ignored' });
    expect((await ada())?.state).toBe('active');
  });

  it('refuses altered, old, unsigned and wrongly signed reports, and stores nothing', async () => {
    const body = resendComplaint('0');
    const headers = svixHeaders(body, ctx.clock.now());
    const old = svixHeaders(body, new Date(ctx.clock.now().getTime() - 301_000));
    const ahead = svixHeaders(body, new Date(ctx.clock.now().getTime() + 301_000));
    const secret = `whsec_${Buffer.from('another key of twenty-four').toString('base64')}`;
    const strange = svixHeaders(body, ctx.clock.now(), { secret });
    const answers = [
      await post('/webhooks/resend', body.replace('complained', 'delivered'), headers),
      await post('/webhooks/resend', ` ${body}`, headers),
      await post('/webhooks/resend', body, old),
      await post('/webhooks/resend', body, ahead),
      await post('/webhooks/resend', body, strange),
      await post('/webhooks/resend', body, { ...headers, 'svix-id': 'msg_other' }),
      await post('/webhooks/resend', body),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect(await stored()).toEqual([]);
  });

  it('rejects a replayed report after five minutes', async () => {
    const body = resendComplaint('0');
    const headers = svixHeaders(body, ctx.clock.now());
    expect((await post('/webhooks/resend', body, headers)).status).toBe(200);
    ctx.clock.advance(301_000);
    expect((await post('/webhooks/resend', body, headers)).status).toBe(401);
  });

  it('returns 422 for a signed body that is not a report', async () => {
    for (const body of ['', 'null', '[]', '"text"', '{', '{"type":"email.sent"}', '{"type":1,"data":{}}'])
      expect([body, (await signed(body)).status]).toEqual([body, 422]);
  });

  it('rejects a body that is not UTF-8', async () => {
    expect((await post('/webhooks/resend', new Uint8Array([0x7b, 0xff, 0x7d]), {})).status).toBe(400);
  });
});

describe('POST /webhooks/ses', () => {
  const send = (message: Record<string, unknown>) => post('/webhooks/ses', JSON.stringify(message));

  it.each(['1', '2'] as const)(
    'accepts a report signed with version %s, and a repeat of it',
    async (version) => {
      const { id: subscriberId } = await putSubscriber(ctx, ADA);
      await putDelivery(ctx, { subscriberId, provider: 'smtp', providerId: '0100-their-id-000000' });
      const message = sns.message({ Message: JSON.stringify(sesBounce()) }, { version });
      expect(await (await send(message)).json()).toEqual({ outcome: 'applied' });
      expect((await ada())?.state).toBe('suppressed');
      expect(await (await send(message)).json()).toEqual({ outcome: 'repeated' });
    },
  );

  it('includes the subject in the signature when there is one', async () => {
    const message = sns.message({ Message: JSON.stringify(sesBounce()), Subject: 'Amazon SES Email Event' });
    expect((await send(message)).status).toBe(200);
    expect((await send({ ...message, Subject: 'Another' })).status).toBe(401);
  });

  it('finds the email by our own Message-ID when SES reports headers', async () => {
    const { id: subscriberId } = await putSubscriber(ctx, ADA);
    const id = await putDelivery(ctx, { subscriberId, provider: 'smtp' });
    const headers = [{ name: 'Message-ID', value: `<digest.${id}@paperboy.example.org>` }];
    const body = { ...sesBounce(), mail: { ...sesMail(), headers } };
    await send(sns.message({ Message: JSON.stringify(body) }));
    expect((await ada())?.state).toBe('suppressed');
  });

  it('refuses forgeries before any outside request', async () => {
    const Message = JSON.stringify(sesBounce());
    const hosts = [
      'https://sns.eu-central-1.amazonaws.com.example.org/SimpleNotificationService-0.pem',
      'https://example.org/sns.eu-central-1.amazonaws.com/x.pem',
      'https://sns.eu-central-1.amazonaws.com@example.org/x.pem',
      'https://bucket.s3.amazonaws.com/x.pem',
      'https://snsXeu-central-1.amazonaws.com/x.pem',
      'https://a.sns.eu-central-1.amazonaws.com/x.pem',
      'http://sns.eu-central-1.amazonaws.com/x.pem',
      'https://sns.eu-central-1.amazonaws.com:8443/x.pem',
      'https://user@sns.eu-central-1.amazonaws.com/x.pem',
      'https://sns.eu-central-1.amazonaws.com/x.pem?y=.pem',
      'https://sns.eu-central-1.amazonaws.com/a/b.pem',
      'https://sns.eu-central-1.amazonaws.com/',
      'file:///etc/x.pem',
      'nothing',
    ];
    for (const SigningCertURL of hosts)
      expect([SigningCertURL, (await send(sns.message({ Message, SigningCertURL }))).status]).toEqual([
        SigningCertURL,
        401,
      ]);
    const TopicArn = TOPIC.replace('paperboy', 'another');
    expect((await send(sns.message({ Message, TopicArn }))).status).toBe(401);
    const Timestamp = new Date(ctx.clock.now().getTime() - 3_600_001).toISOString();
    expect((await send(sns.message({ Message, Timestamp }))).status).toBe(401);
    expect((await send(sns.message({ Message, Timestamp: '2026-11-23T08:05:01Z' }))).status).toBe(401);
    expect((await send(sns.message({ Message, SignatureVersion: '3' }))).status).toBe(401);
    expect((await send(JSON.parse(Message))).status).toBe(401);
    expect(sns.asked).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  it('rejects altered messages and foreign signatures', async () => {
    const message = sns.message({ Message: JSON.stringify(sesBounce()) });
    for (const field of ['Message', 'MessageId', 'Timestamp'])
      expect(
        (
          await send({
            ...message,
            [field]: field === 'MessageId' ? crypto.randomUUID() : '2026-11-23T07:59:00Z',
          })
        ).status,
      ).toBe(401);
    expect((await send({ ...message, Signature: 'AAAA' })).status).toBe(401);
    const key = makeCertificate('2026-01-01T00:00:00Z', '2027-12-31T00:00:00Z');
    expect((await send(sns.message({ Message: '{}' }, { key }))).status).toBe(401);
    expect(await stored()).toEqual([]);
  });

  it('rejects an expired certificate', async () => {
    const Timestamp = '2028-01-01T00:00:00Z';
    ctx.clock.set(Timestamp);
    expect((await send(sns.message({ Message: JSON.stringify(sesBounce()) }))).status).toBe(401);
  });

  it('fetches a certificate once, and requests a retry from SNS when it cannot', async () => {
    const fresh = createApp(ctx, sns.ask);
    const body = () => JSON.stringify(sns.message({ Message: JSON.stringify(sesBounce()) }));
    const ask = () => fresh.request('/webhooks/ses', { method: 'POST', body: body() });
    sns.failWith(503);
    const failed = await ask();
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toMatch(/sns\.ts|at .*:\d+:\d+/);
    sns.failWith(null);
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(200);
    expect(sns.asked).toHaveLength(2);
  });

  const confirmation = (SubscribeURL: string) =>
    sns.message({
      Type: 'SubscriptionConfirmation',
      Token: 'a-token',
      SubscribeURL,
      Message: 'You have chosen',
    });
  const confirmUrl = (host: string, topic = TOPIC) =>
    `https://${host}/?Action=ConfirmSubscription&TopicArn=${encodeURIComponent(topic)}&Token=a-token`;

  it('confirms our subscription at SNS, and nowhere else', async () => {
    const url = confirmUrl('sns.eu-central-1.amazonaws.com');
    expect(await (await send(confirmation(url))).json()).toEqual({ outcome: 'subscribed' });
    expect(sns.asked.filter((asked) => asked === url)).toHaveLength(1);
    sns.asked.length = 0;
    for (const other of [
      confirmUrl('example.org'),
      confirmUrl('sns.eu-central-1.amazonaws.com.example.org'),
      confirmUrl('sns.eu-central-1.amazonaws.com', `${TOPIC}-another`),
      url.replace('https:', 'http:'),
      url.replace('ConfirmSubscription', 'Unsubscribe'),
      url.replace('/?', '/other?'),
    ])
      expect([other, (await send(confirmation(other))).status]).toEqual([other, 401]);
    expect(sns.asked.filter((asked) => !asked.endsWith('.pem'))).toEqual([]);
  });

  it('requests a retry from SNS when the subscription could not be confirmed', async () => {
    await send(sns.message({ Message: JSON.stringify(sesBounce()) })); // the certificate is known
    sns.failWith(500);
    expect((await send(confirmation(confirmUrl('sns.eu-central-1.amazonaws.com')))).status).toBe(500);
  });

  it('alerts the operator when the subscription was deleted, and does not restore it', async () => {
    const url = confirmUrl('sns.eu-central-1.amazonaws.com');
    const message = sns.message({ Type: 'UnsubscribeConfirmation', Token: 'a-token', SubscribeURL: url });
    expect((await send(message)).status).toBe(200);
    expect(sns.asked).not.toContain(url);
    const alerts = await ctx.db.selectFrom('alerts').select(['code', 'subject']).execute();
    expect(alerts).toEqual([{ code: 'SNS_UNSUBSCRIBED', subject: TOPIC }]);
  });
});

describe('webhooks', () => {
  /** A body of that many bytes that arrives in pieces, with a count of the pieces that were read. */
  function flood(bytes: number) {
    const taken = { bytes: 0 };
    const piece = new Uint8Array(16 * 1024).fill(0x61);
    const body = new ReadableStream({
      pull(controller) {
        if (taken.bytes >= bytes) return controller.close();
        taken.bytes += piece.length;
        controller.enqueue(piece);
      },
    });
    return { body, taken };
  }

  it.each(['/webhooks/resend', '/webhooks/ses'])('%s rejects 10 MB without reading them', async (path) => {
    const { body, taken } = flood(10 * 1024 * 1024);
    const request = new Request(`http://paperboy.example.org${path}`, {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect((await app.request(request)).status).toBe(413);
    expect(taken.bytes).toBeLessThan(2 * 1024 * 1024);
    const declared = await post(path, 'a'.repeat(10), { 'content-length': String(10 * 1024 * 1024) });
    expect(declared.status).toBe(413);
  });

  it.each(['/webhooks/resend', '/webhooks/ses'])('%s accepts POST only', async (path) => {
    for (const method of ['GET', 'HEAD']) expect((await app.request(path, { method })).status).toBe(405);
  });

  it('return 404 without a configured secret', async () => {
    const { RESEND_WEBHOOK_SECRET: _, SES_TOPIC_ARN: __, ...env } = ctx.env;
    const bare = createApp({ ...ctx, env }, sns.ask);
    const body = resendComplaint('0');
    for (const path of ['/webhooks/resend', '/webhooks/ses']) {
      const headers = svixHeaders(body, ctx.clock.now());
      expect((await bare.request(path, { method: 'POST', body, headers })).status).toBe(404);
    }
    expect(await stored()).toEqual([]);
  });
});
