import { reasonOf } from '../../errors.ts';
import { type ApplyContext, type ApplyOutcome, applyReport } from './apply-report.ts';
import type { ProviderReport } from './report.ts';
import { insertReport, type ReportKey } from './report-queries.ts';

/** So long the sweep leaves a report to whoever has just stored it. */
const SWEEP_DELAY_MS = 5 * 60_000;

export type StoreOutcome = ApplyOutcome | 'repeated' | 'stored';

/**
 * Stores a report with its raw payload, once, and then applies it. Throws only when it could not be stored: then whoever brought it
 * must bring it again. What is stored and could not be applied is `stored`, and the sweep applies it.
 */
export async function storeAndApplyReport(
  ctx: ApplyContext,
  event: ProviderReport,
  raw: string,
): Promise<StoreOutcome> {
  if (!(await storeReport(ctx, event, raw))) return 'repeated';
  return applyOrDefer(ctx, event, () => applyReport(ctx, event));
}

/** Stores a report; false for a repeat. */
export function storeReport(ctx: ApplyContext, event: ProviderReport, raw: string): Promise<boolean> {
  const now = ctx.clock.now();
  return insertReport(ctx.db, event, raw, { now, nextAt: new Date(now.getTime() + SWEEP_DELAY_MS) });
}

/** Tries to deal with a stored report; a failure is logged and left to the sweep. */
export async function applyOrDefer<T>(
  ctx: ApplyContext,
  key: ReportKey,
  action: () => Promise<T>,
): Promise<T | 'stored'> {
  try {
    return await action();
  } catch (error) {
    ctx.log.error(
      { provider: key.provider, event: key.reportId, reason: reasonOf(error) },
      'a report is stored and could not be applied; the sweep tries again',
    );
    return 'stored';
  }
}
