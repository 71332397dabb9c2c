import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SUBSCRIBE_BY_EMAIL_LIMIT } from '../../config/feedback.ts';
import { sendTransactional } from '../../src/delivery/transactional/send-transactional.ts';
import { type InboundEmailInput, processInboundEmail } from '../../src/feedback/process-inbound.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { putDelivery } from '../support/deliveries.ts';
import { bounceOf, complaintOf, emailTo } from '../support/inbound-emails.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { readOutbox } from '../support/outbox.ts';
import { contentsOf, emptyTables } from '../support/tables.ts';

const ADA = 'ada@example.com';
const NOW = '2026-11-23T08:00:00Z';
const LEAVE = 'leave@paperboy.example.org';
const SUBSCRIBE = 'subscribe@paperboy.example.org';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation({ now: NOW });
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(NOW));
afterEach(() => emptyTables(ctx.db));

const read = (raw: Uint8Array, envelope: Partial<InboundEmailInput> = {}) =>
  processInboundEmail(ctx, { raw, sender: null, ...envelope });
const stateOf = async (address = ADA) => (await findSubscriberByAddress(ctx.db, address))?.state;
const letters = async () =>
  (await ctx.db.selectFrom('notifications').select('kind').orderBy('created_at').execute()).map(
    ({ kind }) => kind,
  );
const everything = () =>
  contentsOf(ctx.db, 'subscribers', 'notifications', 'suppressions', 'deliveries', 'provider_events');

/** Ada with a digest that was sent to her, and its Message-ID. */
async function putAda() {
  const { id: subscriberId, unsubscribeKey } = await putSubscriber(ctx, ADA);
  const id = await putDelivery(ctx, { subscriberId, provider: 'smtp' });
  return { subscriberId, unsubscribeKey, id, messageId: `<digest.${id}@paperboy.example.org>` };
}
const arrivalOf = async (id: string) =>
  (await ctx.db.selectFrom('deliveries').select('arrival').where('id', '=', id).executeTakeFirstOrThrow())
    .arrival;

describe('a bounce (RFC 3464)', () => {
  it.each([
    ['5.1.1', 'failed', 'hard-bounced', 'suppressed'],
    ['5.2.2', 'failed', 'soft-bounced', 'active'],
    ['4.4.1', 'failed', 'soft-bounced', 'active'],
    ['5.3.4', 'failed', 'refused', 'active'],
    ['5.6.1', 'failed', 'refused', 'active'],
    ['5.7.1', 'failed', 'refused', 'active'],
    ['4.2.2', 'delayed', 'delayed', 'active'],
    ['2.0.0', 'delivered', 'delivered', 'active'],
    ['2.0.0', 'relayed', null, 'active'],
  ])(
    'with status %s and action %s is classified as %s and leaves the subscriber %s',
    async (status, action, arrival, state) => {
      const { id, messageId } = await putAda();
      const raw = bounceOf({ messageId, fields: [`Action: ${action}`, `Status: ${status}`] });
      expect(await read(raw)).toMatchObject({ action: 'reported' });
      expect([await arrivalOf(id), await stateOf()]).toEqual([arrival, state]);
    },
  );

  it('is stored once, however often it is received', async () => {
    const { messageId } = await putAda();
    const raw = bounceOf({ messageId });
    await read(raw);
    const before = await everything();
    expect(await read(raw)).toMatchObject({ action: 'reported', detail: 'hard-bounce: repeated' });
    expect(await everything()).toEqual(before);
  });

  it('applies with quoted headers only, and for an alias that forwards', async () => {
    const { id, messageId } = await putAda();
    const fields = ['Original-Recipient: rfc822;ada@example.com', 'Action: failed', 'Status: 5.1.1'];
    await read(bounceOf({ messageId, recipient: 'ada.lovelace@example.net', fields, headersOnly: true }));
    expect([await arrivalOf(id), await stateOf()]).toEqual(['hard-bounced', 'suppressed']);
  });

  it('of a transactional email applies too', async () => {
    await read(emailTo(SUBSCRIBE));
    const { id } = await ctx.db.selectFrom('notifications').select('id').executeTakeFirstOrThrow();
    await sendTransactional(ctx, { notificationId: id });
    await read(bounceOf({ messageId: `<letter.${id}@paperboy.example.org>` }));
    expect(await stateOf()).toBe('suppressed');
  });

  it('that is forged suppresses no address: it must quote our email and name its recipient', async () => {
    const { id, messageId } = await putAda();
    const { id: bobs } = await putSubscriber(ctx, 'bob@example.com');
    const forged = [
      bounceOf({ messageId: `<digest.${randomUUID()}@paperboy.example.org>` }),
      bounceOf({ messageId: '<digest.1@paperboy.example.org>' }),
      bounceOf({ messageId: `<else.${id}@paperboy.example.org>` }),
      bounceOf({ messageId: `<digest.${bobs}@paperboy.example.org>`, recipient: 'bob@example.com' }),
      bounceOf({ messageId, recipient: 'bob@example.com' }),
    ];
    for (const raw of forged) await read(raw);
    expect([await stateOf(), await stateOf('bob@example.com'), await arrivalOf(id)]).toEqual([
      'active',
      'active',
      null,
    ]);
    expect(await ctx.db.selectFrom('suppressions').selectAll().execute()).toEqual([]);
  });

  it('that names several addresses applies to our recipient', async () => {
    const { id, messageId } = await putAda();
    await putSubscriber(ctx, 'bob@example.com');
    const groups = [['Final-Recipient: rfc822; ada@example.com', 'Action: failed', 'Status: 5.1.1']];
    await read(bounceOf({ messageId, recipient: 'bob@example.com', groups }));
    expect([await stateOf(), await stateOf('bob@example.com'), await arrivalOf(id)]).toEqual([
      'suppressed',
      'active',
      'hard-bounced',
    ]);
  });
});

