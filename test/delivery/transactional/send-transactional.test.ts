import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requeueTransactional } from '../../../src/delivery/transactional/requeue-transactional.ts';
import { sendTransactional } from '../../../src/delivery/transactional/send-transactional.ts';
import { readWaitingTransactionalEmails } from '../../../src/delivery/transactional/transactional-queries.ts';
import { preferenceSchema } from '../../../src/subscribers/preferences/preference.ts';
import { confirmSubscription } from '../../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { insertSuppression } from '../../../src/suppression/suppression-queries.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { readOutbox } from '../../support/outbox.ts';
import { scriptedProvider } from '../../support/scripted-provider.ts';

describe('sendTransactional', () => {
  let ctx: TestInstallation;
  beforeEach(async () => {
    ctx = await testInstallation();
  });
  afterEach(async () => {
    await ctx.close();
  });

  const waiting = () => readWaitingTransactionalEmails(ctx.db, new Date('2100-01-01'));
  const sendAll = async () => {
    for (const notificationId of await waiting()) await sendTransactional(ctx, { notificationId });
  };
  const tokenIn = (text: string | undefined) => /\/confirm\/(\S+)/.exec(text ?? '')?.[1] ?? '';

  it('sends the confirmation, and the welcome email after it', async () => {
    await subscribe(ctx, { address: 'New@Example.com', source: 'test', network: null });
    await sendAll();
    const [confirmation] = await readOutbox(ctx.directory);
    expect(confirmation?.to).toBe('new@example.com');
    expect(confirmation?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(confirmation?.headers.get('from')).toContain('hello@paperboy.example.org');
    expect(await confirmSubscription(ctx, tokenIn(confirmation?.text))).toBe('confirmed');
    await sendAll();
    const emails = await readOutbox(ctx.directory);
    expect(emails.length).toBe(2);
    expect(
      emails.some((email) => email.text.includes('/preferences/') && email.text.includes('/leave/')),
    ).toBe(true);
  });

  it('uses the language of the subscriber, and lists what they chose', async () => {
    const interests = [{ kind: 'topic' as const, mode: 'follow' as const, value: 'robotics-embodied' }];
    const preference = preferenceSchema.parse({ interests, language: 'de', timeZone: 'Europe/Berlin' });
    await subscribe(ctx, { address: 'neu@example.com', source: 'test', network: null, preference });
    await sendAll();
    const [confirmation] = await readOutbox(ctx.directory);
    expect(confirmation?.subject).toBe('Bestätigen Sie Ihr Paperboy-Abonnement');
    expect(confirmation?.headers.get('content-language')).toBe('de');
    expect(confirmation?.html).toContain('lang="de"');
    expect(confirmation?.text.replace(/\s+/g, ' ')).toContain(
      'Ihre Auswahl: Robotik & Embodied AI. Ihr Digest kommt täglich um 07:00 Uhr (Berlin).',
    );
    await confirmSubscription(ctx, tokenIn(confirmation?.text));
    await sendAll();
    const welcome = (await readOutbox(ctx.directory)).find(({ file }) => file !== confirmation?.file);
    expect(welcome?.subject).toBe('Sie haben Paperboy abonniert');
    expect(welcome?.text.replace(/\s+/g, ' ')).toContain(
      'Sie folgen 1 Thema. Ihr Digest kommt täglich um 07:00 Uhr',
    );
  });

  it('sends an email once, however often its job runs', async () => {
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    const [notificationId = ''] = await waiting();
    expect(await sendTransactional(ctx, { notificationId })).toBe('accepted');
    expect(await sendTransactional(ctx, { notificationId })).toBe('nothing to do');
    expect((await readOutbox(ctx.directory)).length).toBe(1);
  });

  it('skips a suppressed address, and a subscriber who has unsubscribed meanwhile', async () => {
    await subscribe(ctx, { address: 'bounced@example.com', source: 'test', network: null });
    await insertSuppression(ctx.db, {
      address: 'bounced@example.com',
      reason: 'complaint',
      source: 'test',
      now: ctx.clock.now(),
    });
    await subscribe(ctx, { address: 'left@example.com', source: 'test', network: null });
    await ctx.db
      .updateTable('subscribers')
      .set({ state: 'unsubscribed' })
      .where('address', '=', 'left@example.com')
      .execute();
    await sendAll();
    expect(await readOutbox(ctx.directory)).toEqual([]);
    const rows = await ctx.db
      .selectFrom('notifications')
      .select(['state', 'reason'])
      .orderBy('reason')
      .execute();
    expect(rows).toEqual([
      { state: 'excluded', reason: 'suppressed' },
      { state: 'excluded', reason: 'unsubscribed' },
    ]);
  });

  it('replays an interrupted attempt only if the provider deduplicates it', async () => {
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    const [notificationId = ''] = await waiting();
    await sendTransactional(ctx, { notificationId });
    await ctx.db.updateTable('notifications').set({ state: 'sending', settled_at: null }).execute();
    // Its bytes are the same, even if the subscriber has chosen another language since.
    await ctx.db.updateTable('preferences').set({ language: 'de' }).execute();
    expect(await sendTransactional(ctx, { notificationId })).toBe('accepted');
    expect((await readOutbox(ctx.directory)).length).toBe(1);
    await ctx.db.updateTable('notifications').set({ state: 'sending', settled_at: null }).execute();
    const providers = ctx.providers.map((each) => ({
      ...each,
      mailer: { ...each.mailer, replayWindowMs: 0 },
    }));
    const withoutReplay = { ...ctx, providers };
    expect(await sendTransactional(withoutReplay, { notificationId })).toBe('uncertain');
  });

  it('defers while another worker holds the lease, and becomes uncertain only after it has run out', async () => {
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    const [notificationId = ''] = await waiting();
    const providers = ctx.providers.map((each) => ({
      ...each,
      mailer: { ...each.mailer, replayWindowMs: 0 },
    }));
    const [provider] = providers;
    if (!provider) throw new Error('No provider is configured.');
    provider.mailer.send = async () => {
      await expect(sendTransactional(ctx, { notificationId })).rejects.toMatchObject({
        code: 'TRANSACTIONAL_DEFERRED',
      });
      throw new Error('The worker dies here.');
    };
    await expect(sendTransactional({ ...ctx, providers }, { notificationId })).rejects.toThrow('dies here');
    await expect(sendTransactional({ ...ctx, providers }, { notificationId })).rejects.toMatchObject({
      code: 'TRANSACTIONAL_DEFERRED',
    });
    ctx.clock.advance(5 * 60_000);
    expect(await sendTransactional({ ...ctx, providers }, { notificationId })).toBe('uncertain');
  });

  it('keeps an unknown outcome when the replay is deferred', async () => {
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    const [notificationId = ''] = await waiting();
    const provider = scriptedProvider('only', { replayWindowMs: 3_600_000 });
    const scripted = { ...ctx, providers: [provider] };
    const stateOf = async () =>
      (await ctx.db.selectFrom('notifications').select('state').executeTakeFirstOrThrow()).state;
    provider.answer({ outcome: 'uncertain', reason: 'no answer', about: 'service' });
    await expect(sendTransactional(scripted, { notificationId })).rejects.toMatchObject({ retry: 'later' });
    expect(await stateOf()).toBe('sending');
    const later = {
      outcome: 'deferred',
      retryAfterMs: 1_000,
      code: '429',
      reason: 'later',
      about: 'rate',
    } as const;
    provider.answer(later);
    await expect(sendTransactional(scripted, { notificationId })).rejects.toMatchObject({ retry: 'later' });
    expect(await stateOf()).toBe('sending');
    expect(new Set(provider.calls.map(({ key }) => key)).size).toBe(1);
    ctx.clock.advance(2 * 3_600_000);
    expect(await sendTransactional(scripted, { notificationId })).toBe('uncertain');
  });

  it('is enqueued again from its row when its job was lost', async () => {
    const queued: string[] = [];
    const queue = { enqueue: async (job: { name: string }) => void queued.push(job.name) };
    await subscribe(
      { ...ctx, queue: { enqueue: async () => {} } },
      { address: 'new@example.com', source: 'test', network: null },
    );
    expect(await requeueTransactional({ ...ctx, queue })).toBe(0); // its job may still be queued
    ctx.clock.advance(3 * 60_000);
    expect(await requeueTransactional({ ...ctx, queue })).toBe(1);
    expect(queued).toEqual(['notify']);
  });
});
