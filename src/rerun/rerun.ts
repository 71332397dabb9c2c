import type { Transaction } from 'kysely';
import { RERUN } from '../../config/schedule.ts';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { countStates } from '../delivery/operations/operation-queries.ts';
import { retry } from '../delivery/operations/retry.ts';
import { sumOf } from '../delivery/status/counts-by-reason.ts';
import { readNotMailable } from '../delivery/status/unmailable-queries.ts';
import { editionsOf } from '../editions/edition.ts';
import { lockEdition } from '../editions/edition-queries.ts';
import { dailyRun, preparationRun } from '../queue/flows.ts';
import { type JobRequest, jobId, newJob } from '../queue/jobs.ts';
import {
  findNewestRerun,
  insertRerun,
  type Rerun,
  type RerunSubject,
  rerunSuffix,
} from '../runs/rerun-queries.ts';
import { checkPreconditions, isTooLateToSend } from './check-preconditions.ts';
import { type DryRunContext, dryRun } from './dry-run.ts';
import type { DryRunReport } from './dry-run-report.ts';

type RerunContext = DryRunContext & Pick<Context, 'queue'>;

export interface RerunInput extends RerunSubject {
  /** Who wants it; kept in the audit, so a name and never an address. */
  operator: string;
  /**
   * The newest re-run of the same that whoever presses has seen, 0 for none: a later one is what they have asked for by pressing
   * twice. Absent where nobody saw any.
   */
  seen?: number;
  /** What was foreseen when they agreed; measured now where absent. */
  dryRun?: DryRunReport;
}

export interface RerunReport {
  rerun: Rerun;
  /** The job, or the root of the tree of jobs, that does it. */
  job: string;
  /** False where the same was asked for already: then it is the same job. */
  created: boolean;
}

/**
 * Runs one step of a day again, or all of them, as an ordinary job whose id says so (`rank-2026-11-22-again-rerun-17`). What
 * was foreseen is kept beside it, and audited. Asking again while it is under way gives the same job: so it is safe to
 * press twice. Failures are put back to planned at once, exactly those; the job, or a send slot before it, sends them. Throws
 * PaperboyError `RERUN_DAY`, `SOURCE_UNKNOWN`, `SOURCE_MISSING`, `EDITION_UNKNOWN`, `EDITION_STATE`.
 */
export async function rerun(ctx: RerunContext, input: RerunInput): Promise<RerunReport> {
  const { what, day, source, edition, operator, seen } = input;
  const subject = { what, day, source, edition };
  const newest = await findNewestRerun(ctx.db, subject);
  const known = newest && (newest.finishedAt === null || (seen !== undefined && newest.id > seen));
  if (newest && known && isFresh(newest, ctx.clock.now())) {
    const over = newest.finishedAt !== null;
    const job = over ? jobId(rootOf(ctx, newest, newest.requestedAt)) : await enqueue(ctx, newest);
    return { rerun: newest, job, created: false };
  }
  await checkPreconditions(ctx, subject);
  const foreseen = input.dryRun ?? (await dryRun(ctx, subject));
  const now = ctx.clock.now();
  const done = await ctx.db.transaction().execute(async (trx) => {
    const stale = new Date(now.getTime() - RERUN.lostAfterMinutes * 60_000);
    const lastJob = rootOf(ctx, { ...subject, id: 0 }, now).name;
    const asked = await insertRerun(trx, { ...subject, operator, lastJob, foreseen }, stale, now);
    if (asked.created) {
      const act = {
        operator,
        verb: `rerun ${what}`,
        subject: edition ?? [source, day].filter(Boolean).join(' '),
      };
      const after = { rerun: asked.rerun.id, job: jobId(rootOf(ctx, asked.rerun, now)) };
      await insertAuditEntry(trx, { ...act, before: foreseen, after }, now);
      // By the same moment, so that what became of exactly these can be read later.
      await retryFailures({ ...ctx, clock: { ...ctx.clock, now: () => now } }, trx, input);
    }
    return asked;
  });
  return { ...done, job: await enqueue(ctx, done.rerun) };
}

/** Adds its job, or finds it there: the queue may have lost it. */
async function enqueue(ctx: RerunContext, rerun: Rerun): Promise<string> {
  const root = rootOf(ctx, rerun, rerun.requestedAt);
  await ctx.queue.enqueue(root);
  return jobId(root);
}

function rootOf(
  ctx: Pick<Context, 'env'>,
  { id, what, day, source }: RerunSubject & { id: number },
  askedAt: Date,
): JobRequest {
  const again = rerunSuffix(id);
  switch (what) {
    case 'ingest':
      return newJob('ingest', { source: source ?? '', day, again });
    case 'day':
      return isTooLateToSend(day, askedAt)
        ? preparationRun(ctx.env.SOURCES, day, again)
        : dailyRun(ctx.env.SOURCES, day, again);
    default:
      return newJob(what, { day, again });
  }
}

/** Puts the failures of those editions back to planned, in the transaction that writes the re-run down. */
async function retryFailures(
  ctx: RerunContext,
  trx: Transaction<Database>,
  { day, edition: only, operator, what }: RerunInput,
): Promise<void> {
  if (what !== 'deliver' && what !== 'day') return;
  for (const { id } of editionsOf(day)) {
    const edition = only === null || only === id ? await lockEdition(trx, id) : undefined;
    if (!edition || edition.state === 'cancelled' || edition.state === 'skipped') continue;
    const { failed = 0 } = await countStates(trx, id);
    if (failed - sumOf(await readNotMailable(trx, id)) > 0)
      await retry({ ...ctx, db: trx }, { edition: id, operator });
  }
}

const isFresh = ({ requestedAt: askedAt, finishedAt: overAt }: Rerun, now: Date): boolean =>
  overAt !== null || now.getTime() - askedAt.getTime() < RERUN.lostAfterMinutes * 60_000;
