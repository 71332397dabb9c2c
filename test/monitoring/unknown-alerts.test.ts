import { afterAll, beforeAll, expect, it } from 'vitest';
import { raiseAlertRow } from '../../src/alerts/alert-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { testWatch } from '../support/watch.ts';

const MINUTE_MS = 60_000;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());

it('ends an alert of another release an hour after that release last raised it', async () => {
  const old = { code: 'PROVIDER_SILENT', subject: 'smtp', message: 'It is silent.', remedy: 'Wait.' };
  const watch = testWatch(ctx);
  const isOpen = async () => (await watch.open()).includes('PROVIDER_SILENT smtp');
  await raiseAlertRow(ctx.db, old, ctx.clock.now());
  await watch.after(30 * MINUTE_MS);
  await raiseAlertRow(ctx.db, old, ctx.clock.now());
  await watch.after(59 * MINUTE_MS);
  expect(await isOpen()).toBe(true);
  await watch.after(MINUTE_MS);
  expect(await isOpen()).toBe(false);
});
