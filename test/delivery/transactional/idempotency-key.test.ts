import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendTransactional } from '../../../src/delivery/transactional/send-transactional.ts';
import { readWaitingTransactionalEmails } from '../../../src/delivery/transactional/transactional-queries.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { scriptedMailer } from '../../support/scripted-mailer.ts';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());

it('sends a transactional email under the same idempotency key in every release', async () => {
  const mailer = scriptedMailer();
  const keys: string[] = [];
  const send: typeof mailer.send = (emails, options) => {
    keys.push(options.idempotencyKey);
    return mailer.send(emails, options);
  };
  const providers = [soleProvider({ ...mailer, send })];
  await subscribe(ctx, { address: 'new@example.com', source: 'test', network: null });
  const [notificationId = ''] = await readWaitingTransactionalEmails(ctx.db, new Date('2100-01-01'));
  await sendTransactional({ ...ctx, providers }, { notificationId });
  expect(keys).toEqual([`paperboy-letter-${notificationId}`]);
});
