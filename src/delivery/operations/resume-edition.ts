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
  /** False when it was open already. */
  changed: boolean;
  /** Deliveries that are planned. */
  waiting: number;
  /** How many of them may go at this moment; the others wait for their hour, or because a provider asked for it. */
  due: number;
  /** How many of them have waited too long for a morning email, and will be excluded as `too-late`. */
  tooLate: number;
  /** Providers that refused our account when last asked: until that is mended, the edition will be paused again. */
  refusing: string[];
}

/**
 * Lets a paused edition go on with the next send slot, also by providers that were left alone until now. Resuming an open one changes nothing. Throws PaperboyError
 * `EDITION_UNKNOWN`, `EDITION_STATE`.
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
    if (edition.state === 'open') return { report: { ...report, changed: false } };
    if (edition.state !== 'paused') {
      const failed = (counts.failed ?? 0) - sumCounts(await countIneligible(trx, edition.id));
      throw illegalEditionState(edition, 'resumed', resumeRemedy(edition, failed));
    }
    await setEditionState(trx, edition.id, 'open', null);
    await clearPausedAlert(ctx, trx, edition.id);
    // Whoever resumes says that what was wrong is mended: no provider is left alone for it any longer.
    await closeCircuits(trx, now);
    const audit = {
      before: { state: 'paused', reason: edition.reason },
      after: { state: 'open', ...counts, tooLate: report.tooLate },
    };
    return { report: { ...report, changed: true }, audit };
  });
}

function resumeRemedy({ id, state }: LockedEdition, canBeRetried: number): string {
  if (state !== 'finished') return 'It is over for good; its papers come with the next edition.';
  return canBeRetried > 0
    ? `Nothing of it waits. To try its failures again: \`edition retry ${id}\`.`
    : 'Nothing of it waits, and nothing of it can be tried again.';
}
