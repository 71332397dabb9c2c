import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retryFailed } from '../../src/delivery/operations/retry-failed.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { insertSuppression } from '../../src/suppression/suppression-queries.ts';
import { parseMistake, unsuppressMany } from '../../src/suppression/unsuppress-many.ts';
import { DAY, dailyBooks, dueEdition, EDITION, statesOf } from '../support/due-edition.ts';
import type { TestInstallation } from '../support/installation.ts';
import { type ScriptedMailer, scriptedMailer } from '../support/scripted-mailer.ts';

const PEOPLE = ['ada', 'bob', 'cyd'].map((name) => `${name}@example.com`);

describe('an edition whose subscribers a mail server suppressed by mistake', () => {
  let ctx: TestInstallation;
  let mailer: ScriptedMailer;
  beforeAll(async () => {
    mailer = scriptedMailer({ batchSize: 10 });
    ctx = await dueEdition(PEOPLE, { mailer });
  });
  afterAll(() => ctx?.close());

  const suppress = (address: string) =>
    insertSuppression(ctx.db, {
      address,
      reason: 'address-refused',
      source: 'smtp 550',
      now: ctx.clock.now(),
    });

  it('reaches those whose delivery failed after the undo and a retry, each once; skipped ones stay skipped', async () => {
    await suppress('cyd@example.com');
    mailer.next('accept', 'refuse-mail');
    await deliver(ctx, {});
    const [failed = ''] = Object.entries(await statesOf(ctx)).flatMap(([name, state]) =>
      state === 'failed' ? [`${name}@example.com`] : [],
    );
    await suppress(failed);
    const retry = { edition: EDITION, operator: 'olga' };
    await expect(retryFailed(ctx, retry)).rejects.toMatchObject({ code: 'NOTHING_TO_DO' });

    const mistake = parseMistake({ source: 'smtp 550', from: DAY, to: DAY });
    const undo = { mistake, operator: 'olga', reason: 'wrong password' };
    expect(await unsuppressMany(ctx, undo)).toMatchObject({ byState: { active: 2 } });
    expect(await retryFailed(ctx, retry)).toMatchObject({ planned: 1 });
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({
      accepted: 2,
      failed: 0,
      excluded: { suppressed: 1 },
      balanced: true,
    });
    expect(PEOPLE.map((address) => mailer.takenFor(address))).toEqual([1, 1, 0]);
    expect((await statesOf(ctx)).cyd).toBe('excluded suppressed');
  });
});
