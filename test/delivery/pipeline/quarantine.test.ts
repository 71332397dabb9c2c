import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { readQuarantined } from '../../../src/papers/quarantine-queries.ts';
import type { OutgoingEmail } from '../../../src/ports.ts';
import { DAY, dailyBooks, EDITION, fillEdition, SEND_HOUR } from '../../support/due-edition.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { type ScriptedMailer, scriptedMailer } from '../../support/scripted-mailer.ts';
import { emptyTables } from '../../support/tables.ts';
import { testWatch } from '../../support/watch.ts';

const SUBSCRIBERS = ['ada@example.com', 'bob@example.com'];
/** The most upvoted paper, which every subscriber would get. */
const POISON = '2611.00001';

let base: TestInstallation;
beforeAll(async () => {
  base = await testInstallation();
});
afterEach(() => emptyTables(base.db));
afterAll(() => base.close());

async function due(): Promise<{ ctx: TestInstallation; mailer: ScriptedMailer }> {
  await fillEdition(base, SUBSCRIBERS);
  const mailer = scriptedMailer();
  return { ctx: { ...base, providers: [soleProvider(mailer)] }, mailer };
}

/** Expects a finished edition without that paper, and an alert with the paper and the step. */
async function expectQuarantined(ctx: TestInstallation, mailer: ScriptedMailer, step: string) {
  expect(mailer.taken.map(({ to }) => to).sort()).toEqual(SUBSCRIBERS);
  for (const { html } of mailer.taken) {
    expect(html).toContain('https://arxiv.org/abs/2611.');
    expect(html).not.toContain(POISON);
  }
  expect(await dailyBooks(ctx)).toMatchObject({ id: EDITION, state: 'finished', accepted: 2, failed: 0 });
  expect(await readQuarantined(ctx.db, ctx.clock.now())).toMatchObject([{ paperId: POISON, step }]);
  const watch = testWatch(ctx);
  await watch.after(15_000);
  expect(await watch.alert('PAPER_QUARANTINED')).toMatchObject({
    subject: POISON,
    message: expect.stringContaining(`The paper ${POISON} broke ${step} and is quarantined: `),
    remedy: expect.stringContaining('No action is needed today'),
  });
  return watch;
}

const breakPool = (change: ReturnType<typeof sql>) =>
  sql`update pool_papers set ${change} where paper_id = ${POISON}`.execute(base.db);

it('quarantines a paper that breaks ranking, and ranks it again once it changes', async () => {
  const { ctx, mailer } = await due();
  await sql`update papers set authors = '{"oops": 1}' where id = ${POISON}`.execute(ctx.db);
  ctx.clock.set(`${DAY}T06:00:00Z`);
  await classifyAndRank(ctx, { day: DAY });
  ctx.clock.set(SEND_HOUR);
  await deliver(ctx, {});
  const watch = await expectQuarantined(ctx, mailer, 'ranking');
  await sql`update papers set content_hash = 'another', authors = '["Jane Doe"]' where id = ${POISON}`.execute(
    ctx.db,
  );
  await watch.after(15_000);
  expect(await watch.open()).not.toContain(`PAPER_QUARANTINED ${POISON}`);
  expect((await classifyAndRank(ctx, { day: DAY })).pools[0]?.papers).toBe(15);
});

it('quarantines a paper that breaks composing', async () => {
  const { ctx, mailer } = await due();
  await breakPool(sql`scores = scores - 'topics'`);
  await deliver(ctx, {});
  await expectQuarantined(ctx, mailer, 'composing');
});

it('quarantines a paper that makes an email unsafe, and composes its digests again', async () => {
  const { ctx, mailer } = await due();
  const strict = {
    ...mailer,
    payloadHash: (emails: readonly OutgoingEmail[]) => {
      if (emails.some(({ html }) => html.includes(POISON)))
        throw new Error('It would break out of its header.');
      return mailer.payloadHash(emails);
    },
  };
  const strictCtx = { ...ctx, providers: [soleProvider(strict)] };
  await deliver(strictCtx, {});
  await deliver(strictCtx, {});
  await expectQuarantined(ctx, mailer, 'rendering');
});

it('quarantines a paper with an unreadable card in the pool', async () => {
  const { ctx, mailer } = await due();
  await breakPool(sql`card = card - 'authors'`);
  await deliver(ctx, {});
  await expectQuarantined(ctx, mailer, 'composing');
});
