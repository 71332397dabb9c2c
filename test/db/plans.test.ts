import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateEdition, generateSubscribers } from '../../bench/generated-delivery-queries.ts';
import {
  lockClaim,
  readAbandonedAttempts,
  releaseAttempt,
  settleAttempt,
  startAttempt,
} from '../../src/delivery/pipeline/attempt-queries.ts';
import { claimBatches } from '../../src/delivery/pipeline/claim.ts';
import { finishEditions, readAttemptDeliveries } from '../../src/delivery/pipeline/delivery-queries.ts';
import { deliveryOutcome } from '../../src/delivery/pipeline/settle.ts';
import { countUsed } from '../../src/delivery/providers/circuit-breaker-queries.ts';
import { requeueTransactional } from '../../src/delivery/transactional/requeue-transactional.ts';
import { createPoolCache } from '../../src/editions/pool-cache.ts';
import {
  countEmailsUntil,
  countUnmatchedReports,
} from '../../src/feedback/reports/report-coverage-queries.ts';
import { readDueReports } from '../../src/feedback/reports/report-queries.ts';
import { readReportCounts } from '../../src/monitoring/checks/check-queries.ts';
import { missingFor, type TestInstallation, testInstallation } from '../support/installation.ts';
import {
  countReadRows,
  type RecordedStatement,
  recordStatements,
  refreshStatistics,
} from '../support/statement-plans.ts';

/** Deliveries of each of four editions; one of them is due, all at one hour. */
const DELIVERIES = 20_000;
/** Most rows that a step may read for a hundred deliveries of its own. */
const MOST_READ = 1_000;
const NOW = '2026-11-22T08:00:00Z';
const FINISHED = ['2026-11-19', '2026-11-20', '2026-11-21'];
const DAY = '2026-11-22';

/** Work that is repeated all the time while an edition is sent. Its statements are recorded as it sends them. */
const HOT_STEPS: Record<string, (ctx: TestInstallation) => Promise<unknown>> = {
  'claiming a hundred': (ctx) => claimBatches(ctx, createPoolCache(ctx.taxonomy), {}),
  'starting, settling and releasing attempts': (ctx) => sendAHundred(ctx),
  'finding abandoned attempts': ({ db, clock }) => readAbandonedAttempts(db, clock.now()),
  'finishing editions': ({ db, clock }) => finishEditions(db, clock.now()),
  'counting what a provider has accepted': ({ db, clock }) => countUsed(db, 'null', clock.now()),
  'finding transactional emails that are waiting': (ctx) => requeueTransactional(ctx),
  'finding due reports': ({ db, clock }) => readDueReports(db, clock.now(), 'reports', 100),
  'finding due emails': ({ db, clock }) => readDueReports(db, clock.now(), 'received', 100),
  'counting unmatched reports': ({ db }) => countUnmatchedReports(db, 20),
  'counting accepted emails up to a limit': ({ db }) => countEmailsUntil(db, DAY, 20),
  'counting complaints and bounces': ({ db }) => readReportCounts(db, '2026-11-10', 100),
};

async function sendAHundred(ctx: TestInstallation): Promise<void> {
  const [first] = (await claimBatches(ctx, createPoolCache(ctx.taxonomy), {}))?.attempts ?? [];
  const [second] = (await claimBatches(ctx, createPoolCache(ctx.taxonomy), {}))?.attempts ?? [];
  if (!first || !second) throw new Error('Nothing was claimed.');
  await ctx.db.transaction().execute(async (trx) => {
    await lockClaim(trx, first.id);
    const deliveries = await readAttemptDeliveries(trx, first.id, true);
    await startAttempt(trx, first.id, 'hash', ctx.clock.now(), ctx.clock.now());
    await settleAttempt(
      trx,
      first.id,
      0,
      deliveries.map(({ id }) => deliveryOutcome(id, 'accepted', 'accepted', null)),
      ctx.clock.now(),
    );
  });
  await releaseAttempt(ctx.db, second.id, 'the run was stopped', ctx.clock.now());
}

const missing = missingFor('postgres');
/** Statistics with which PostgreSQL may have to plan. */
describe
  .skipIf(missing !== null)
  .each(['of today', 'from before the edition', 'of a table that was vacuumed while empty'])(
  `statistics ${missing ?? '%s'}`,
  (statistics) => {
    let ctx: TestInstallation;
    let client: pg.Client;
    beforeAll(async () => {
      ctx = await testInstallation({ way: 'postgres', now: NOW });
      client = new pg.Client({ connectionString: ctx.variables.DATABASE_URL });
      await client.connect();
      if (statistics.endsWith('empty')) await refreshStatistics(ctx.db);
      await generateSubscribers(ctx.db, DELIVERIES);
      for (const day of FINISHED)
        await generateEdition(ctx.db, { day, count: DELIVERIES, state: 'accepted' });
      if (statistics.startsWith('from before')) await refreshStatistics(ctx.db);
      await generateEdition(ctx.db, { day: DAY, count: DELIVERIES, state: 'planned' });
      if (statistics === 'of today') await refreshStatistics(ctx.db);
    });
    afterAll(async () => {
      await client?.end();
      await ctx?.close();
    });

    it.each(Object.entries(HOT_STEPS))('%s reads only rows of its own', async (_name, step) => {
      const recorded: RecordedStatement[] = [];
      const undone = new Error('undone');
      await ctx.db
        .transaction()
        .execute(async (trx) => {
          // The step's own transactions become part of this one, so that every step meets the same rows.
          const { db, statements } = recordStatements(trx);
          await step({
            ...ctx,
            db: Object.assign(db, {
              transaction: () => ({ execute: (action: (trx: typeof db) => unknown) => action(db) }),
            }),
          });
          recorded.push(...statements);
          throw undone;
        })
        .catch((error: unknown) => {
          if (error !== undone) throw error;
        });
      expect(recorded.length).toBeGreaterThan(0);
      for (const plan of ['custom', 'generic'] as const) {
        for (const { statement, most, steps } of await countReadRows(client, recorded, plan)) {
          expect(most, `${plan} plan of ${statement}\n${steps.join('\n')}`).toBeLessThanOrEqual(MOST_READ);
        }
      }
    });
  },
);
