import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { sweep } from '../../../src/delivery/pipeline/sweep.ts';
import { sumTotals } from '../../../src/delivery/status/totals.ts';
import { readTotals } from '../../../src/delivery/status/totals-queries.ts';
import { moveEdition } from '../../../src/editions/edition-queries.ts';
import type { OutgoingEmail, SendResult } from '../../../src/ports.ts';
import { DAY, fillEdition } from '../../support/due-edition.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { accept, scriptedProvider } from '../../support/scripted-provider.ts';
import { emptyTables } from '../../support/tables.ts';

const PEOPLE = ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com', 'e@example.com'];

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());

const deferred = (about: 'mail' | 'rate' | 'quota' | 'service', retryAfterMs: number): SendResult => ({
  outcome: 'deferred',
  retryAfterMs,
  code: 'later',
  reason: about,
  about,
});

/** What may come of one mail. With `dies` the worker is gone, whether the provider has taken the mail or not. */
const ANSWERS: Record<string, SendResult | 'dies'> = {
  accepted: { outcome: 'accepted', providerId: 'x' },
  refused: { outcome: 'refused', about: 'mail', code: '554', reason: 'no' },
  later: deferred('mail', 60_000),
  away: deferred('service', 30_000),
  spent: deferred('quota', 600_000),
  halted: { outcome: 'halted', code: '535', reason: 'wrong password' },
  lost: { outcome: 'uncertain', reason: 'no answer', about: 'service' },
  key: { outcome: 'uncertain', reason: 'other bytes', about: 'key' },
  dies: 'dies',
};
const answer = fc.constantFrom(...Object.keys(ANSWERS));

/** A provider that works through these answers and notes under which keys a person's mail may have been taken. */
function noting(name: string, answers: string[], over: { weight: number; replayWindowMs: number }) {
  const provider = scriptedProvider(name, over);
  const mayHave = new Map<string, Set<string>>();
  const turn = (mail: OutgoingEmail): SendResult => {
    const next = ANSWERS[answers.shift() ?? 'accepted'] ?? accept(mail);
    const known = next === 'dies' || next.outcome === 'accepted' || next.outcome === 'uncertain';
    const key = provider.calls.at(-1)?.key ?? '';
    if (known) mayHave.set(mail.to, (mayHave.get(mail.to) ?? new Set()).add(`${name} ${key}`));
    if (next === 'dies') throw new Error('The worker dies here.');
    return next;
  };
  provider.answer(turn);
  return { provider, mayHave };
}

it('never gives one person two mails that may have been taken, be it by two providers or under two keys', async () => {
  const setting = fc.record({
    first: fc.array(answer, { maxLength: 16 }),
    second: fc.array(answer, { maxLength: 16 }),
    weight: fc.constantFrom(0, 1),
    windows: fc.constantFrom([0, 0], [82_800_000, 0], [0, 82_800_000]),
    pauses: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 5, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(setting, async ({ first, second, weight, windows, pauses }) => {
      const one = noting('one', [...first], { weight: 1, replayWindowMs: windows[0] ?? 0 });
      const two = noting('two', [...second], { weight, replayWindowMs: windows[1] ?? 0 });
      const both = { ...ctx, providers: [one.provider, two.provider] };
      await emptyTables(ctx.db);
      await fillEdition(ctx, PEOPLE);
      for (const minutes of [...pauses, 61, 61, 61]) {
        await deliver(both, {}).catch(() => undefined); // the worker that died
        ctx.clock.advance(minutes * 60_000);
        await moveEdition(ctx.db, `daily-${DAY}`, ['paused'], 'open', null);
        await sweep(both);
      }
      for (const address of PEOPLE) {
        const taken = [...(one.mayHave.get(address) ?? []), ...(two.mayHave.get(address) ?? [])];
        expect(taken.length, `${address} ${taken.join(', ')}`).toBeLessThanOrEqual(1);
      }
      expect(sumTotals(await readTotals(ctx.db, DAY))).toMatchObject({ audience: 5, balanced: true });
    }),
    { numRuns: 20 },
  );
}, 300_000);
