import { RECHECK } from '../../../config/sources.ts';
import type { Context } from '../../context.ts';
import { dayOf } from '../../day.ts';
import { reasonOf } from '../../errors.ts';
import type { PaperSource } from '../../ports.ts';
import { findWithdrawn } from '../withdrawn-queries.ts';
import { recordSourceState } from './ingest.ts';
import { storePapers } from './paper-queries.ts';
import { readStalePapers, storeChecks } from './recheck-queries.ts';
import { storeRejections } from './source-queries.ts';

type RecheckContext = Pick<Context, 'db' | 'clock' | 'log' | 'sources'>;

/** Effect of a recheck. */
export interface RecheckReport {
  /** Papers that a source was asked about. */
  asked: number;
  /** Ids of those that turned out to be withdrawn. */
  withdrawn: string[];
  failure: string | null;
}

/**
 * Reads the present records of these papers, likeliest picks first, from a source that serves single papers
 * (arXiv), if they are older than the limits of RECHECK. A paper that only another source knew gets its
 * record this way. Ends at a deadline. A failure is logged and recorded in the source's state, never thrown,
 * so that ranking and sending continue with what is stored; throws only the signal's reason.
 */
export async function recheckPapers(
  ctx: RecheckContext,
  input: { paperIds: readonly string[]; signal?: AbortSignal },
): Promise<RecheckReport> {
  const report: RecheckReport = { asked: 0, withdrawn: [], failure: null };
  const source = ctx.sources.find((each) => each.fetchPapers !== undefined);
  if (!source || input.paperIds.length === 0) return report;
  const deadline = startDeadline(input.signal);
  try {
    const stale = await readStalePapers(ctx.db, source.name, input.paperIds, staleRule(ctx.clock.now()));
    for (let from = 0; from < stale.length; from += RECHECK.chunk) {
      const ids = stale.slice(from, from + RECHECK.chunk);
      await recheckChunk(ctx, source, ids, deadline.signal);
      report.asked += ids.length;
    }
    report.withdrawn = [...(await findWithdrawn(ctx.db, stale))];
  } catch (error) {
    input.signal?.throwIfAborted();
    report.failure = reasonOf(error);
    await recordSourceState(ctx, source, { days: [] }, report.failure);
  } finally {
    deadline.clear();
  }
  ctx.log[report.withdrawn.length > 0 ? 'warn' : 'info']({ source: source.name, ...report }, 'rechecked');
  return report;
}

async function recheckChunk(
  ctx: RecheckContext,
  source: PaperSource,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const now = ctx.clock.now();
  const { papers, rejections } = (await source.fetchPapers?.(ids, { signal })) ?? {
    papers: [],
    rejections: [],
  };
  await storePapers(ctx.db, source.name, papers, now);
  await storeRejections(ctx.db, source.name, dayOf(now), rejections, now);
  await storeChecks(ctx.db, source.name, ids, now);
}

function staleRule(now: Date) {
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  return {
    top: RECHECK.top,
    topBefore: hoursAgo(RECHECK.topAfterHours),
    before: hoursAgo(RECHECK.afterHours),
    most: RECHECK.most,
  };
}

/** Signal that aborts with the caller's, or after RECHECK.deadlineMs of real time. */
function startDeadline(signal: AbortSignal | undefined): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`the papers were not rechecked within ${RECHECK.deadlineMs / 1000} s`)),
    RECHECK.deadlineMs,
  );
  const onAbort = () => controller.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
