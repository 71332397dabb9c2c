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
  // Both days rank the same papers, so that giving one twice would be easy.
  await putList(ctx, DAYS[0], manyPapers(14));
  for (const day of DAYS) await classifyAndRank(ctx, { day });
});
afterAll(() => ctx.close());

const day = fc.constantFrom(...DAYS, DAYS[0]);
const person = fc.nat(2);
const anybody = fc.option(person, { freq: 1 });
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
const sending = fc.oneof(
  fc.record({ do: fc.constant('deliver' as const), answers, during: fc.option(plain) }),
  fc.record({ do: fc.constant('send held' as const), answers, during: fc.option(plain) }),
);

/** Whoever was to be mailed may not be any more, or not now; and whatever else may come to pass before somebody looks again. */
const hindered: fc.Arbitrary<Step[]> = fc
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
const EVERYBODY_AGAIN: Step[] = [
  ...[0, 1, 2].map((person): Step => ({ do: 'resend', day: DAYS[0], person })),
  { do: 'settle', day: DAYS[0], person: null, outcome: 'send-again' },
];
/** A next edition of the same papers. */
const NEXT_DAY: Step[] = [{ do: 'plan', day: DAYS[1] }, wait(1_440), SWEEP, deliver('accept')];

interface Scene {
  name: string;
  /** Whether the provider recognises what it has seen, where it must. */
  deduplicates?: boolean;
  steps: fc.Arbitrary<Step[]>;
}

/** What chance alone would seldom put in this order. Whatever happens otherwise comes after it. */
const SCENES: readonly Scene[] = [
  {
    name: 'something happens between the claim and the call',
    steps: fc
      .tuple(hindered, answers)
      .map(([steps, answers]) => [{ do: 'claim' }, ...steps, { do: 'send held', answers, during: null }]),
  },
  {
    name: 'a worker was only slow, and its claim is somebody else’s',
    steps: fc
      .tuple(hindered, answers, fc.boolean())
      .map(([steps, answers, quiet]) => [
        { do: 'claim' },
        ...(quiet ? [] : steps),
        wait(6),
        SWEEP,
        { do: 'send held', answers, during: null },
      ]),
  },
  {
    name: 'something happens before a lost batch is asked for again',
    deduplicates: true,
    steps: fc.tuple(lost, hindered).map(([answer, steps]) => [deliver(answer), ...steps, wait(6), SWEEP]),
  },
  {
    name: 'what a provider has taken is asked for again',
    deduplicates: true,
    steps: fc
      .constantFrom<Answer>('lost-taken', 'dies-taken')
      .map((answer) => [deliver(answer), wait(6), SWEEP]),
  },
  {
    name: 'an edition is paused before a lost batch is asked for again',
    deduplicates: true,
    steps: lost.map((answer) => [deliver(answer), { do: 'pause', day: DAYS[0] }, wait(6), SWEEP]),
  },
  {
    name: 'what was refused is tried again after the next edition has had its papers',
    steps: fc.constant([
      deliver('refuse-mail'),
      ...NEXT_DAY,
      { do: 'retry', day: DAYS[0], person: null } as const,
      deliver('accept'),
    ]),
  },
  {
    name: 'what was accepted goes once more and is refused',
    steps: fc.constant([deliver('accept'), ...EVERYBODY_AGAIN, deliver('refuse-mail')]),
  },
  {
    name: 'what a provider does not recognise is asked for again by people alone',
    deduplicates: false,
    steps: fc
      .tuple(lost, plain)
      .map(([answer, step]) => [deliver(answer), wait(6), SWEEP, step, wait(61), SWEEP, deliver('accept')]),
  },
  {
    name: 'an edition is paused or cancelled while its provider says later',
    steps: fc
      .tuple(
        fc.constantFrom<Answer>('defer', 'halt'),
        fc.record({ do: fc.constantFrom('pause' as const, 'cancel' as const), day: fc.constant(DAYS[0]) }),
      )
      .map(([answer, during]) => [deliver(answer, during), wait(6)]),
  },
  {
    name: 'everybody gets it once more, but for what comes in between',
    steps: fc
      .tuple(hindered, fc.constantFrom<Answer>('accept', 'refuse-mail', 'lost-untaken'))
      .map(([steps, answer]) => [
        deliver('accept'),
        ...EVERYBODY_AGAIN,
        ...steps,
        deliver(answer),
        wait(6),
        SWEEP,
      ]),
  },
  {
    name: 'the papers of an unknown digest are in the next edition, too',
    deduplicates: false,
    steps: fc.tuple(lost).map(([answer]) => [deliver(answer), wait(6), SWEEP, ...NEXT_DAY]),
  },
  {
    name: 'what was to go once more and did not is in the next edition, too',
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
        ...EVERYBODY_AGAIN,
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

describe('no illegal move, no second mail, no paper twice, no mail to who is gone, and the books balance', () => {
  it.each(SCENES)('when $name', async (scene) => {
    const deduplicates = scene.deduplicates === undefined ? fc.boolean() : fc.constant(scene.deduplicates);
    const steps = fc.tuple(scene.steps, anything).map((parts) => parts.flat());
    await fc.assert(fc.asyncProperty(steps, deduplicates, playThrough), { numRuns: 5 });
  });

  it('whatever happens in whatever order', async () => {
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
