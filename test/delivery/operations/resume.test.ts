import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pauseEdition } from '../../../src/delivery/operations/pause-edition.ts';
import { resumeEdition } from '../../../src/delivery/operations/resume-edition.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { DAY, dailyBooks, EDITION, fillEdition } from '../../support/due-edition.ts';
import { soleProvider, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { scriptedMailer } from '../../support/scripted-mailer.ts';
import { emptyTables } from '../../support/tables.ts';

const PEOPLE = ['ada', 'bob', 'cyd', 'dan', 'eve'].map((name) => `${name}@example.com`);
const act = { edition: EDITION, operator: 'nina' };

describe('resuming an edition', () => {
  let installation: TestInstallation;
  beforeAll(async () => {
    installation = await testInstallation();
  });
  afterAll(() => installation.close());
  afterEach(() => emptyTables(installation.db));

  async function edition() {
    const mailer = scriptedMailer();
    const ctx = { ...installation, providers: [soleProvider(mailer)] };
    await fillEdition(ctx, PEOPLE);
    return { ctx, mailer };
  }

  it('tells who has waited too long', async () => {
    const { ctx } = await edition();
    await pauseEdition(ctx, act);
    ctx.clock.set(`${DAY}T20:00:00Z`);
    expect(await resumeEdition(ctx, act)).toMatchObject({ waiting: 5, tooLate: 5 });
    await deliver(ctx, {});
    expect((await dailyBooks(ctx)).excluded).toEqual({ 'too-late': 5 });
  });

  it('tells the same as the claim will do with what a daily limit held back', async () => {
    const { ctx } = await edition();
    await pauseEdition(ctx, act);
    const held = {
      circuit: 'closed',
      held_from: new Date(`${DAY}T10:00:00Z`),
      held_until: new Date(`${DAY}T23:00:00Z`),
    };
    await ctx.db
      .insertInto('provider_states')
      .values({ provider: 'scripted', ...held })
      .execute();
    ctx.clock.set('2026-11-24T06:00:00Z');
    expect(await resumeEdition(ctx, act)).toMatchObject({ waiting: 5, due: 5, tooLate: 0 });
    ctx.clock.set('2026-11-24T07:00:01Z');
    expect(await resumeEdition(ctx, act)).toMatchObject({ waiting: 5, tooLate: 5 });
    await deliver(ctx, {});
    expect((await dailyBooks(ctx)).excluded).toEqual({ 'too-late': 5 });
  });

  it('tells who still refuses the account, and how many are due', async () => {
    const { ctx, mailer } = await edition();
    mailer.next('halt');
    await deliver(ctx, {});
    const open = await ctx.db
      .selectFrom('alerts')
      .select('message')
      .where('cleared_at', 'is', null)
      .execute();
    expect(open.map(({ message }) => message)).toContain(
      'scripted refuses our account: 403: the key is wrong.',
    );
    const later = ctx.db.selectFrom('deliveries').select('id').where('state', '=', 'planned').limit(2);
    const due_at = new Date(`${DAY}T12:00:00Z`);
    await ctx.db.updateTable('deliveries').set({ due_at }).where('id', 'in', later).execute();
    expect(await resumeEdition(ctx, act)).toMatchObject({ waiting: 5, due: 3, refusing: ['scripted'] });
  });
});
