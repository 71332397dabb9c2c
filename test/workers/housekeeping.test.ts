import { expect, it } from 'vitest';
import { housekeepingJob } from '../../workers/jobs/housekeeping.ts';
import { testInstallation } from '../support/installation.ts';

it('deletes refusals in doubt after a week, also of a provider that was removed', async () => {
  const ctx = await testInstallation();
  const days = (count: number) => new Date(ctx.clock.now().getTime() - count * 86_400_000);
  const refusal = (number: number, refused_at: Date) => ({
    provider: 'removed',
    email_id: `00000000-0000-4000-8000-00000000000${number}`,
    kind: 'digest',
    about: 'address',
    code: '550',
    address_hash: null,
    domain_hash: 'x',
    refused_at,
  });
  await ctx.db
    .insertInto('refusals_in_doubt')
    .values([refusal(1, days(6)), refusal(2, days(8))])
    .execute();
  await ctx.db
    .insertInto('rate_limits')
    .values([
      { key: 'over', points: 1, expire: Date.now() - 2 * 3_600_000 },
      { key: 'running', points: 1, expire: Date.now() + 60_000 },
    ])
    .execute();
  await housekeepingJob(ctx, { day: '2026-11-23' }, new AbortController().signal);
  const left = await ctx.db.selectFrom('refusals_in_doubt').select('email_id').execute();
  expect(left.map(({ email_id }) => email_id.at(-1))).toEqual(['1']);
  expect((await ctx.db.selectFrom('rate_limits').select('key').execute()).map(({ key }) => key)).toEqual([
    'running',
  ]);
  await ctx.close();
});
