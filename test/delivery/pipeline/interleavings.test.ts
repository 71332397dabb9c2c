import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { emptyPeople, Play, type Step } from '../../support/delivery-play.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { manyPapers, putList } from '../../support/list.ts';
import { ANSWERS, type Answer } from '../../support/scripted-mailer.ts';

const DAYS = ['2026-11-23', '2026-11-24'] as const;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation({ now: `${DAYS[0]}T03:40:00Z` });
  // Both days rank the same papers, so that a paper sent twice would show.
  await putList(ctx, DAYS[0], manyPapers(14));
  for (const day of DAYS) await classifyAndRank(ctx, { day });
});
afterAll(() => ctx.close());

const day = fc.constantFrom(...DAYS, DAYS[0]);
const person = fc.nat(2);
const oneOrAll = fc.option(person, { freq: 1 });
const plain: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('plan' as const), day }),
  fc.record({ do: fc.constant('claim' as const) }),
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
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retry' as const), day, person: oneOrAll }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      day,
      person: oneOrAll,
      outcome: fc.constantFrom('arrived' as const, 'send-again' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resend' as const), day, person }) },
  fc.record({ do: fc.constant('webhook' as const), day, person }),
  fc.record({ do: fc.constant('unsubscribe' as const), person }),
  fc.record({ do: fc.constant('undo' as const), person }),
  fc.record({ do: fc.constant('suppress' as const), person }),
  fc.record({ do: fc.constant('erase' as const), person }),
);
const answers = fc.array(fc.constantFrom(...ANSWERS), { minLength: 1, maxLength: 2 });
const sending = fc.oneof(
  fc.record({ do: fc.constant('deliver' as const), answers, during: fc.option(plain) }),
  fc.record({ do: fc.constant('send held' as const), answers, during: fc.option(plain) }),
);

/**
 * A step that makes subscribers ineligible or stops the edition, and up to two more before the next check.
 */
const hindrances: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.oneof(
      fc.record({
        do: fc.constantFrom('unsubscribe' as const, 'suppress' as const, 'erase' as const),
        person,
      }),
      fc.record({ do: fc.constantFrom('pause' as const, 'cancel' as const), day: fc.constant(DAYS[0]) }),
    ),
    fc.array(plain, { maxLength: 2 }),
  )
  .map(([hindrance, others]) => [hindrance, ...others]);
const lost = fc.constantFrom<Answer>('lost-taken', 'lost-untaken', 'dies-taken', 'dies-untaken');
const deliver = (answer: Answer, during: Step | null = null): Step => ({
  do: 'deliver',
  answers: [answer],
  during,
});
const wait = (minutes: number): Step => ({ do: 'wait', minutes });
const SWEEP: Step = { do: 'sweep' };
const RESEND_ALL: Step[] = [
  ...[0, 1, 2].map((person): Step => ({ do: 'resend', day: DAYS[0], person })),
  { do: 'settle', day: DAYS[0], person: null, outcome: 'send-again' },
];
/** The next edition, of the same papers. */
const NEXT_DAY: Step[] = [{ do: 'plan', day: DAYS[1] }, wait(1_440), SWEEP, deliver('accept')];

interface Scene {
  name: string;
  /** Set where the scene depends on a provider that deduplicates, or does not. */
  deduplicates?: boolean;
  steps: fc.Arbitrary<Step[]>;
}

