import { readOpenAlerts } from '../../alerts/alert-queries.ts';
import { type LockedEdition, setEditionState } from '../../editions/edition-queries.ts';
import { clearPausedAlert } from '../pipeline/paused-alert.ts';
import { closeCircuits } from '../providers/circuit-breaker-queries.ts';
import { REFUSAL_ALERTS } from '../providers/record-outcome.ts';
import { sumCounts } from '../status/counts-by-reason.ts';
import { countIneligible } from '../status/ineligible-queries.ts';
import {
  illegalEditionState,
  type OperationContext,
  type OperationInput,
  type OperationReport,
  runOperation,
} from './operation.ts';
import { countDeliveriesByState, countDueAndTooLate } from './operation-queries.ts';

export interface ResumeReport extends OperationReport {
  /** False if it was open already. */
  changed: boolean;
  /** Scheduled deliveries. */
  waiting: number;
  /** Number of those that are due now; the others wait for their send hour or a provider's back-off. */
  due: number;
  /** Number of those that are too late for a morning email and will be skipped as `too-late`. */
  tooLate: number;
  /**
   * Providers that refused our account when last called. Until that is fixed, the edition will be paused
   * again.
   */
  refusing: string[];
}

/**
 * Resumes a paused edition with the next send slot and closes the circuit breakers of all providers. For an
 * open edition it only closes them, e.g. after a raised quota. Throws PaperboyError `EDITION_UNKNOWN`,
 * `EDITION_STATE`.
 */
export async function resumeEdition(ctx: OperationContext, input: OperationInput): Promise<ResumeReport> {
  return runOperation<ResumeReport>(ctx, input, 'resume', async (trx, edition, now) => {
    const counts = await countDeliveriesByState(trx, edition.id);
    const report = {
      edition: edition.id,
      state: 'open' as const,
      waiting: counts.planned ?? 0,
      ...(await countDueAndTooLate(trx, edition.id, now)),
      refusing: (await readOpenAlerts(trx))
        .filter(({ code }) => REFUSAL_ALERTS.includes(code))
        .map(({ subject }) => subject),
    };
    if (edition.state === 'open') {
      const closed = await closeCircuits(trx, now);
      const untouched = { report: { ...report, changed: false } };
      if (closed.length === 0) return untouched;
      const audit = {
        before: { state: 'open', circuitsOpen: closed },
        after: { state: 'open', circuitsOpen: [] },
      };
      return { ...untouched, audit };
    }
    if (edition.state !== 'paused') {
      const failed = (counts.failed ?? 0) - sumCounts(await countIneligible(trx, edition.id));
      throw illegalEditionState(edition, 'resumed', resumeRemedy(edition, failed));
    }
    await setEditionState(trx, edition.id, 'open', null);
    await clearPausedAlert(ctx, trx, edition.id);
    // Resuming states that the cause is fixed, so no provider stays blocked by an open circuit breaker.
    await closeCircuits(trx, now);
    const audit = {
      before: { state: 'paused', reason: edition.reason },
      after: { state: 'open', ...counts, tooLate: report.tooLate },
    };
    return { report: { ...report, changed: true }, audit };
  });
}

function resumeRemedy({ id, state }: LockedEdition, canBeRetried: number): string {
  if (state !== 'finished') return 'This is final. Its papers can appear in the next edition.';
  return canBeRetried > 0
    ? `It has no scheduled deliveries. To retry the failed ones, run: edition retry ${id}`
    : 'It has no scheduled deliveries, and none that can be retried.';
}
