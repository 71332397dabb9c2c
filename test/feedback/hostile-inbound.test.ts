import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FEEDBACK } from '../../config/feedback.ts';
import { processInboundEmail } from '../../src/feedback/process-inbound.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { putDelivery } from '../support/deliveries.ts';
import { bounceOf, complaintOf, emailOf, emailTo } from '../support/inbound-emails.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { contentsOf, emptyTables } from '../support/tables.ts';

const ADA = 'ada@example.com';
const SUBSCRIBE = 'subscribe@paperboy.example.org';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation({ now: '2026-11-23T08:00:00Z' });
});
afterAll(() => ctx.close());
afterEach(() => emptyTables(ctx.db));

const read = (raw: Uint8Array) => processInboundEmail(ctx, { raw, sender: null });
const stateOf = async (address = ADA) => (await findSubscriberByAddress(ctx.db, address))?.state;
const subscribers = async () => (await contentsOf(ctx.db, 'subscribers')).subscribers;

/** Subscribes Ada and sends her a digest; returns the digest's Message-ID. */
async function putAda() {
  const { id: subscriberId } = await putSubscriber(ctx, ADA);
  const id = await putDelivery(ctx, { subscriberId, provider: 'smtp' });
  return { messageId: `<digest.${id}@paperboy.example.org>` };
}

describe('hostile inbound email', () => {
  it('is rejected when it is not an email', async () => {
    for (const raw of ['', 'hello', '\r\n\r\n', '{"json":true}', 'Subject: no sender\r\n\r\nbody'])
      await expect(read(emailOf(raw))).rejects.toMatchObject({ code: 'MAIL_UNREADABLE', retry: 'never' });
    const large = Buffer.concat([emailTo(SUBSCRIBE), Buffer.alloc(FEEDBACK.emailBytes)]);
    await expect(read(large)).rejects.toMatchObject({ code: 'MAIL_UNREADABLE' });
  });

  it('changes no subscriber by deep nesting, floods of fields or false charsets', async () => {
    const { messageId } = await putAda();
    const before = await subscribers();
    const deep = ['From: a@example.org', `To: ${SUBSCRIBE}`];
    for (let level = 0; level < 5_000; level += 1)
      deep.push(`Content-Type: multipart/mixed; boundary="b${level}"`, '', `--b${level}`);
    const hostile = [
      emailOf(...deep),
      emailTo(SUBSCRIBE, {
        headers: Array.from({ length: 50_000 }, (_, index) => `X-${index}: ${'a'.repeat(10)}`),
      }),
      emailTo('x@example.org', { subject: '=?nonsense?B?////?=' }),
      emailTo('x@example.org', { headers: ['Content-Type: text/plain; charset="no-such\u0000charset"'] }),
      emailTo(`${'a'.repeat(300_000)}@paperboy.example.org`),
      bounceOf({ messageId: `<digest.${'a'.repeat(100_000)}@x>` }),
      bounceOf({
        messageId,
        fields: Array.from({ length: 20_000 }, (_, index) => `X-${index}: ${'b'.repeat(20)}`),
      }),
      bounceOf({ messageId, recipient: `${'<'.repeat(10_000)}ada` }),
      Buffer.from([0x46, 0x72, 0x6f, 0x6d, 0x3a, 0x20, 0xff, 0xfe, 0x00, 0x0d, 0x0a, 0x0d, 0x0a]),
    ];
    for (const raw of hostile) {
      const outcome = await read(raw).catch((error: { code?: string }) => error.code);
      expect(
        outcome === 'MAIL_UNREADABLE' ||
          (typeof outcome === 'object' && outcome.action !== 'sign-up-requested'),
      ).toBe(true);
    }
    expect(await stateOf()).toBe('active');
    expect(await subscribers()).toEqual(before);
  });

  it('is read or rejected, for any bytes', async () => {
    const { messageId } = await putAda();
    const seeds = [bounceOf({ messageId }), complaintOf({ messageId }), emailTo('x@example.org')].map(String);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(3_000), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 8 }),
        async (seed, edits) => {
          let text = seed.replaceAll(messageId, '<digest.gone@example.org>');
          for (const [place, piece] of edits)
            text =
              text.slice(0, place % text.length) + piece + text.slice((place % text.length) + piece.length);
          const outcome = await read(Buffer.from(text)).catch((error: { code?: string }) => ({
            action: error.code,
          }));
          expect(['ignored', 'MAIL_UNREADABLE']).toContain(outcome.action);
        },
      ),
      { numRuns: 150 },
    );
    expect(await stateOf()).toBe('active');
  });
});
