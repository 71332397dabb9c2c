import { afterEach, expect, it } from 'vitest';
import { DAY, fillEdition } from '../support/due-edition.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { endProcesses, paperboyProcess } from '../support/process.ts';

let ctx: TestInstallation | undefined;
afterEach(async () => {
  endProcesses();
  await ctx?.close();
});

it('asks which edition is meant when a day has several with an audience, and pauses none', async () => {
  ctx = await testInstallation();
  // Before the first plan of the day: an edition without an audience finishes at once.
  await putSubscriber(ctx, 'weekdays@example.com', { cadence: 'weekdays' });
  await fillEdition(ctx, ['daily@example.com']);
  const command = paperboyProcess(['edition', 'pause', DAY, '--reason', 'test'], ctx.variables);
  expect((await command.ended).code).toBe(1);
  expect(command.err()).toContain('EDITION_AMBIGUOUS');
  expect(command.err()).toContain(`daily-${DAY}`);
  expect(command.err()).toContain(`weekdays-${DAY}`);
  const states = await ctx.db.selectFrom('editions').select('state').distinct().execute();
  expect(states).not.toContainEqual({ state: 'paused' });
});
