import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepare } from '../../src/editions/prepare.ts';
import { emptyPeople, Play, type Step } from '../support/delivery-play.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { manyPapers, putList } from '../support/list.ts';
import { ANSWERS } from '../support/scripted-mailer.ts';

const DAYS = ['2026-11-23', '2026-11-24'] as const;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation({ now: `${DAYS[0]}T03:40:00Z` });
  // Both days rank the same papers, so that giving one twice would be easy.
  await putList(ctx, DAYS[0], manyPapers(14));
  for (const day of DAYS) await prepare(ctx, { day });
});
afterAll(() => ctx.close());

const day = fc.constantFrom(...DAYS, DAYS[0]);
const person = fc.nat(3);
const anybody = fc.option(person, { freq: 1 });
const plain: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('plan' as const), day }),
  fc.record({ do: fc.constant('claim and die' as const) }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 6, 61, 780, 1_380),
    }),
  },
  fc.record({ do: fc.constant('pause' as const), day }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resume' as const), day }) },
  fc.record({ do: fc.constant('cancel' as const), day: fc.constant(DAYS[1]) }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retry' as const), day, person: anybody }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      day,
      person: anybody,
      outcome: fc.constantFrom('arrived' as const, 'send-again' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resend' as const), day, person }) },
  fc.record({ do: fc.constant('webhook' as const), day, person }),
  fc.record({ do: fc.constant('unsubscribe' as const), person }),
  fc.record({ do: fc.constant('suppress' as const), person }),
  fc.record({ do: fc.constant('erase' as const), person }),
);
const answers = fc.array(fc.constantFrom(...ANSWERS), { minLength: 1, maxLength: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: plain },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), answers, during: fc.option(plain) }),
  },
);

it('whatever happens in whatever order: no illegal move, no second mail, no mail to who is gone, and the books balance', async () => {
  // On a busy machine fewer orders are tried, and never fewer than five.
  const until = Date.now() + 30_000;
  let played = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      fc.boolean(),
      async (steps, deduplicates) => {
        if (played >= 5 && Date.now() > until) return;
        await emptyPeople(ctx.db);
        const play = await Play.begin(ctx, DAYS[0], deduplicates ? 24 * 3_600_000 : 0);
        for (const next of steps) {
          await play.take(next);
          await play.check();
        }
        await play.end(DAYS[1]);
        played += 1;
      },
    ),
    { numRuns: 40 },
  );
  expect(played).toBeGreaterThanOrEqual(5);
});
