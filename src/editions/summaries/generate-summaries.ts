import { SUMMARY_MODEL } from '../../../config/summary-model.ts';
import { clearAlert, raiseAlert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import { dayOf } from '../../day.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import { checkSummary } from '../../papers/summary/check-summary.ts';
import {
  type ClaimedSummary,
  claimSummary,
  readUnsummarized,
  settleSummary,
} from '../../papers/summary/generated-summary-queries.ts';
import type { Summarizer } from '../../ports.ts';
import { findNewestRevision, readRevisionPapers } from '../../trending/revision-queries.ts';
import type { ScoredPaper } from '../../trending/score.ts';
import { papersToSummarize } from './choose-papers.ts';

/** Slice of the context that generating summaries uses. */
export type SummaryContext = Pick<
  Context,
  'db' | 'clock' | 'log' | 'env' | 'limits' | 'summarizer' | 'taxonomy'
>;

/** Outcome of one run. Calls = accepted + rejected + failed. */
export interface SummaryReport {
  accepted: number;
  rejected: number;
  failed: number;
  /** Reason why the run ended before all chosen papers were asked about; null if it did not. */
  stopped: string | null;
}

const NOTHING: SummaryReport = { accepted: 0, rejected: 0, failed: 0, stopped: null };
const ALERT = { code: 'SUMMARY_MODEL_FAILED', subject: 'summary model' } as const;
/** Only its pause is used, after a model asked for one. */
const PAUSE = { name: 'summary-model', points: 1_000_000, seconds: 3_600 } as const;

/**
 * Asks the language model, if there is one, about papers of these pools that digests are about to pick. Never
 * throws and never takes longer than two minutes: without a summary, digests show the chosen sentences of the
 * abstract. Safe to repeat, also concurrently: a paper version is asked about once per model.
 */
export async function generateSummaries(
  ctx: SummaryContext,
  poolIds: readonly string[],
  signal?: AbortSignal,
): Promise<SummaryReport> {
  try {
    const { summarizer } = ctx;
    if (summarizer === null) {
      await clearAlert(ctx, ctx.db, ALERT);
      return NOTHING;
    }
    const paperIds = await choosePapers(ctx, summarizer, poolIds);
    if (paperIds.length === 0) return NOTHING;
    if ((await ctx.limits.take(PAUSE, summarizer.model)) > 0)
      return { ...NOTHING, stopped: 'the model asked for a pause' };
    const report = await askAboutAll({ ...ctx, summarizer }, paperIds, signal);
    ctx.log.info({ model: summarizer.model, ...report }, 'summaries generated');
    return report;
  } catch (error) {
    ctx.log.error({ reason: reasonOf(error) }, 'summaries not generated');
    return { ...NOTHING, stopped: reasonOf(error) };
  }
}

async function choosePapers(
  ctx: SummaryContext,
  summarizer: Summarizer,
  poolIds: readonly string[],
): Promise<string[]> {
  const chosen = new Set<string>();
  for (const poolId of poolIds) {
    const newest = await findNewestRevision(ctx.db, poolId);
    const papers = newest ? await readRevisionPapers(ctx.db, poolId, newest.revision) : [];
    // Written by rank-pool.ts from the same type.
    const ranked = papers.map(({ card, scores }) => ({ card, scores: scores as ScoredPaper }));
    for (const paperId of papersToSummarize(ranked)) chosen.add(paperId);
  }
  return readUnsummarized(ctx.db, [...chosen], summarizer.model, ctx.clock.now());
}

type AskContext = SummaryContext & { summarizer: Summarizer };

/** Progress that the concurrent callers of one run share. */
interface Run {
  readonly waiting: string[];
  readonly endsAt: number;
  readonly signal: AbortSignal | undefined;
  report: SummaryReport;
  failuresInARow: number;
}

async function askAboutAll(
  ctx: AskContext,
  paperIds: readonly string[],
  signal: AbortSignal | undefined,
): Promise<SummaryReport> {
  const run: Run = {
    waiting: [...paperIds],
    endsAt: ctx.clock.now().getTime() + SUMMARY_MODEL.startsWithinMs,
    signal,
    report: { ...NOTHING },
    failuresInARow: 0,
  };
  await Promise.all(Array.from({ length: SUMMARY_MODEL.concurrency }, () => askInTurn(ctx, run)));
  return run.report;
}

async function askInTurn(ctx: AskContext, run: Run): Promise<void> {
  const { model } = ctx.summarizer;
  while (run.report.stopped === null) {
    const now = ctx.clock.now();
    if (run.signal?.aborted) return stop(run, 'the process is stopping');
    const paperId = run.waiting.shift();
    if (paperId === undefined) return;
    if (now.getTime() >= run.endsAt) return stop(run, 'the time for summaries is over');
    const perDay = ctx.env.SUMMARY_MODEL_PER_DAY;
    const claim = await claimSummary(ctx.db, paperId, { model, day: dayOf(now), perDay, now });
    if (claim === 'budget-used') return stop(run, `the day's budget of ${perDay} calls is used up`);
    if (claim !== null) await askAbout(ctx, run, claim);
  }
}

function stop(run: Run, reason: string): void {
  run.report.stopped ??= reason;
}

/** Makes one claimed call and stores its outcome. */
async function askAbout(ctx: AskContext, run: Run, claim: ClaimedSummary): Promise<void> {
  const { summarizer } = ctx;
  const { paperId: paper } = claim;
  const settle = (outcome: Parameters<typeof settleSummary>[2]) =>
    settleSummary(ctx.db, { ...claim, model: summarizer.model }, outcome, ctx.clock.now());
  try {
    const answer = await summarizer.summarize(claim, run.signal ? { signal: run.signal } : {});
    const checked = answer.complete
      ? checkSummary(answer.text, claim)
      : { ok: false as const, reason: 'is incomplete, or the model refused' };
    await settle(checked);
    run.report[checked.ok ? 'accepted' : 'rejected'] += 1;
    run.failuresInARow = 0;
    if (!checked.ok) ctx.log.info({ paper, reason: checked.reason }, 'summary rejected');
    await clearAlert(ctx, ctx.db, ALERT);
  } catch (error) {
    run.report.failed += 1;
    run.failuresInARow += 1;
    await settle({ failure: reasonOf(error) });
    ctx.log.warn({ paper, reason: reasonOf(error) }, 'summary failed');
    if (!run.signal?.aborted) await giveUpIfUseless(ctx, run, error);
  }
}

/** Ends the run when further calls would only use up the budget, and raises an alert. */
async function giveUpIfUseless(ctx: AskContext, run: Run, error: unknown): Promise<void> {
  const known = error instanceof PaperboyError ? error : null;
  if (known?.retryAfterMs !== undefined) {
    await ctx.limits.pause(PAUSE, ctx.summarizer.model, known.retryAfterMs);
    return stop(run, reasonOf(error));
  }
  const useless = known?.retry === 'never' || run.failuresInARow >= SUMMARY_MODEL.failuresInARow;
  if (!useless || run.report.stopped !== null) return;
  stop(run, reasonOf(error));
  const message = known === null ? reasonOf(error) : reasonOf(error).slice(0, -known.remedy.length).trim();
  await raiseAlert(ctx, { ...ALERT, message });
}
