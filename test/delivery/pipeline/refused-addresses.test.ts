import { expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { readReportTotals } from '../../../src/delivery/status/edition-status-queries.ts';
import { readReportCounts } from '../../../src/monitoring/checks/check-queries.ts';
import { DAY, dueEdition, moveToFront } from '../../support/due-edition.ts';
import { accept, scriptedProvider } from '../../support/scripted-provider.ts';

it('counts an address refused in the session as a bounce, but not an email refused for its content', async () => {
  const only = scriptedProvider('only');
  const subscribers = Array.from({ length: 6 }, (_, index) => `reader${index}@example.com`);
  const ctx = await dueEdition(subscribers, { providers: [only] });
  await moveToFront(ctx, ['reader0@example.com', 'reader1@example.com']);
  only.answer((email) => {
    const refused = { outcome: 'refused', reason: 'no', code: '550 5.1.1' } as const;
    if (/reader[01]@/.test(email.to)) return { ...refused, about: 'address' };
    return email.to.startsWith('reader2@') ? { ...refused, code: '554 5.7.1', about: 'mail' } : accept(email);
  });
  // Refused first: an address is blamed only after another email was accepted.
  const last = ctx.db.selectFrom('subscribers').select('id').where('address', 'in', subscribers.slice(3));
  const dueAt = new Date(ctx.clock.now().getTime() + 60_000);
  await ctx.db.updateTable('deliveries').set({ due_at: dueAt }).where('subscriber_id', 'in', last).execute();
  ctx.clock.advance(60_000);
  await deliver(ctx, {});
  expect(await readReportTotals(ctx.db, DAY)).toEqual({ accepted: 3, refused: 2, bounces: 2, complaints: 0 });
  const [daily] = await readReportCounts(ctx.db, DAY, 2);
  expect(daily).toMatchObject({ id: `daily-${DAY}`, accepted: 3, refused: 2, bounces: 2 });
  expect(await readReportTotals(ctx.db, '2026-11-24')).toMatchObject({ bounces: 0 });
  await ctx.close();
});
