import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pauseEdition } from '../../../src/delivery/operations/pause-edition.ts';
import { resumeEdition } from '../../../src/delivery/operations/resume-edition.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { DAY, dailyBooks, EDITION } from '../../support/due-edition.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { scriptedEdition } from '../../support/scripted-edition.ts';
import { emptyTables } from '../../support/tables.ts';

const input = { edition: EDITION, operator: 'nina' };

describe('resuming an edition', () => {
  let installation: TestInstallation;
  beforeAll(async () => {
    installation = await testInstallation();
  });
  afterAll(() => installation.close());
  afterEach(() => emptyTables(installation.db));

  it('counts the deliveries that are too late', async () => {
    const { ctx } = await scriptedEdition(installation);
    await pauseEdition(ctx, input);
    ctx.clock.set(`${DAY}T20:00:00Z`);
    expect(await resumeEdition(ctx, input)).toMatchObject({ waiting: 5, tooLate: 5 });
    await deliver(ctx, {});
    expect((await dailyBooks(ctx)).excluded).toEqual({ 'too-late': 5 });
  });

  it('agrees with the claim about deliveries that a daily quota held back', async () => {
    const { ctx } = await scriptedEdition(installation);
    await pauseEdition(ctx, input);
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
    expect(await resumeEdition(ctx, input)).toMatchObject({ waiting: 5, due: 5, tooLate: 0 });
    ctx.clock.set('2026-11-24T07:00:01Z');
    expect(await resumeEdition(ctx, input)).toMatchObject({ waiting: 5, tooLate: 5 });
    await deliver(ctx, {});
    expect((await dailyBooks(ctx)).excluded).toEqual({ 'too-late': 5 });
  });

  it('returns the providers that still refuse the account, and how many deliveries are due', async () => {
    const { ctx, mailer } = await scriptedEdition(installation);
    mailer.next('halt');
    await deliver(ctx, {});
    const open = await ctx.db
      .selectFrom('alerts')
      .select('message')
      .where('cleared_at', 'is', null)
      .execute();
    expect(open.map(({ message }) => message)).toContain(
      'scripted rejects our account: 403: the key is wrong.',
    );
    const later = ctx.db.selectFrom('deliveries').select('id').where('state', '=', 'planned').limit(2);
    const due_at = new Date(`${DAY}T12:00:00Z`);
    await ctx.db.updateTable('deliveries').set({ due_at }).where('id', 'in', later).execute();
    expect(await resumeEdition(ctx, input)).toMatchObject({ waiting: 5, due: 3, refusing: ['scripted'] });
  });

  it('closes the circuit of a provider whose quota was raised, although the edition is open', async () => {
    const { ctx } = await scriptedEdition(installation);
    const until = new Date(`${DAY}T23:00:00Z`);
    const open = {
      circuit: 'open',
      kind: 'quota',
      reason: 'used up',
      opened_at: ctx.clock.now(),
      retry_at: until,
    };
    await ctx.db
      .insertInto('provider_states')
      .values({ provider: 'scripted', ...open })
      .execute();
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ planned: 5, accepted: 0 });
    expect(await resumeEdition(ctx, input)).toMatchObject({ changed: false, due: 5 });
    await deliver(ctx, {});
    expect(await dailyBooks(ctx)).toMatchObject({ accepted: 5 });
    const entries = await ctx.db.selectFrom('operator_audit').select('before').execute();
    expect(entries).toEqual([{ before: { state: 'open', circuitsOpen: ['scripted'] } }]);
  });
});
