import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAuditEntries } from '../../src/audit/audit-queries.ts';
import { sendTransactional } from '../../src/delivery/transactional/send-transactional.ts';
import { confirmSubscription } from '../../src/subscribers/sign-up/confirm.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { insertSuppression, readSuppression } from '../../src/suppression/suppression-queries.ts';
import { unsuppress } from '../../src/suppression/unsuppress.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { readOutbox } from '../support/outbox.ts';

describe('unsuppress', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx?.close());

  const suppress = (address: string, reason: 'complaint' | 'hard-bounce') =>
    insertSuppression(ctx.db, { address, reason, source: 'resend', now: ctx.clock.now() });
  const stateOf = async (address: string) => (await findSubscriberByAddress(ctx.db, address))?.state;

  it('requires the address again after a complaint', async () => {
    const address = 'complained@example.com';
    await putSubscriber(ctx, address);
    await suppress(address, 'complaint');
    const input = { operator: 'olga', address, reason: 'they asked for it' };
    for (const confirm of [undefined, '', 'other@example.com'])
      await expect(unsuppress(ctx, { ...input, confirm })).rejects.toMatchObject({
        code: 'COMPLAINT_UNCONFIRMED',
      });
    expect([await stateOf(address), await readSuppression(ctx.db, address)]).toMatchObject([
      'suppressed',
      { reason: 'complaint' },
    ]);
    expect(await readAuditEntries(ctx.db, {}, 10)).toEqual([]);
    expect(await unsuppress(ctx, { ...input, confirm: ' Complained@Example.com' })).toBe('asked');
    expect([await stateOf(address), await readSuppression(ctx.db, address)]).toEqual(['pending', null]);
  });

  it.each([
    ['en', 'The operator of this site has now unblocked your address', 'This address was entered'],
    ['de', 'hat Ihre Adresse jetzt wieder freigegeben', 'Diese Adresse wurde'],
  ] as const)(
    'asks for consent in a text of its own (%s), unchanged when the email is repeated',
    async (language, said, other) => {
      const address = `lifted-${language}@example.com`;
      const { id } = await putSubscriber(ctx, address, { language });
      await suppress(address, 'hard-bounce');
      await unsuppress(ctx, { operator: 'olga', address, reason: 'the mailbox is back' });
      const { id: notificationId } = await ctx.db
        .selectFrom('notifications')
        .select('id')
        .where('subscriber_id', '=', id)
        .executeTakeFirstOrThrow();
      expect(await sendTransactional(ctx, { notificationId })).toBe('accepted');
      const asked = (await readOutbox(ctx.directory)).find(({ to }) => to === address);
      const text = asked?.text.replace(/\s+/g, ' ') ?? '';
      expect(text).toContain(said);
      expect(text).not.toContain(other);
      const row = ctx.db.updateTable('notifications').where('id', '=', notificationId);
      await row.set({ state: 'sending', settled_at: null }).execute();
      expect(await sendTransactional(ctx, { notificationId })).toBe('accepted');
      expect(await confirmSubscription(ctx, /\/confirm\/(\S+)/.exec(text)?.[1] ?? '')).toBe('confirmed');
      expect(await stateOf(address)).toBe('active');
    },
  );

  it('does not resubscribe an unsubscribed subscriber', async () => {
    const address = 'left@example.com';
    await putSubscriber(ctx, address);
    await suppress(address, 'hard-bounce');
    await ctx.db
      .updateTable('subscribers')
      .set({ state: 'unsubscribed' })
      .where('address', '=', address)
      .execute();
    expect(await unsuppress(ctx, { operator: 'olga', address, reason: 'a typing mistake' })).toBe(
      'unsuppressed',
    );
    expect([await stateOf(address), await readSuppression(ctx.db, address)]).toEqual(['unsubscribed', null]);
  });

  it('works for an address without a subscriber and reports when nothing is suppressed', async () => {
    const address = 'unknown@example.com';
    await suppress(address, 'hard-bounce');
    const input = { operator: 'olga', address, reason: 'the mailbox is back' };
    expect([await unsuppress(ctx, input), await unsuppress(ctx, input)]).toEqual([
      'unsuppressed',
      'unchanged',
    ]);
    const [act] = await readAuditEntries(ctx.db, {}, 1);
    expect(act).toMatchObject({
      verb: 'suppression lift',
      subject: 'an address without a subscriber',
    });
  });

  it.each(["o'brien@example.org", '{me}@example.org', '<ada@example.com>,', 'a@b@example.org'])(
    'removes %s from the reason',
    async (quoted) => {
      await suppress('reason@example.com', 'hard-bounce');
      const input = { operator: 'olga', address: 'reason@example.com' };
      await unsuppress(ctx, { ...input, reason: `from ${quoted} we heard` });
      const [act] = await readAuditEntries(ctx.db, {}, 1);
      expect(act?.after).toMatchObject({ why: 'from (address) we heard' });
    },
  );

  it('takes effect once for two concurrent requests', async () => {
    const address = 'twice@example.com';
    await putSubscriber(ctx, address);
    await suppress(address, 'hard-bounce');
    const input = { operator: 'olga', address, reason: 'the mailbox is back' };
    const outcomes = await Promise.all([unsuppress(ctx, input), unsuppress(ctx, input)]);
    expect(outcomes.sort()).toEqual(['asked', 'unchanged']);
  });
});
