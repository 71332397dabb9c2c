import { EDITION_MOVES } from '../../editions/edition.ts';
import { setEditionState } from '../../editions/edition-queries.ts';
import { statesBefore } from '../../editions/state-moves.ts';
import { finishEditions } from '../pipeline/delivery-queries.ts';
import { pauseIsOver } from '../pipeline/paused-alert.ts';
import {
  illegalState,
  type OperationContext,
  type OperationInput,
  type OperationReport,
  runOperation,
} from './operation.ts';
import { countStates, excludePlanned } from './operation-queries.ts';

export interface CancelReport extends OperationReport {
  /** False when it was cancelled already. */
  changed: boolean;
  /** Deliveries that were waiting and get nothing now. */
  excluded: number;
  /** Deliveries whose batch has begun: it is let finish, and what comes back unsent is excluded, too. */
  inHand: number;
  accepted: number;
  uncertain: number;
}

/**
 * Ends an edition for good: whoever waits is excluded as `cancelled`, and their papers may come in another edition. What is in
 * a provider's hands is let finish. Cancelling again changes nothing. Throws PaperboyError
 * `EDITION_UNKNOWN`, `EDITION_STATE`.
 */
export async function cancel(
  ctx: OperationContext,
  input: OperationInput & { reason?: string | undefined },
): Promise<CancelReport> {
  const report = await runOperation<CancelReport>(ctx, input, 'cancel', async (trx, edition, now) => {
    const before = await countStates(trx, edition.id);
    const report = {
      edition: edition.id,
      state: 'cancelled' as const,
      inHand: before.sending ?? 0,
      uncertain: before.uncertain ?? 0,
    };
    if (edition.state === 'cancelled') {
      return { report: { ...report, changed: false, excluded: 0, accepted: before.accepted ?? 0 } };
    }
    if (!statesBefore(EDITION_MOVES, 'cancelled', 'operator').includes(edition.state)) {
      throw illegalState(edition, 'cancelled', 'Nothing of it waits to be sent.');
    }
    const reason = input.reason ?? `cancelled by ${input.operator}`;
    await setEditionState(trx, edition.id, 'cancelled', reason);
    await pauseIsOver(ctx, trx, edition.id);
    const excluded = await excludePlanned(trx, edition.id, 'cancelled', now);
    const after = await countStates(trx, edition.id);
    const audit = {
      before: { state: edition.state, ...before },
      after: { state: 'cancelled', reason, ...after },
    };
    return { report: { ...report, changed: true, excluded, accepted: after.accepted ?? 0 }, audit };
  });
  await finishEditions(ctx.db, ctx.clock.now());
  return report;
}
