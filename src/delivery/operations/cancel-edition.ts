import { EDITION_MOVES } from '../../editions/edition.ts';
import { setEditionState } from '../../editions/edition-queries.ts';
import { statesBefore } from '../../editions/state-moves.ts';
import { finishEditions } from '../pipeline/delivery-queries.ts';
import { clearPausedAlert } from '../pipeline/paused-alert.ts';
import {
  illegalEditionState,
  type OperationContext,
  type OperationInput,
  type OperationReport,
  runOperation,
} from './operation.ts';
import { countDeliveriesByState, skipScheduled } from './operation-queries.ts';

export interface CancelReport extends OperationReport {
  /** False if it was canceled already. */
  changed: boolean;
  /** Scheduled deliveries that are now skipped. */
  excluded: number;
  /** Deliveries in batches that have begun: these still complete, and what returns unsent is skipped, too. */
  inHand: number;
  accepted: number;
  uncertain: number;
}

/**
 * Cancels an edition for good: scheduled deliveries are skipped as `cancelled`, and their papers can appear
 * in another edition. Batches that a provider is processing are finished. Canceling again changes nothing.
 * Throws PaperboyError `EDITION_UNKNOWN`, `EDITION_STATE`.
 */
export async function cancelEdition(
  ctx: OperationContext,
  input: OperationInput & { reason?: string | undefined },
): Promise<CancelReport> {
  const report = await runOperation<CancelReport>(ctx, input, 'cancel', async (trx, edition, now) => {
    const before = await countDeliveriesByState(trx, edition.id);
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
      throw illegalEditionState(edition, 'canceled', 'It has no scheduled deliveries.');
    }
    const reason = input.reason ?? `canceled by ${input.operator}`;
    await setEditionState(trx, edition.id, 'cancelled', reason);
    await clearPausedAlert(ctx, trx, edition.id);
    const excluded = await skipScheduled(trx, edition.id, 'cancelled', now);
    const after = await countDeliveriesByState(trx, edition.id);
    const audit = {
      before: { state: edition.state, ...before },
      after: { state: 'cancelled', reason, ...after },
    };
    return { report: { ...report, changed: true, excluded, accepted: after.accepted ?? 0 }, audit };
  });
  await finishEditions(ctx.db, ctx.clock.now());
  return report;
}