describe('a complaint (RFC 5965)', () => {
  it('suppresses the address it names', async () => {
    const { id, messageId } = await putAda();
    expect(await read(complaintOf({ messageId }))).toEqual({
      action: 'reported',
      detail: 'complaint: applied',
    });
    expect([await stateOf(), await arrivalOf(id)]).toEqual(['suppressed', 'complained']);
  });

  it('without an address applies through the email it quotes', async () => {
    const { messageId } = await putAda();
    await read(complaintOf({ messageId, fields: [] }));
    expect(await stateOf()).toBe('suppressed');
  });

  it.each(['not-spam', 'fraud', 'virus', 'auth-failure', 'other', ''])(
    'of type "%s" does nothing',
    async (type) => {
      const { id, messageId } = await putAda();
      expect(await read(complaintOf({ messageId, type }))).toMatchObject({ action: 'ignored' });
      expect([await stateOf(), await arrivalOf(id)]).toEqual(['active', null]);
    },
  );

  it('that quotes an unknown id suppresses no address', async () => {
    await putAda();
    await read(complaintOf({ messageId: `<digest.${randomUUID()}@paperboy.example.org>` }));
    expect(await stateOf()).toBe('active');
  });
});

describe('leave@', () => {
  it('accepts the key of an email from any sender, automatic or not, without answering', async () => {
    const { unsubscribeKey } = await putAda();
    const subject = `leave ${unsubscribeKey}`;
    const headers = ['Auto-Submitted: auto-generated', 'Return-Path: <>'];
    expect(await read(emailTo(LEAVE, { from: 'robot@example.org', subject, headers }))).toMatchObject({
      action: 'unsubscribed',
    });
    expect(await stateOf()).toBe('unsubscribed');
    expect(await read(emailTo(LEAVE, { subject }))).toMatchObject({ action: 'unsubscribed' });
    expect(await letters()).toEqual([]);
  });

  it('finds a key in a wrapped or encoded subject', async () => {
    for (const subject of [
      (key: string) => `Leave ${key}`,
      (key: string) => `leave\r\n ${key}`,
      (key: string) => `=?utf-8?Q?leave_${key.replaceAll('_', '=5F').replaceAll('=', '=')}?=`,
      (key: string) => `Re: leave ${key}`,
    ]) {
      const { unsubscribeKey } = await putAda();
      await read(emailTo(LEAVE, { from: 'else@example.org', subject: subject(unsubscribeKey) }));
      expect(await stateOf()).toBe('unsubscribed');
      await emptyTables(ctx.db);
    }
  });

  it.each([
    ['a list', 'Precedence: bulk'],
    ['a list by its id', 'List-Id: <list.example.org>'],
    ['a bounce', 'Return-Path: <>'],
  ])('without a key ignores a sender that must not be answered: %s', async (_, header) => {
    await putAda();
    const forged = Buffer.concat([Buffer.from(`${header}\r\n`), emailTo(LEAVE, { subject: 'please stop' })]);
    expect(await read(forged)).toMatchObject({ action: 'ignored' });
    expect(await stateOf()).toBe('active');
    expect(await letters()).toEqual([]);
  });

  it('without a key unsubscribes the sender and emails them once', async () => {
    await putAda();
    const before = (await readOutbox(ctx.directory)).length;
    expect(await read(emailTo(LEAVE, { subject: 'please stop' }))).toEqual({
      action: 'unsubscribed',
      detail: 'by sender',
    });
    expect(await stateOf()).toBe('unsubscribed');
    ctx.clock.advance(2 * 3_600_000);
    expect(await read(emailTo(LEAVE, { subject: 'please stop' }))).toMatchObject({ action: 'ignored' });
    expect(await letters()).toEqual(['goodbye']);
    const { id } = await ctx.db.selectFrom('notifications').select('id').executeTakeFirstOrThrow();
    expect(await sendTransactional(ctx, { notificationId: id })).toBe('accepted');
    expect(await readOutbox(ctx.directory)).toHaveLength(before + 1);
  });

  it('changes nothing for unknown senders, wrong keys and auto-responders', async () => {
    await putAda();
    const before = await everything();
    for (const raw of [
      emailTo(LEAVE, { from: 'stranger@example.org' }),
      emailTo(LEAVE, { from: 'stranger@example.org', subject: `leave ${'A'.repeat(22)}` }),
      emailTo(LEAVE, { headers: ['Auto-Submitted: auto-replied'] }),
      emailTo(LEAVE, { from: 'ada@example.com, bob@example.com' }),
      emailTo('leave@elsewhere.example.org'),
    ])
      await read(raw);
    expect(await everything()).toEqual(before);
  });
});

