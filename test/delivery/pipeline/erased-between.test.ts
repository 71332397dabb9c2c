import { afterEach, expect, it } from 'vitest';
import { resendDigest } from '../../../src/delivery/operations/resend-digest.ts';
import { settleUncertain } from '../../../src/delivery/operations/settle-uncertain.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import { dailyBooks, EDITION, fillEdition } from '../../support/due-edition.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { scriptedMailer } from '../../support/scripted-mailer.ts';

const ADA = 'ada@example.com';
const BOB = 'bob@example.com';
const act = { edition: EDITION, operator: 'nina' };

let ctx: TestInstallation;
afterEach(() => ctx.close());

it('somebody who is erased between two sendings of one digest holds up nobody else', async () => {
  const mailer = scriptedMailer({ batchSize: 1 });
  ctx = { ...(await testInstallation()), providers: [soleProvider(mailer)] };
  await fillEdition(ctx, [ADA]);
  await deliver(ctx, {});
  await resendDigest(ctx, { ...act, subscriber: ADA, confirm: ADA });
  mailer.next('lost-taken');
  await deliver(ctx, {});
  expect(await dailyBooks(ctx)).toMatchObject({ uncertain: 1 });
  await eraseByAddress(ctx, { address: ADA });
  await settleUncertain(ctx, { ...act, outcome: 'send-again' });
  await fillEdition(ctx, [BOB]);
  await deliver(ctx, {});
  expect(mailer.takenFor(BOB)).toBe(1);
  expect(await dailyBooks(ctx)).toMatchObject({ audience: 2, accepted: 2, planned: 0, balanced: true });
});
