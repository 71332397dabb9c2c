import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/web/http/app.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import {
  RESEND_SECRET,
  realPayloads,
  startSns,
  svixHeaders,
  type TestSns,
  TOPIC,
} from '../support/webhooks.ts';

/** Expected meaning of each payload of Resend and SES, by its line in the file; `-` is no report at all. */
const MEANING: Record<number, string> = {
  0: 'accepted', // it names two people
  1: 'delivered to@example.org',
  2: 'hard-bounce bounced@resend.dev address',
  3: 'hard-bounce blocked@example.org address',
  4: 'delayed delivered@resend.dev',
  5: 'complaint complained@resend.dev address',
  6: 'other to@example.org',
  7: 'other to@example.org',
  8: '-',
  9: 'hard-bounce', // went to three people
  10: 'hard-bounce',
  11: 'complaint',
  12: 'delivered',
  13: 'accepted recipient@example.com',
  14: 'refused recipient@example.com mail',
  15: 'other recipient@example.com',
  16: 'other recipient@example.com',
  17: 'refused recipient@example.com mail',
  18: 'received',
  19: '-',
  20: 'other',
  21: 'other',
};

const real = realPayloads();
describe.skipIf(real === null)(`real payloads${real ? '' : ' (skipped: no recorded payloads)'}`, () => {
  let ctx: TestInstallation;
  let sns: TestSns;
  let app: Hono;
  beforeAll(async () => {
    ctx = await testInstallation({ env: { RESEND_WEBHOOK_SECRET: RESEND_SECRET, SES_TOPIC_ARN: TOPIC } });
    sns = await startSns(() => ctx.clock.now());
    app = createApp(ctx, sns.ask) as unknown as Hono;
  });
  afterAll(async () => {
    await ctx.close();
    await sns.close();
  });

  const toResend = (payload: unknown, id: string) => {
    const body = JSON.stringify(payload);
    return app.request('/webhooks/resend', {
      method: 'POST',
      body,
      headers: svixHeaders(body, ctx.clock.now(), { id }),
    });
  };
  const toSes = (message: Record<string, unknown>) =>
    app.request('/webhooks/ses', { method: 'POST', body: JSON.stringify(sns.message(message)) });

  /** Lines 18, 20 and 21 are whole SNS messages; the others are SES payloads inside one. */
  const messageOf = (payload: unknown): Record<string, unknown> => {
    const whole = payload as Record<string, unknown>;
    if (typeof whole.Type !== 'string') return { Message: JSON.stringify(payload) };
    const text = typeof whole.Message === 'string' ? whole.Message : JSON.stringify(whole.Message);
    return {
      Type: whole.Type,
      Message: text,
      ...(whole.Token ? { Token: whole.Token, SubscribeURL: whole.SubscribeURL } : {}),
    };
  };

  it('number 58', () => {
    expect(real).toHaveLength(58);
    expect(real?.filter(({ provider }) => ['resend', 'amazon_ses'].includes(provider))).toHaveLength(22);
  });

  const ours = (real ?? []).filter(({ line }) => MEANING[line] !== undefined);
  it.each(ours.map(({ line, provider, payload }) => [line, provider, MEANING[line] ?? '', payload] as const))(
    'line %i of %s is %s',
    async (line, provider, meaning, payload) => {
      const message = sns.message(messageOf(payload));
      const id = provider === 'resend' ? `msg_${line}` : String(message.MessageId);
      const response =
        provider === 'resend'
          ? await toResend(payload, id)
          : await app.request('/webhooks/ses', { method: 'POST', body: JSON.stringify(message) });
      expect(response.status).toBe(meaning === '-' ? 422 : 200);
      const row = await ctx.db
        .selectFrom('provider_events')
        .select(['kind', 'about', 'address', 'outcome'])
        .where('event_id', '=', id)
        .executeTakeFirst();
      // A report about an unknown email keeps no address, so the reading is taken from the parsers' own
      // result.
      expect(row ? row.kind : '-').toBe(meaning.split(' ')[0]);
      const parsed = await parsedBy(provider, payload, messageOf(payload));
      expect(parsed ? [parsed.kind, parsed.address, parsed.about].filter(Boolean).join(' ') : '-').toBe(
        meaning,
      );
    },
  );

  const others = (real ?? []).filter(({ line }) => MEANING[line] === undefined);
  it.each(others.map(({ line, provider, payload }) => [line, provider, payload] as const))(
    'line %i of %s is understood by neither endpoint',
    async (line, _, payload) => {
      expect((await toResend(payload, `msg_${line}`)).status).toBe(422);
      expect((await toSes({ Message: JSON.stringify(payload) })).status).toBe(422);
    },
  );

  it('of one provider are rejected at the endpoint of the other', async () => {
    for (const { line, provider, payload } of ours) {
      const response =
        provider === 'resend'
          ? await toSes({ Message: JSON.stringify(payload) })
          : await toResend(payload, `msg_other_${line}`);
      expect([line, response.status]).toEqual([line, 422]);
    }
  });

  it('suppress no address, because none is about an email of ours', async () => {
    expect(await ctx.db.selectFrom('suppressions').selectAll().execute()).toEqual([]);
    const open = await ctx.db
      .selectFrom('provider_events')
      .select('kind')
      .where('applied_at', 'is', null)
      .execute();
    expect(open.length).toBeGreaterThan(5); // they wait two days for a mail with their ids
  });
});

async function parsedBy(provider: string, payload: unknown, message: Record<string, unknown>) {
  const { parseResendReport } = await import('../../src/feedback/providers/resend-report.ts');
  const { parseSesReport } = await import('../../src/feedback/providers/ses-report.ts');
  if (provider === 'resend') return parseResendReport('msg_1', payload);
  if (message.Type === 'UnsubscribeConfirmation') return { kind: 'other', address: null, about: null };
  return parseSesReport('an-id', String(message.Message));
}
