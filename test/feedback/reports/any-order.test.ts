import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../../src/day.ts';
import { REPORT_KINDS } from '../../../src/feedback/reports/report.ts';
import { storeAndApplyReport } from '../../../src/feedback/reports/store-report.ts';
import { putDelivery } from '../../support/deliveries.ts';
import { missingFor, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';
import { reportOf } from '../../support/reports.ts';

const ADA = 'ada@example.com';

let ctx: TestInstallation;

const MAILS = 7;
const told = fc.record({
  kind: fc.constantFrom(...REPORT_KINDS),
  mail: fc.nat({ max: MAILS - 1 }),
  provider: fc.constantFrom('resend' as const, 'ses' as const, 'mail' as const),
  minute: fc.nat({ max: 59 }),
  wrong: fc.constantFrom('', '', '', '', 'address', 'several'),
});
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;

/** Ids that depend on the position, so that two runs can be compared. */
const idFor = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

async function live(story: readonly (Told & { id: number })[]) {
  // Much faster than emptying every table, for dozens of runs.
  for (const table of ['provider_events', 'suppressions', 'deliveries', 'subscribers'] as const)
    await ctx.db.deleteFrom(table).execute();
  const { id: subscriberId } = await putSubscriber(ctx, ADA);
  for (let index = 0; index < MAILS; index += 1) {
    const day = addDays('2026-11-10', index);
    const state = index % 3 === 0 ? 'uncertain' : 'accepted';
    await putDelivery(ctx, { id: idFor(`mail ${index}`), subscriberId, day, state });
  }
  for (const { id, kind, mail, provider, minute, wrong } of story) {
    await storeAndApplyReport(
      ctx,
      reportOf(kind, {
        provider,
        reportId: idFor(`event ${id}`),
        emailId: idFor(`mail ${mail}`),
        occurredAt: new Date(Date.UTC(2026, 10, 23, 7, minute)),
        ...(wrong === 'address' ? { address: 'bob@example.com' } : {}),
        ...(wrong === 'several' ? { address: null, about: null } : {}),
      }),
      'raw',
    );
  }
  const { rows } = await sql<{ line: string }>`
select to_jsonb(d) - 'subscriber_id' as line from deliveries d union all
select to_jsonb(s) from suppressions s union all
select jsonb_build_object('state', state) from subscribers union all
select to_jsonb(e) - 'subscriber_id' from provider_events e order by 1`.execute(ctx.db);
  return rows.map(({ line }) => JSON.stringify(line));
}

describe.each(['embedded', 'postgres'] as const)('reports in any order and number (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    beforeAll(async () => {
      ctx = await testInstallation({ way, now: '2026-11-23T08:00:00Z' });
    });
    afterAll(() => ctx.close());

    it('end in the same rows', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(told, { minLength: 1, maxLength: 10 }).chain((story) => {
            const numbered = story.map((each, id) => ({ ...each, id }));
            const again = fc.shuffledSubarray([...numbered, ...numbered], {
              minLength: 2 * numbered.length,
              maxLength: 2 * numbered.length,
            });
            return fc.tuple(fc.constant(numbered), again);
          }),
          async ([story, shuffled]) => {
            expect(await live(shuffled)).toEqual(await live(story));
          },
        ),
        { numRuns: 8 },
      );
    }, 120_000);

    it('end in the same rows when soft bounces and deliveries mix', async () => {
      const soft = fc.record({
        kind: fc.constantFrom(
          'soft-bounce' as const,
          'soft-bounce' as const,
          'soft-bounce' as const,
          'delivered' as const,
          'refused' as const,
          'hard-bounce' as const,
        ),
        mail: fc.nat({ max: MAILS - 1 }),
        provider: fc.constant('ses' as const),
        minute: fc.constant(0),
        wrong: fc.constant(''),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(soft, { minLength: 6, maxLength: 12 }).chain((story) => {
            const numbered = story.map((each, id) => ({ ...each, id }));
            const length = numbered.length;
            return fc.tuple(
              fc.constant(numbered),
              fc.shuffledSubarray(numbered, { minLength: length, maxLength: length }),
            );
          }),
          async ([story, shuffled]) => {
            expect(await live(shuffled)).toEqual(await live(story));
          },
        ),
        { numRuns: 8 },
      );
    }, 120_000);
  });
});
