import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { storeSourceState } from '../../src/papers/ingest/source-queries.ts';
import { endRun, insertRun } from '../../src/runs/run-queries.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { type TestDashboard, testDashboard } from './dashboard.ts';
import { DAY, moveToFront, SEND_HOUR } from './due-edition.ts';
import type { TestInstallation } from './installation.ts';
import { manyPapers, putList, putSubscriber } from './list.ts';
import { type Answer, type ScriptedMailer, scriptedMailer } from './scripted-mailer.ts';

const ANSWERS: Partial<Record<string, Answer>> = {
  'eva@example.com': 'refuse-address',
  'fay@example.com': 'lost-taken',
};

/**
 * A dashboard during a morning. Of eight deliveries four are accepted, one failed, one is uncertain, one is
 * skipped after unsubscribing, and one is scheduled for 09:00. The day's run is recorded, and one of two
 * sources is failing.
 */
export async function halfSentDashboard(): Promise<{ dashboard: TestDashboard; mailer: ScriptedMailer }> {
  const mailer = scriptedMailer({ batchSize: 10 });
  const dashboard = await testDashboard({ mailer });
  await sendHalf(dashboard.ctx, mailer);
  return { dashboard, mailer };
}

/** Brings an empty installation into the state of `halfSentDashboard`. */
export async function sendHalf(ctx: TestInstallation, mailer: ScriptedMailer): Promise<void> {
  ctx.clock.set(`${DAY}T03:40:00Z`);
  await putList(ctx, DAY, manyPapers(15));
  for (const name of ['ada', 'bea', 'cal', 'dan', 'eva', 'fay', 'gil'])
    await putSubscriber(ctx, `${name}@example.com`, { size: 4 });
  await putSubscriber(ctx, 'hal@example.com', { size: 4, sendHour: 9 });
  await classifyAndRank(ctx, { day: DAY });
  await planEditions(ctx, { day: DAY });
  await moveToFront(ctx, ['eva@example.com']);
  await recordRuns(ctx);
  ctx.clock.set(SEND_HOUR);
  const gone = await ctx.db
    .selectFrom('subscribers')
    .select('leave_key')
    .where('address', '=', 'gil@example.com')
    .executeTakeFirstOrThrow();
  await unsubscribe(ctx, gone.leave_key);
  // Scripted by address, because the order within the batch follows from random ids.
  mailer.onCall(async (mails) => mailer.next(...mails.map(({ to }) => ANSWERS[to] ?? 'accept')));
  await deliver(ctx, { day: DAY });
  mailer.onCall(async () => {});
  ctx.clock.advance(5 * 60_000);
}

async function recordRuns(ctx: TestInstallation): Promise<void> {
  const run = async (name: string, source: string | null, counts: Record<string, number> | null) => {
    const key = { jobId: `${name}-${source}-${DAY}`, name, day: DAY, source, again: null };
    const id = await insertRun(ctx.db, key, ctx.clock.now());
    ctx.clock.advance(65_000);
    const failed = counts === null;
    const end = { counts, code: failed ? 'SOURCE_DOWN' : null, reason: failed ? 'answered 503' : null };
    await endRun(ctx.db, id, { state: failed ? 'failed' : 'done', ...end }, ctx.clock.now());
  };
  await run('ingest', 'hugging-face', { papers: 15, created: 15 });
  await run('ingest', 'arxiv', null);
  await run('observe', null, { snapshots: 15 });
  await run('rank', null, { revisions: 1, papers: 15 });
  await run('plan', null, { planned: 8 });
  const now = ctx.clock.now();
  const source = { checkedAt: now, succeededAt: now, failures: 0, reason: null };
  await storeSourceState(ctx.db, { ...source, source: 'hugging-face', state: 'fresh', newestDay: DAY });
  await storeSourceState(ctx.db, {
    ...source,
    source: 'arxiv',
    state: 'failed',
    newestDay: '2026-11-18',
    failures: 3,
    reason: 'answered 503',
  });
}
