import { describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import { dailyBooks, dueEdition } from '../../support/due-edition.ts';
import { missingFor } from '../../support/installation.ts';
import { scriptedMailer } from '../../support/scripted-mailer.ts';

const missing = missingFor('postgres');

describe('erasing many people while workers claim and send (PostgreSQL)', () => {
  it.skipIf(missing !== null)(missing ?? 'waits for nobody in a circle, and the books balance', async () => {
    const people = Array.from({ length: 60 }, (_, index) => `reader${index}@example.com`);
    const mailer = scriptedMailer({ batchSize: 20 });
    mailer.onCall(async () => mailer.next('accept', 'refuse-address', 'refuse-mail', 'accept'));
    const ctx = await dueEdition(people, { mailer, way: 'postgres' });
    const erasing = people.map((address) => eraseByAddress(ctx, { address }));
    const sending = Array.from({ length: 3 }, () => deliver(ctx, {}));
    // A deadlock would be an error of whichever transaction PostgreSQL gives up.
    await Promise.all([...erasing, ...sending]);
    await deliver(ctx, {});
    const books = await dailyBooks(ctx);
    expect(books).toMatchObject({ state: 'finished', audience: 60, planned: 0, balanced: true });
    for (const address of people) expect(mailer.takenFor(address)).toBeLessThanOrEqual(1);
    await ctx.close();
  });
});