describe('subscribe@', () => {
  it('is answered with one confirmation email', async () => {
    expect(await read(emailTo(SUBSCRIBE))).toMatchObject({ action: 'sign-up-requested' });
    expect(await stateOf()).toBe('pending');
    expect(await letters()).toEqual(['confirm']);
    expect((await findSubscriberByAddress(ctx.db, ADA))?.consentSource).toBe('mail');
  });

  it.each([
    ['an automatic mail', { headers: ['Auto-Submitted: auto-replied (vacation)'] }],
    ['a generated mail', { headers: ['Auto-Submitted: auto-generated'] }],
    ['bulk', { headers: ['Precedence: bulk'] }],
    ['a list by precedence', { headers: ['Precedence: List'] }],
    ['junk', { headers: ['Precedence: junk'] }],
    ['a list', { headers: ['List-Id: <a.list.example.org>'] }],
    ['a list with a way out', { headers: ['List-Unsubscribe: <https://example.org/>'] }],
    ['a bounce', { headers: ['Return-Path: <>'] }],
    ['an out-of-office of old', { headers: ['X-Autoreply: yes'] }],
    ['the mailer daemon', { from: 'MAILER-DAEMON@example.org' }],
    ['postmaster', { from: 'postmaster@example.org' }],
    ['no-reply', { from: 'no-reply@example.org' }],
    ['noreply', { from: 'NoReply@example.org' }],
    ['a bounce address', { from: 'bounces+ada=example.com@example.org' }],
    ['a list owner', { from: 'owner-list@example.org' }],
    ['ourselves', { from: 'Paperboy <hello@paperboy.example.org>' }],
    ['our own door', { from: SUBSCRIBE }],
    ['several people', { from: 'ada@example.com, bob@example.com' }],
    ['nobody', { from: 'undisclosed' }],
  ])('never answers %s', async (_, pieces) => {
    expect(await read(emailTo(SUBSCRIBE, pieces))).toMatchObject({ action: 'ignored' });
    expect(await everything()).toMatchObject({ subscribers: [], notifications: [] });
  });

  it('never answers an empty envelope sender', async () => {
    for (const sender of ['', '<>', ' '])
      expect(await read(emailTo(SUBSCRIBE), { sender })).toMatchObject({ action: 'ignored' });
    expect(await read(emailTo(SUBSCRIBE), { sender: ADA })).toMatchObject({ action: 'sign-up-requested' });
  });

  it('answers an email marked as not automatic', async () => {
    expect(await read(emailTo(SUBSCRIBE, { headers: ['Auto-Submitted: no'] }))).toMatchObject({
      action: 'sign-up-requested',
    });
  });

  it('caps emails per address and day, like the web form', async () => {
    for (let hour = 0; hour < 24; hour += 1) {
      await read(emailTo(SUBSCRIBE));
      ctx.clock.advance(3_600_000);
    }
    expect((await letters()).length).toBeLessThanOrEqual(5);
  });

  it('caps emails per mailbox and day across all spellings of its address', async () => {
    for (let time = 0; time < 9; time += 1)
      await read(emailTo(SUBSCRIBE, { from: `a.d${time % 2 ? '' : '.'}a+x${time}@gmail.com` }));
    expect(await letters()).toHaveLength(5);
  });

  it('defers sign-ups above the limit without losing any', async () => {
    await ctx.limits.take(SUBSCRIBE_BY_EMAIL_LIMIT, 'all', SUBSCRIBE_BY_EMAIL_LIMIT.points);
    await expect(read(emailTo(SUBSCRIBE))).rejects.toMatchObject({
      code: 'SUBSCRIBE_LIMITED',
      retry: 'later',
    });
    expect(await letters()).toEqual([]);
  });
});

describe('the inbound address', () => {
  it('is the envelope recipient when known', async () => {
    const to = emailTo('undisclosed-recipients:;');
    expect(await read(to, { recipients: ['subscribe'] })).toMatchObject({ action: 'sign-up-requested' });
    expect(
      await read(emailTo(SUBSCRIBE, { from: 'bob@example.com' }), { recipients: ['digest@example.org'] }),
    ).toMatchObject({ action: 'ignored' });
  });

  it.each(['Delivered-To', 'X-Original-To'])('is %s otherwise, before To', async (name) => {
    const raw = emailTo('someone@example.org', { headers: [`${name}: ${SUBSCRIBE}`] });
    expect(await read(raw)).toMatchObject({ action: 'sign-up-requested' });
  });
});
