import type { Transaction } from 'kysely';
import { RERUN } from '../../config/schedule.ts';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { countDeliveriesByState } from '../delivery/operations/operation-queries.ts';
import { retryFailed } from '../delivery/operations/retry-failed.ts';
import { sumCounts } from '../delivery/status/counts-by-reason.ts';
import { countIneligible } from '../delivery/status/ineligible-queries.ts';
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
  /** Name of the operator for the audit log, never an address. */
  operator: string;
  /**
   * The newest re-run of this subject that the operator has seen, 0 for none. A later one answers a repeated
   * press of the button. Absent when none was shown.
   */
  seen?: number;
  /** The dry run the operator agreed to; measured now when absent. */
  dryRun?: DryRunReport;
}

export interface RerunReport {
  rerun: Rerun;
  /** The job, or the root of the job tree, that does the work. */
  job: string;
  /** False when the same re-run already exists: the job is the same. */
  created: boolean;
}

/**
 * Re-runs one step of a day, or all of them, as an ordinary job named after it
 * (`rank-2026-11-22-again-rerun-17`). The dry run is stored with it and in the audit log. Idempotent: while
 * it is running, the same request returns the same job. Failed deliveries are scheduled again at once,
 * exactly those; the job, or an earlier send slot, sends them. Throws PaperboyError `RERUN_DAY`,
 * `SOURCE_UNKNOWN`, `SOURCE_MISSING`, `EDITION_UNKNOWN` or `EDITION_STATE`.
 */
export async function rerun(ctx: RerunContext, input: RerunInput): Promise<RerunReport> {
  const { what, day, source, edition, operator, seen } = input;
  const subject = { what, day, source, edition };
  const newest = await findNewestRerun(ctx.db, subject);
  const repeated = newest && (newest.finishedAt === null || (seen !== undefined && newest.id > seen));
  if (newest && repeated && isFresh(newest, ctx.clock.now())) {
    const finished = newest.finishedAt !== null;
    const job = finished ? jobId(rootOf(ctx, newest, newest.requestedAt)) : await enqueue(ctx, newest);
    return { rerun: newest, job, created: false };
  }
  await checkPreconditions(ctx, subject);
  const preview = input.dryRun ?? (await dryRun(ctx, subject));
  const now = ctx.clock.now();
  const done = await ctx.db.transaction().execute(async (trx) => {
    const stale = new Date(now.getTime() - RERUN.lostAfterMinutes * 60_000);
    const lastJob = rootOf(ctx, { ...subject, id: 0 }, now).name;
    const stored = await insertRerun(trx, { ...subject, operator, lastJob, dryRun: preview }, stale, now);
    if (stored.created) {
      const audit = {
        operator,
        verb: `rerun ${what}`,
        subject: edition ?? [source, day].filter(Boolean).join(' '),
      };
      const after = { rerun: stored.rerun.id, job: jobId(rootOf(ctx, stored.rerun, now)) };
      await insertAuditEntry(trx, { ...audit, before: preview, after }, now);
      // At the same moment, so that the outcome of exactly these deliveries can be read later.
      await retryFailures({ ...ctx, clock: { ...ctx.clock, now: () => now } }, trx, input);
    }
    return stored;
  });
  return { ...done, job: await enqueue(ctx, done.rerun) };
}

/** Enqueues the job of a re-run again, in case the queue has lost it. */
async function enqueue(ctx: RerunContext, rerun: Rerun): Promise<string> {
  const root = rootOf(ctx, rerun, rerun.requestedAt);
  await ctx.queue.enqueue(root);
  return jobId(root);
}

function rootOf(
  ctx: Pick<Context, 'env'>,
  { id, what, day, source }: RerunSubject & { id: number },
  requestedAt: Date,
): JobRequest {
  const again = rerunSuffix(id);
  switch (what) {
    case 'ingest':
      return newJob('ingest', { source: source ?? '', day, again });
    case 'day':
      return isTooLateToSend(day, requestedAt)
        ? preparationRun(ctx.env.SOURCES, day, again)
        : dailyRun(ctx.env.SOURCES, day, again);
    default:
      return newJob(what, { day, again });
  }
}

/** Schedules the failed deliveries of the editions again, in the transaction that stores the re-run. */
async function retryFailures(
  ctx: RerunContext,
  trx: Transaction<Database>,
  { day, edition: only, operator, what }: RerunInput,
): Promise<void> {
  if (what !== 'deliver' && what !== 'day') return;
  for (const { id } of editionsOf(day)) {
    const edition = only === null || only === id ? await lockEdition(trx, id) : undefined;
    if (!edition || edition.state === 'cancelled' || edition.state === 'skipped') continue;
    const { failed = 0 } = await countDeliveriesByState(trx, id);
    if (failed - sumCounts(await countIneligible(trx, id)) > 0)
      await retryFailed({ ...ctx, db: trx }, { edition: id, operator });
  }
}

const isFresh = ({ requestedAt, finishedAt }: Rerun, now: Date): boolean =>
  finishedAt !== null || now.getTime() - requestedAt.getTime() < RERUN.lostAfterMinutes * 60_000;
