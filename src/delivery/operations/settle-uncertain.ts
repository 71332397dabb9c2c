import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import { finishEditions } from '../pipeline/delivery-queries.ts';
import {
  noneInState,
  type OperationContext,
  type OperationInput,
  type OperationReport,
  reopenEdition,
  runOperation,
} from './operation.ts';
import { acceptUncertain, countDeliveriesByState, rescheduleDeliveries } from './operation-queries.ts';

export interface SettleInput extends OperationInput {
  /**
   * The operator's finding or decision: it arrived, or it is to be sent again although it may have arrived.
   */
  outcome: 'arrived' | 'send-again';
  /** Address or id of one subscriber; all uncertain deliveries of the edition if absent. */
  subscriber?: string | undefined;
}

export interface SettleReport extends OperationReport {
  outcome: SettleInput['outcome'];
  settled: number;
}

/**
 * Settles uncertain deliveries, all or one subscriber's, as an operator decides. Sending again may deliver a
 * digest twice: that is the operator's decision, and the email keeps its Message-ID. Throws PaperboyError
 * `EDITION_UNKNOWN`, `EDITION_STATE`, `SUBSCRIBER_UNKNOWN`, `NOTHING_TO_DO`.
 */
export async function settleUncertain(ctx: OperationContext, input: SettleInput): Promise<SettleReport> {
  const report = await runOperation<SettleReport>(ctx, input, 'settle', async (trx, edition, now) => {
    const subscriberId =
      input.subscriber === undefined ? undefined : (await findSubscriber(trx, input.subscriber)).id;
    const before = await countDeliveriesByState(trx, edition.id);
    const arrived = input.outcome === 'arrived';
    const state = arrived ? edition.state : await reopenEdition(trx, edition);
    const settled = arrived
      ? await acceptUncertain(
          trx,
          { edition: edition.id, subscriberId },
          'arrival confirmed by an operator',
          now,
        )
      : await rescheduleDeliveries(
          trx,
          { edition: edition.id, states: ['uncertain'], subscriberId },
          'sent again by an operator',
          now,
        );
    if (settled === 0) throw await noneInState(trx, edition.id, 'uncertain', subscriberId);
    const subscriber = subscriberId === undefined ? {} : { subscriber: subscriberId };
    const audit = {
      before: { state: edition.state, ...before },
      after: { state, outcome: input.outcome, settled, ...subscriber },
    };
    return { report: { edition: edition.id, state, outcome: input.outcome, settled }, audit };
  });
  const finished = await finishEditions(ctx.db, ctx.clock.now());
  return finished.includes(report.edition) ? { ...report, state: 'finished' } : report;
}
