import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { findPostgres } from '../bench/private-servers.ts';
import { readOpenAlerts } from '../src/alerts/alert-queries.ts';
import { recoverAfterRestore } from '../src/delivery/operations/recover-after-restore.ts';
import { resumeEdition } from '../src/delivery/operations/resume-edition.ts';
import { settleUncertain } from '../src/delivery/operations/settle-uncertain.ts';
import { deliver } from '../src/delivery/pipeline/deliver.ts';
import { sweep } from '../src/delivery/pipeline/sweep.ts';
import { planEditions } from '../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../src/editions/rank-pools.ts';
import { DAY, dailyBooks, EDITION, SEND_HOUR, statesOf } from './support/due-edition.ts';
import { missingFor, type TestInstallation, testInstallation } from './support/installation.ts';
import { manyPapers, putList, putSubscriber } from './support/list.ts';
import { type ScriptedMailer, scriptedMailer } from './support/scripted-mailer.ts';

const EARLY = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay'].map((name) => `${name}@example.com`);
const LATE = ['gil@example.com', 'hal@example.com'];
const HOUR_MS = 3_600_000;

const open: TestInstallation[] = [];
afterEach(async () => {
  for (const ctx of open.splice(0)) await ctx.close();
});

/** The server's own programs: an older pg_dump rejects a newer server. */
function program(name: string, ...args: string[]): void {
  execFileSync(join(findPostgres() ?? '', name), args, { stdio: 'pipe' });
}

const urlOf = (ctx: TestInstallation): string => ctx.variables.DATABASE_URL ?? '';

/** Restores the dump into an empty database of the same server and starts an installation on it. */
async function restore(
  from: TestInstallation,
  dump: string,
  mailer: ScriptedMailer,
): Promise<TestInstallation> {
  const ctx = await testInstallation({ way: 'postgres', mailer, now: from.clock.now().toISOString() });
  open.push(ctx);
  const client = new pg.Client({ connectionString: urlOf(ctx) });
  await client.connect();
  await client.query(
    'drop schema public cascade; create schema public; drop schema if exists bullmq cascade',
  );
  await client.end();
  program('pg_restore', '--no-owner', '--exit-on-error', '-d', urlOf(ctx), dump);
  return ctx;
}

/** Runs the jobs of every minute. */
async function slots(ctx: TestInstallation, count = 3): Promise<void> {
  for (let slot = 0; slot < count; slot += 1) {
    await sweep(ctx);
    await planEditions(ctx, { day: DAY });
    await deliver(ctx, {});
    ctx.clock.advance(6 * 60_000);
  }
}

const missing = missingFor('postgres');
describe.skipIf(missing !== null)(`a backup (${missing ?? 'PostgreSQL found'})`, () => {
  /** Dumps in the middle of sending an edition, sends more, then loses the server. */
  async function lost(mailer: ScriptedMailer) {
    const ctx = await testInstallation({ way: 'postgres', mailer, now: `${DAY}T03:40:00Z` });
    open.push(ctx);
    const dump = join(ctx.directory, 'paperboy.dump');
    await putList(ctx, DAY, manyPapers(15));
    for (const address of EARLY) await putSubscriber(ctx, address, { size: 3 });
    for (const address of LATE) await putSubscriber(ctx, address, { size: 3, sendHour: 10 });
    await classifyAndRank(ctx, { day: DAY });
    await planEditions(ctx, { day: DAY });
    ctx.clock.set(SEND_HOUR);
    let calls = 0;
    mailer.onCall(async () => {
      calls += 1;
      if (calls === 2) program('pg_dump', '--format=custom', '--file', dump, urlOf(ctx));
      // After the backup one delivery is deferred, and the server is lost before it is due.
      if (calls === 3) mailer.next('accept', 'defer');
    });
    await deliver(ctx, {});
    mailer.onCall(async () => {});
    expect(mailer.taken.length).toBe(5);
    ctx.clock.advance(10_000);
    return { ctx, dump, lostAt: ctx.clock.now() };
  }

  it('restarted without the runbook sends digests twice', async () => {
    const mailer = scriptedMailer();
    const { ctx, dump } = await lost(mailer);
    await slots(await restore(ctx, dump, mailer));
    expect(Math.max(...EARLY.map((address) => mailer.takenFor(address)))).toBe(2);
  });

  it('restored by the runbook sends every digest exactly once', async () => {
    const mailer = scriptedMailer();
    const { ctx: before, dump, lostAt } = await lost(mailer);
    const ctx = await restore(before, dump, mailer);
    const report = await recoverAfterRestore(ctx, { operator: 'ada', lostAt });
    // Two were accepted before the backup; for two the call is recorded, for two nothing is.
    expect(report.editions).toContainEqual({ edition: EDITION, uncertain: 4 });
    expect(await recoverAfterRestore(ctx, { operator: 'ada', lostAt })).toMatchObject({
      editions: report.editions.map(({ edition }) => ({ edition, uncertain: 0 })),
    });
    expect((await readOpenAlerts(ctx.db)).map(({ code }) => code)).toContain('EDITION_PAUSED');
    await slots(ctx);
    expect(mailer.taken.length).toBe(5);
    expect(await dailyBooks(ctx)).toMatchObject({
      state: 'paused',
      uncertain: 4,
      planned: 2,
      balanced: true,
    });
    // One of them is not in the provider's log.
    const states = await statesOf(ctx);
    const uncertain = EARLY.filter((address) => states[address.split('@')[0] ?? ''] === 'uncertain');
    const unsentAddresses = uncertain.filter((address) => mailer.takenFor(address) === 0);
    expect(unsentAddresses.length).toBe(1);
    const act = { edition: EDITION, operator: 'ada' };
    for (const subscriber of unsentAddresses)
      await settleUncertain(ctx, { ...act, subscriber, outcome: 'send-again' });
    await settleUncertain(ctx, { ...act, outcome: 'arrived' });
    await resumeEdition(ctx, act);
    await slots(ctx);
    ctx.clock.advance(3 * HOUR_MS);
    await slots(ctx);
    for (const address of [...EARLY, ...LATE]) expect(mailer.takenFor(address), address).toBe(1);
    expect(await dailyBooks(ctx)).toMatchObject({ state: 'finished', accepted: 8, balanced: true });
  });

  it('from before planning sends no digest of that day', async () => {
    const mailer = scriptedMailer();
    const ctx = await testInstallation({ way: 'postgres', mailer, now: '2026-11-20T12:00:00Z' });
    open.push(ctx);
    for (const address of EARLY) await putSubscriber(ctx, address);
    for (const address of LATE) await putSubscriber(ctx, address, { sendHour: 10 });
    await planEditions(ctx, { day: '2026-11-20' });
    const dump = join(ctx.directory, 'paperboy.dump');
    program('pg_dump', '--format=custom', '--file', dump, urlOf(ctx));
    ctx.clock.set(SEND_HOUR);
    const after = await restore(ctx, dump, mailer);
    const report = await recoverAfterRestore(after, { operator: 'ada', lostAt: after.clock.now() });
    expect(report.skipped).toEqual(expect.arrayContaining(['daily-2026-11-21', 'daily-2026-11-22']));
    expect(await dailyBooks(after)).toMatchObject({ state: 'paused', uncertain: 6, planned: 2 });
    await slots(after);
    expect(mailer.taken).toEqual([]);
    await expect(
      recoverAfterRestore(after, { operator: 'ada', lostAt: new Date('2026-11-25T00:00:00Z') }),
    ).rejects.toMatchObject({ code: 'RESTORE_MOMENT' });
  });
});