/** Orders of steps that chance alone would rarely produce; random steps follow. */
const SCENES: readonly Scene[] = [
  {
    name: 'something happens between the claim and the call',
    steps: fc
      .tuple(hindrances, answers)
      .map(([steps, answers]) => [{ do: 'claim' }, ...steps, { do: 'send held', answers, during: null }]),
  },
  {
    name: 'a slow worker loses its claim',
    steps: fc
      .tuple(hindrances, answers, fc.boolean())
      .map(([steps, answers, quiet]) => [
        { do: 'claim' },
        ...(quiet ? [] : steps),
        wait(6),
        SWEEP,
        { do: 'send held', answers, during: null },
      ]),
  },
  {
    name: 'something happens before a lost batch is replayed',
    deduplicates: true,
    steps: fc.tuple(lost, hindrances).map(([answer, steps]) => [deliver(answer), ...steps, wait(6), SWEEP]),
  },
  {
    name: 'an accepted batch is replayed',
    deduplicates: true,
    steps: fc
      .constantFrom<Answer>('lost-taken', 'dies-taken')
      .map((answer) => [deliver(answer), wait(6), SWEEP]),
  },
  {
    name: 'an edition is paused before a lost batch is replayed',
    deduplicates: true,
    steps: lost.map((answer) => [deliver(answer), { do: 'pause', day: DAYS[0] }, wait(6), SWEEP]),
  },
  {
    name: 'a refused delivery is retried after the next edition has sent its papers',
    steps: fc.constant([
      deliver('refuse-mail'),
      ...NEXT_DAY,
      { do: 'retry', day: DAYS[0], person: null } as const,
      deliver('accept'),
    ]),
  },
  {
    name: 'an accepted delivery is resent and refused',
    steps: fc.constant([deliver('accept'), ...RESEND_ALL, deliver('refuse-mail')]),
  },
  {
    name: 'a lost batch is sent again by an operator because the provider does not deduplicate',
    deduplicates: false,
    steps: fc
      .tuple(lost, plain)
      .map(([answer, step]) => [deliver(answer), wait(6), SWEEP, step, wait(61), SWEEP, deliver('accept')]),
  },
  {
    name: 'an edition is paused or canceled during a call that defers',
    steps: fc
      .tuple(
        fc.constantFrom<Answer>('defer', 'halt'),
        fc.record({ do: fc.constantFrom('pause' as const, 'cancel' as const), day: fc.constant(DAYS[0]) }),
      )
      .map(([answer, during]) => [deliver(answer, during), wait(6)]),
  },
  {
    name: 'a resend to all subscribers is interrupted',
    steps: fc
      .tuple(hindrances, fc.constantFrom<Answer>('accept', 'refuse-mail', 'lost-untaken'))
      .map(([steps, answer]) => [
        deliver('accept'),
        ...RESEND_ALL,
        ...steps,
        deliver(answer),
        wait(6),
        SWEEP,
      ]),
  },
  {
    name: 'the papers of an uncertain digest are in the next edition, too',
    deduplicates: false,
    steps: fc.tuple(lost).map(([answer]) => [deliver(answer), wait(6), SWEEP, ...NEXT_DAY]),
  },
  {
    name: 'the papers of a resend that was skipped are in the next edition, too',
    deduplicates: false,
    steps: fc
      .tuple(
        fc.constantFrom<Answer>('accept', 'lost-taken'),
        fc.constantFrom<Step>(wait(780), { do: 'cancel', day: DAYS[0] }),
        fc.boolean(),
      )
      .map(([answer, hindrance, held]) => [
        deliver(answer),
        wait(6),
        SWEEP,
        ...RESEND_ALL,
        ...(held ? [{ do: 'claim' } as const] : []),
        hindrance,
        SWEEP,
        deliver('accept'),
        ...NEXT_DAY,
      ]),
  },
];

const anything = fc.array(fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: sending }), {
  maxLength: 6,
});

describe('legal moves, no digest or paper twice, no ineligible recipient and balanced totals', () => {
  it.each(SCENES)('when $name', async (scene) => {
    const deduplicates = scene.deduplicates === undefined ? fc.boolean() : fc.constant(scene.deduplicates);
    const steps = fc.tuple(scene.steps, anything).map((parts) => parts.flat());
    await fc.assert(fc.asyncProperty(steps, deduplicates, playThrough), { numRuns: 5 });
  });

  it('in any order of any steps', async () => {
    const steps = fc.array(fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: sending }), {
      minLength: 5,
      maxLength: 30,
    });
    await fc.assert(fc.asyncProperty(steps, fc.boolean(), playThrough), { numRuns: 8 });
  });
});

async function playThrough(steps: readonly Step[], deduplicates: boolean): Promise<void> {
  await emptyPeople(ctx.db);
  const play = await Play.begin(ctx, DAYS[0], deduplicates ? 24 * 3_600_000 : 0);
  for (const step of steps) {
    await play.take(step);
    await play.check();
  }
  await play.end(DAYS[1]);
}
