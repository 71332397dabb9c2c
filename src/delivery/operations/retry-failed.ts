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
  /** Failed deliveries that are now scheduled. */
  planned: number;
  /** Number of deliveries by reason that stay failed because their subscriber is no longer eligible. */
  ineligible: Record<string, number>;
}

/**
 * Reschedules the failed deliveries of an edition, all or one subscriber's, as due now, and reopens a
 * finished edition. Deliveries to ineligible subscribers (unsubscribed, suppressed) stay failed, so that
 * their reason is kept. A repeat finds nothing until another delivery fails. Throws PaperboyError
 * `EDITION_UNKNOWN`, `EDITION_STATE`, `SUBSCRIBER_UNKNOWN`, `NOTHING_TO_DO`.
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
    const which = { edition: edition.id, states: ['failed'] as const, subscriberId, eligibleOnly: true };
    const ineligible = await countIneligible(trx, edition.id, subscriberId);
    const planned = await rescheduleDeliveries(trx, which, 'retried by an operator', now);
    if (planned === 0) {
      throw sumCounts(ineligible) === 0
        ? await noneInState(trx, edition.id, 'failed', subscriberId)
        : nothingToDo(
            edition.id,
            `no failed deliveries to eligible subscribers (${describeCounts(ineligible)})`,
          );
    }
    const audit = {
      before: { state: edition.state, ...before },
      after: {
        state,
        planned,
        // Stored audit entries have this key.
        notMailable: ineligible,
        ...(subscriberId === undefined ? {} : { subscriber: subscriberId }),
      },
    };
    return { report: { edition: edition.id, state, planned, ineligible }, audit };
  });
}
