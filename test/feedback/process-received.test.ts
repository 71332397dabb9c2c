import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sweepReceived } from '../../src/feedback/sweep-reports.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { createApp } from '../../src/web/http/app.ts';
import { putDelivery } from '../support/deliveries.ts';
import { bounceOf, emailTo } from '../support/inbound-emails.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { emptyTables, tablesWith } from '../support/tables.ts';
import { RESEND_SECRET, startSns, svixHeaders, type TestSns, TOPIC } from '../support/webhooks.ts';

const ADA = 'ada@example.com';
const NOW = '2026-11-23T08:00:00Z';
const SUBSCRIBE = 'subscribe@paperboy.example.org';
const EMAIL_ID = '56761188-7520-42d8-8898-ff6fc54ce618';
const KEY = 're_standin_0123456789';

/** A received email as Resend announces it, with the place where it is stored. */
interface Store {
  url: string;
  raw: Buffer;
  status: number;
  downloadUrl: string | null;
  asked: { path: string; headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

async function startStore(): Promise<Store> {
  const server = createServer((request, response) => {
    store.asked.push({ path: request.url ?? '', headers: request.headers });
    if (
      request.url === `/emails/receiving/${EMAIL_ID}` &&
      request.headers.authorization === `Bearer ${KEY}`
    ) {
      const raw = store.downloadUrl === null ? null : { download_url: store.downloadUrl, expires_at: NOW };
      response.writeHead(store.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ object: 'email', id: EMAIL_ID, raw }));
      return;
    }
    response.writeHead(request.url?.startsWith('/store/') ? 200 : 404);
    response.end(request.url?.startsWith('/store/') ? store.raw : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store: Store = {
    url,
    raw: Buffer.alloc(0),
    status: 200,
    downloadUrl: `${url}/store/a-mail?signature=1`,
    asked: [],
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return store;
}

let ctx: TestInstallation;
let sns: TestSns;
let store: Store;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  store = await startStore();
  ctx = await testInstallation({
    now: NOW,
    env: {
      RESEND_WEBHOOK_SECRET: RESEND_SECRET,
      RESEND_API_KEY: KEY,
      RESEND_BASE_URL: store.url,
      SES_TOPIC_ARN: TOPIC,
    },
  });
  sns = await startSns(() => ctx.clock.now());
  app = createApp(ctx, sns.ask);
});
afterAll(async () => {
  await ctx.close();
  await sns.close();
  await store.close();
});
beforeEach(() => {
  ctx.clock.set(NOW);
  Object.assign(store, {
    raw: emailTo(SUBSCRIBE),
    status: 200,
    downloadUrl: `${store.url}/store/a-mail?signature=1`,
  });
  store.asked.length = 0;
});
afterEach(() => emptyTables(ctx.db));

const stateOf = async () => (await findSubscriberByAddress(ctx.db, ADA))?.state;
const outcomes = async () =>
  (await ctx.db.selectFrom('provider_events').select('outcome').where('kind', '=', 'received').execute()).map(
    ({ outcome }) => outcome,
  );

describe('an email received by Resend', () => {
  const receiveReport = async (id = 'msg_1') => {
    const body = JSON.stringify({
      type: 'email.received',
      created_at: NOW,
      data: { email_id: EMAIL_ID, from: 'Ada <ada@example.com>', to: [SUBSCRIBE], subject: 'Hello' },
    });
    const headers = svixHeaders(body, ctx.clock.now(), { id });
    return (await app.request('/webhooks/resend', { method: 'POST', body, headers })).json();
  };

  it('is fetched with the key, downloaded without it, and read', async () => {
    expect(await receiveReport()).toEqual({ outcome: 'applied' });
    expect(await stateOf()).toBe('pending');
    expect(store.asked.map(({ path }) => path)).toEqual([
      `/emails/receiving/${EMAIL_ID}`,
      '/store/a-mail?signature=1',
    ]);
    expect(store.asked[1]?.headers.authorization).toBeUndefined();
    expect(await receiveReport()).toEqual({ outcome: 'repeated' });
    expect(store.asked).toHaveLength(2);
  });

  it('is retried for two days when it cannot be fetched', async () => {
    store.status = 500;
    expect(await receiveReport()).toEqual({ outcome: 'waiting' });
    ctx.clock.advance(60_000);
    store.status = 200;
    expect(await sweepReceived(ctx)).toBe(1);
    expect(await stateOf()).toBe('pending');
    store.status = 500;
    expect(await receiveReport('msg_2')).toEqual({ outcome: 'waiting' });
    ctx.clock.advance(49 * 3_600_000);
    await sweepReceived(ctx);
    expect(
      (await outcomes()).filter((outcome) => outcome?.startsWith('ignored: An email that Resend')),
    ).toHaveLength(1);
  });

  it.each([
    'http://127.0.0.1:9/store/a-mail',
    'https://example.org/store/a-mail',
    'https://resend.com.example.org/a-mail',
    'https://user@inbound-cdn.resend.com/a-mail',
    'http://inbound-cdn.resend.com/a-mail',
    'file:///etc/hosts',
    'nothing',
    null,
  ])('is not downloaded from %s', async (downloadUrl) => {
    store.downloadUrl = downloadUrl;
    expect(await receiveReport()).toEqual({ outcome: 'waiting' });
    expect(store.asked).toHaveLength(1);
  });
});

describe('an email received by SES', () => {
  const receiveReport = async (raw: Buffer, pieces: Record<string, unknown> = {}, encoding = 'BASE64') => {
    const Message = JSON.stringify({
      notificationType: 'Received',
      receipt: { recipients: [SUBSCRIBE], action: { type: 'SNS', encoding } },
      mail: { timestamp: NOW, source: ADA, messageId: 'a-mail', destination: [SUBSCRIBE] },
      content: raw.toString(encoding === 'BASE64' ? 'base64' : 'utf8'),
      ...pieces,
    });
    const body = JSON.stringify(sns.message({ Message }));
    return (await app.request('/webhooks/ses', { method: 'POST', body })).json();
  };

  it.each(['BASE64', 'UTF8'])('is read in %s', async (encoding) => {
    expect(await receiveReport(emailTo(SUBSCRIBE), {}, encoding)).toEqual({ outcome: 'applied' });
    expect(await stateOf()).toBe('pending');
  });

  it('is read up to 150 kB, the most that SNS delivers', async () => {
    const large = Buffer.concat([emailTo(SUBSCRIBE), Buffer.alloc(150 * 1024, 'a "quoted" line\r\n')]);
    expect(await receiveReport(large, {}, 'UTF8')).toEqual({ outcome: 'applied' });
  });

  it('can be a bounce with an empty sender', async () => {
    const { id: subscriberId } = await putSubscriber(ctx, ADA);
    const id = await putDelivery(ctx, { subscriberId, provider: 'smtp' });
    const bounce = bounceOf({ messageId: `<digest.${id}@paperboy.example.org>` });
    expect(
      await receiveReport(bounce, {
        mail: { timestamp: NOW, source: '', messageId: 'a-mail', destination: [] },
      }),
    ).toEqual({
      outcome: 'applied',
    });
    expect(await stateOf()).toBe('suppressed');
  });

  it('clears the payload', async () => {
    const letter = emailTo('digest@paperboy.example.org', {
      from: 'stranger@example.org',
      subject: 'A secret',
    });
    expect(
      await receiveReport(letter, {
        receipt: { recipients: ['digest@paperboy.example.org'], action: { encoding: 'BASE64' } },
      }),
    ).toEqual({ outcome: 'ignored' });
    expect(
      await tablesWith(ctx.db, 'stranger@example.org', 'A secret', letter.toString('base64').slice(0, 40)),
    ).toEqual([]);
  });

  it('without content, or that is not an email, is recorded', async () => {
    expect(await receiveReport(Buffer.from('hello'))).toEqual({ outcome: 'ignored' });
    expect(await receiveReport(emailTo(SUBSCRIBE), { content: undefined })).toEqual({ outcome: 'ignored' });
    expect(await stateOf()).toBeUndefined();
  });
});
