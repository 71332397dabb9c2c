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
  /** What the operator knows, or decides: it arrived, or it shall be sent again although it may have. */
  outcome: 'arrived' | 'send-again';
  /** The address or id of one person; everybody's uncertain deliveries when absent. */
  subscriber?: string | undefined;
}

export interface SettleReport extends OperationReport {
  outcome: SettleInput['outcome'];
  settled: number;
}

/**
 * Settles deliveries whose outcome nobody recorded, one person's or all, as an operator says. Sending again may email somebody twice:
 * that is the operator's decision, and the email has the same Message-ID. Throws PaperboyError `EDITION_UNKNOWN`, `EDITION_STATE`,
 * `SUBSCRIBER_UNKNOWN`, `NOTHING_TO_DO`.
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
          'an operator said that it arrived',
          now,
        )
      : await rescheduleDeliveries(
          trx,
          { edition: edition.id, states: ['uncertain'], subscriberId },
          'sent again by an operator',
          now,
        );
    if (settled === 0) throw await noneInState(trx, edition.id, 'uncertain', subscriberId);
    const person = subscriberId === undefined ? {} : { subscriber: subscriberId };
    const audit = {
      before: { state: edition.state, ...before },
      after: { state, outcome: input.outcome, settled, ...person },
    };
    return { report: { edition: edition.id, state, outcome: input.outcome, settled }, audit };
  });
  const finished = await finishEditions(ctx.db, ctx.clock.now());
  return finished.includes(report.edition) ? { ...report, state: 'finished' } : report;
}
