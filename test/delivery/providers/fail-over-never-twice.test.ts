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

const ADDRESSES = ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com', 'e@example.com'];

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

/** Possible outcomes of one email. `dies`: the worker crashes; the provider may have accepted the email. */
const ANSWERS: Record<string, SendResult | 'dies'> = {
  accepted: { outcome: 'accepted', providerId: 'x' },
  refused: { outcome: 'refused', about: 'mail', code: '554', reason: 'no' },
  later: deferred('mail', 60_000),
  unreachable: deferred('service', 30_000),
  quota: deferred('quota', 600_000),
  halted: { outcome: 'halted', code: '535', reason: 'wrong password' },
  lost: { outcome: 'uncertain', reason: 'no answer', about: 'service' },
  key: { outcome: 'uncertain', reason: 'other bytes', about: 'key' },
  dies: 'dies',
};
const answer = fc.constantFrom(...Object.keys(ANSWERS));

/** Plays these answers, and records by address the keys under which an email may have been accepted. */
function recordingProvider(
  name: string,
  answers: string[],
  over: { weight: number; replayWindowMs: number },
) {
  const provider = scriptedProvider(name, over);
  const mayHave = new Map<string, Set<string>>();
  const respond = (email: OutgoingEmail): SendResult => {
    const next = ANSWERS[answers.shift() ?? 'accepted'] ?? accept(email);
    const maybeAccepted = next === 'dies' || next.outcome === 'accepted' || next.outcome === 'uncertain';
    const key = provider.calls.at(-1)?.key ?? '';
    if (maybeAccepted) mayHave.set(email.to, (mayHave.get(email.to) ?? new Set()).add(`${name} ${key}`));
    if (next === 'dies') throw new Error('The worker dies here.');
    return next;
  };
  provider.answer(respond);
  return { provider, mayHave };
}

/** A replay finds other bytes under its key for one email, and the refusal of another beside it proves nothing. */
const CONTRADICTED_REPLAY = {
  first: ['halted', 'lost', 'key', 'refused'],
  second: [] as string[],
  weight: 0 as const,
  windows: [82_800_000, 0] as const,
  pauses: [0, 0, 0, 0, 0],
};

it('never sends a possibly accepted digest twice, neither by two providers nor under two keys', async () => {
  const setting = fc.record({
    first: fc.array(answer, { maxLength: 16 }),
    second: fc.array(answer, { maxLength: 16 }),
    weight: fc.constantFrom(0, 1),
    windows: fc.constantFrom([0, 0], [82_800_000, 0], [0, 82_800_000]),
    pauses: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 5, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(setting, async ({ first, second, weight, windows, pauses }) => {
      const one = recordingProvider('one', [...first], { weight: 1, replayWindowMs: windows[0] ?? 0 });
      const two = recordingProvider('two', [...second], { weight, replayWindowMs: windows[1] ?? 0 });
      const both = { ...ctx, providers: [one.provider, two.provider] };
      await emptyTables(ctx.db);
      await fillEdition(ctx, ADDRESSES);
      for (const minutes of [...pauses, 61, 61, 61]) {
        await deliver(both, {}).catch(() => undefined); // the worker crashed
        ctx.clock.advance(minutes * 60_000);
        await moveEdition(ctx.db, `daily-${DAY}`, ['paused'], 'open', null);
        await sweep(both);
      }
      for (const address of ADDRESSES) {
        const taken = [...(one.mayHave.get(address) ?? []), ...(two.mayHave.get(address) ?? [])];
        expect(taken.length, `${address} ${taken.join(', ')}`).toBeLessThanOrEqual(1);
      }
      expect(sumTotals(await readTotals(ctx.db, DAY))).toMatchObject({ audience: 5, balanced: true });
    }),
    { numRuns: 20, examples: [[CONTRADICTED_REPLAY]] },
  );
}, 300_000);
