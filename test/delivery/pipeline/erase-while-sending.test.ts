import { describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import { dailyBooks, dueEdition } from '../../support/due-edition.ts';
import { missingFor } from '../../support/installation.ts';
import { scriptedMailer } from '../../support/scripted-mailer.ts';

const missing = missingFor('postgres');

describe('erasing many subscribers while workers claim and send (PostgreSQL)', () => {
  it.skipIf(missing !== null)(missing ?? 'never deadlocks, and the totals balance', async () => {
    const subscribers = Array.from({ length: 60 }, (_, index) => `reader${index}@example.com`);
    const mailer = scriptedMailer({ batchSize: 20 });
    mailer.onCall(async () => mailer.next('accept', 'refuse-address', 'refuse-mail', 'accept'));
    const ctx = await dueEdition(subscribers, { mailer, way: 'postgres' });
    const erasing = subscribers.map((address) => eraseByAddress(ctx, { address }));
    const sending = Array.from({ length: 3 }, () => deliver(ctx, {}));
    // On a deadlock PostgreSQL aborts one of the transactions, which rejects here.
    await Promise.all([...erasing, ...sending]);
    await deliver(ctx, {});
    const totals = await dailyBooks(ctx);
    expect(totals).toMatchObject({ state: 'finished', audience: 60, planned: 0, balanced: true });
    for (const address of subscribers) expect(mailer.takenFor(address)).toBeLessThanOrEqual(1);
    await ctx.close();
  });
});
