import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import { describeCounts, sumCounts } from '../status/counts-by-reason.ts';
import { countIneligible } from '../status/ineligible-queries.ts';
import {
  noneInState,
  nothingToDo,
  type OperationContext,
  type OperationInput,
  type OperationReport,
  reopenEdition,
  runOperation,
} from './operation.ts';
import { countDeliveriesByState, rescheduleDeliveries } from './operation-queries.ts';

export interface RetryReport extends OperationReport {
  /** Deliveries that failed before and are planned now. */
  planned: number;
  /** Deliveries that stay failed, with the reason they have, because the person may not be mailed: why → number. */
  ineligible: Record<string, number>;
}

/**
 * Tries exactly the failed deliveries of an edition again, all or one person's, due at once; a finished edition opens again. Who
 * may not be mailed (left, suppressed) stays failed, so that the reason is not lost. Repeating it finds nothing until
 * something fails again. Throws PaperboyError `EDITION_UNKNOWN`, `EDITION_STATE`, `SUBSCRIBER_UNKNOWN`, `NOTHING_TO_DO`.
 */
export async function retryFailed(
  ctx: OperationContext,
  input: OperationInput & { subscriber?: string | undefined },
): Promise<RetryReport> {
  return runOperation<RetryReport>(ctx, input, 'retry', async (trx, edition, now) => {
    const subscriberId =
      input.subscriber === undefined ? undefined : (await findSubscriber(trx, input.subscriber)).id;
    const state = await reopenEdition(trx, edition);
    const before = await countDeliveriesByState(trx, edition.id);
    const which = { edition: edition.id, states: ['failed'] as const, subscriberId, mailableOnly: true };
    const ineligible = await countIneligible(trx, edition.id, subscriberId);
    const planned = await rescheduleDeliveries(trx, which, 'tried again by an operator', now);
    if (planned === 0) {
      throw sumCounts(ineligible) === 0
        ? await noneInState(trx, edition.id, 'failed', subscriberId)
        : nothingToDo(edition.id, `no failed delivery that may be mailed (${describeCounts(ineligible)})`);
    }
    const audit = {
      before: { state: edition.state, ...before },
      after: {
        state,
        planned,
        ineligible,
        ...(subscriberId === undefined ? {} : { subscriber: subscriberId }),
      },
    };
    return { report: { edition: edition.id, state, planned, ineligible }, audit };
  });
}
