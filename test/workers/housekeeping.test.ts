import { expect, it } from 'vitest';
import { assignTopics } from '../../src/topics/assign-topics.ts';
import { housekeepingJob } from '../../workers/jobs/housekeeping.ts';
import { testInstallation } from '../support/installation.ts';
import { TITLES } from '../support/list.ts';
import { putPapers } from '../support/site.ts';

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

it('deletes topics under a former taxonomy a month after the last classification by it', async () => {
  const ctx = await testInstallation({ now: '2026-10-01T08:00:00Z' });
  const keep = async () => {
    await housekeepingJob(ctx, { day: '2026-11-23' }, new AbortController().signal);
    const rows = await ctx.db.selectFrom('topic_scores').select('taxonomy_version').distinct().execute();
    const left = await ctx.db.selectFrom('classifications').select('taxonomy_version').distinct().execute();
    expect(new Set(left.map((row) => row.taxonomy_version))).toEqual(
      new Set(rows.map((row) => row.taxonomy_version)),
    );
    return rows.map((row) => row.taxonomy_version).sort();
  };
  await putPapers(ctx, '2026-10-01', [{ id: '2610.00001', title: TITLES['robotics-embodied'] }]);
  const { version } = ctx.taxonomy;
  const other = { ...ctx, taxonomy: { ...ctx.taxonomy, version: version + 1 } };
  await assignTopics(other);
  ctx.clock.set('2026-10-31T07:59:00Z');
  expect(await keep()).toEqual([version, version + 1]);
  ctx.clock.set('2026-10-31T08:01:00Z');
  expect(await keep()).toEqual([version]);
  await ctx.close();
});
