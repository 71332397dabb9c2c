import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { plan } from '../../src/delivery/plan/plan.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { storeSourceState } from '../../src/papers/ingest/source-queries.ts';
import { endRun, insertRun } from '../../src/runs/run-queries.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { type TestDesk, testDesk } from './desk.ts';
import { DAY, SEND_HOUR } from './due-edition.ts';
import type { TestInstallation } from './installation.ts';
import { manyPapers, putList, putSubscriber } from './list.ts';
import { type Answer, type ScriptedMailer, scriptedMailer } from './scripted-mailer.ts';

const ANSWERS: Partial<Record<string, Answer>> = {
  'eva@example.com': 'refuse-address',
  'fay@example.com': 'lost-taken',
};

/**
 * A desk in the middle of a morning: of eight people four have their digest, one failed, of one nobody knows, one left, and one waits
 * for 09:00. The day's run is noted, and of two sources one is failing.
 */
export async function halfSentDesk(): Promise<{ desk: TestDesk; mailer: ScriptedMailer }> {
  const mailer = scriptedMailer({ batchSize: 10 });
  const desk = await testDesk({ mailer });
  await sendHalf(desk.ctx, mailer);
  return { desk, mailer };
}

/** Brings an empty installation to that moment. */
export async function sendHalf(ctx: TestInstallation, mailer: ScriptedMailer): Promise<void> {
  ctx.clock.set(`${DAY}T03:40:00Z`);
  await putList(ctx, DAY, manyPapers(15));
  for (const name of ['ada', 'bea', 'cal', 'dan', 'eva', 'fay', 'gil'])
    await putSubscriber(ctx, `${name}@example.com`, { size: 4 });
  await putSubscriber(ctx, 'hal@example.com', { size: 4, sendHour: 9 });
  await classifyAndRank(ctx, { day: DAY });
  await plan(ctx, { day: DAY });
  await noteRuns(ctx);
  ctx.clock.set(SEND_HOUR);
  const gone = await ctx.db
    .selectFrom('subscribers')
    .select('leave_key')
    .where('address', '=', 'gil@example.com')
    .executeTakeFirstOrThrow();
  await unsubscribe(ctx, gone.leave_key);
  // By name: in which order they stand in the batch follows from their ids.
  mailer.onCall(async (mails) => mailer.next(...mails.map(({ to }) => ANSWERS[to] ?? 'accept')));
  await deliver(ctx, { day: DAY });
  mailer.onCall(async () => {});
  ctx.clock.advance(5 * 60_000);
}

async function noteRuns(ctx: TestInstallation): Promise<void> {
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
