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

describe('transactional mail', () => {
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

  it('asks for consent, and welcomes whoever gave it', async () => {
    await subscribe(ctx, { address: 'New@Example.com', source: 'test', network: null });
    await sendAll();
    const [asked] = await readOutbox(ctx.directory);
    expect(asked?.to).toBe('new@example.com');
    expect(asked?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(asked?.headers.get('from')).toContain('hello@paperboy.example.org');
    expect(await confirmSubscription(ctx, tokenIn(asked?.text))).toBe('confirmed');
    await sendAll();
    const mails = await readOutbox(ctx.directory);
    expect(mails.length).toBe(2);
    expect(mails.some((mail) => mail.text.includes('/preferences/') && mail.text.includes('/leave/'))).toBe(
      true,
    );
  });

  it('speaks the language of whoever asked, and says what they chose', async () => {
    const interests = [{ kind: 'topic' as const, mode: 'follow' as const, value: 'robotics-embodied' }];
    const preference = preferenceSchema.parse({ interests, language: 'de', timeZone: 'Europe/Berlin' });
    await subscribe(ctx, { address: 'neu@example.com', source: 'test', network: null, preference });
    await sendAll();
    const [asked] = await readOutbox(ctx.directory);
    expect(asked?.subject).toBe('Bestätigen Sie Ihr Paperboy-Abonnement');
    expect(asked?.headers.get('content-language')).toBe('de');
    expect(asked?.html).toContain('lang="de"');
    expect(asked?.text.replace(/\s+/g, ' ')).toContain(
      'Ihre Auswahl: Robotik & Embodied AI. Ihr Digest kommt täglich um 07:00 Uhr (Berlin).',
    );
    await confirmSubscription(ctx, tokenIn(asked?.text));
    await sendAll();
    const welcome = (await readOutbox(ctx.directory)).find(({ file }) => file !== asked?.file);
    expect(welcome?.subject).toBe('Sie haben Paperboy abonniert');
    expect(welcome?.text.replace(/\s+/g, ' ')).toContain(
      'Sie folgen 1 Thema. Ihr Digest kommt täglich um 07:00 Uhr',
    );
  });

  it('is sent once, however often its job runs', async () => {
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    const [notificationId = ''] = await waiting();
    expect(await sendTransactional(ctx, { notificationId })).toBe('accepted');
    expect(await sendTransactional(ctx, { notificationId })).toBe('nothing to do');
    expect((await readOutbox(ctx.directory)).length).toBe(1);
  });

  it('is not sent to whoever may not be mailed, or no longer wants it when its turn comes', async () => {
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

  it('whose earlier try was cut off is repeated only where the provider recognises it', async () => {
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    const [notificationId = ''] = await waiting();
    await sendTransactional(ctx, { notificationId });
    await ctx.db.updateTable('notifications').set({ state: 'sending', settled_at: null }).execute();
    // Its bytes are the same, whatever language its reader has chosen since.
    await ctx.db.updateTable('preferences').set({ language: 'de' }).execute();
    expect(await sendTransactional(ctx, { notificationId })).toBe('accepted');
    expect((await readOutbox(ctx.directory)).length).toBe(1);
    await ctx.db.updateTable('notifications').set({ state: 'sending', settled_at: null }).execute();
    const providers = ctx.providers.map((each) => ({
      ...each,
      mailer: { ...each.mailer, replayWindowMs: 0 },
    }));
    const forgetful = { ...ctx, providers };
    expect(await sendTransactional(forgetful, { notificationId })).toBe('uncertain');
  });

  it('that another worker has in hand is left to it, and called uncertain only when that worker is lost', async () => {
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    const [notificationId = ''] = await waiting();
    const providers = ctx.providers.map((each) => ({
      ...each,
      mailer: { ...each.mailer, replayWindowMs: 0 },
    }));
    const [provider] = providers;
    if (!provider) throw new Error('There is no provider.');
    provider.mailer.send = async () => {
      await expect(sendTransactional(ctx, { notificationId })).rejects.toMatchObject({
        code: 'NOTIFY_DEFERRED',
      });
      throw new Error('The worker dies here.');
    };
    await expect(sendTransactional({ ...ctx, providers }, { notificationId })).rejects.toThrow('dies here');
    await expect(sendTransactional({ ...ctx, providers }, { notificationId })).rejects.toMatchObject({
      code: 'NOTIFY_DEFERRED',
    });
    ctx.clock.advance(5 * 60_000);
    expect(await sendTransactional({ ...ctx, providers }, { notificationId })).toBe('uncertain');
  });

  it('whose first call was lost stays unknown when the repeat is answered "later"', async () => {
    await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
    const [notificationId = ''] = await waiting();
    const provider = scriptedProvider('only', { replayWindowMs: 3_600_000 });
    const on = { ...ctx, providers: [provider] };
    const stateOf = async () =>
      (await ctx.db.selectFrom('notifications').select('state').executeTakeFirstOrThrow()).state;
    provider.answer({ outcome: 'uncertain', reason: 'no answer', about: 'service' });
    await expect(sendTransactional(on, { notificationId })).rejects.toMatchObject({ retry: 'later' });
    expect(await stateOf()).toBe('sending');
    const later = {
      outcome: 'deferred',
      retryAfterMs: 1_000,
      code: '429',
      reason: 'later',
      about: 'rate',
    } as const;
    provider.answer(later);
    await expect(sendTransactional(on, { notificationId })).rejects.toMatchObject({ retry: 'later' });
    expect(await stateOf()).toBe('sending');
    expect(new Set(provider.calls.map(({ key }) => key)).size).toBe(1);
    ctx.clock.advance(2 * 3_600_000);
    expect(await sendTransactional(on, { notificationId })).toBe('uncertain');
  });

  it('whose job was lost is enqueued again from its row', async () => {
    const queued: string[] = [];
    const queue = { enqueue: async (job: { name: string }) => void queued.push(job.name) };
    await subscribe(
      { ...ctx, queue: { enqueue: async () => {} } },
      { address: 'new@example.com', source: 'test', network: null },
    );
    expect(await requeueTransactional({ ...ctx, queue })).toBe(0); // its job may still be on the way
    ctx.clock.advance(3 * 60_000);
    expect(await requeueTransactional({ ...ctx, queue })).toBe(1);
    expect(queued).toEqual(['notify']);
  });
});
