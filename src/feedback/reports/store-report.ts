import { reasonOf } from '../../errors.ts';
import { type ApplyContext, type ApplyOutcome, applyReport } from './apply-report.ts';
import type { ProviderReport } from './report.ts';
import { insertReport, type ReportKey } from './report-queries.ts';

/** Time after which the sweep takes over a report that was just stored. */
const SWEEP_DELAY_MS = 5 * 60_000;

export type StoreOutcome = ApplyOutcome | 'repeated' | 'stored';

/**
 * Stores a report with its raw payload, once, and applies it. Throws only when it could not be stored, so
 * that its sender retries. `stored` means that applying it failed; the sweep applies it later.
 */
export async function storeAndApplyReport(
  ctx: ApplyContext,
  report: ProviderReport,
  raw: string,
): Promise<StoreOutcome> {
  if (!(await storeReport(ctx, report, raw))) return 'repeated';
  return applyOrDefer(ctx, report, () => applyReport(ctx, report));
}

/** Stores a report; false for a repeat. */
export function storeReport(ctx: ApplyContext, report: ProviderReport, raw: string): Promise<boolean> {
  const now = ctx.clock.now();
  return insertReport(ctx.db, report, raw, { now, nextAt: new Date(now.getTime() + SWEEP_DELAY_MS) });
}

/** Runs an action on a stored report. A failure is logged and left to the sweep. */
export async function applyOrDefer<T>(
  ctx: ApplyContext,
  key: ReportKey,
  action: () => Promise<T>,
): Promise<T | 'stored'> {
  try {
    return await action();
  } catch (error) {
    ctx.log.error(
      { provider: key.provider, report: key.reportId, reason: reasonOf(error) },
      'report stored but not applied; the sweep retries',
    );
    return 'stored';
  }
}
