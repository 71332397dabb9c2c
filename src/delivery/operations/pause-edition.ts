import { EDITION_MOVES } from '../../editions/edition.ts';
import { setEditionState } from '../../editions/edition-queries.ts';
import { statesBefore } from '../../editions/state-moves.ts';
import {
  illegalEditionState,
  type OperationContext,
  type OperationInput,
  type OperationReport,
  runOperation,
} from './operation.ts';
import { countDeliveriesByState } from './operation-queries.ts';

export interface PauseReport extends OperationReport {
  /** False if it was paused already. */
  changed: boolean;
  /** Scheduled deliveries, which wait until it is resumed. */
  waiting: number;
  /** Deliveries in batches that have begun; these still complete. */
  inHand: number;
}

/**
 * Pauses an edition: no further batch of it starts. A batch that a provider is processing still completes,
 * because stopping it would make its outcome unknown. Pausing again changes nothing. Throws PaperboyError
 * `EDITION_UNKNOWN`, `EDITION_STATE`.
 */
export async function pauseEdition(
  ctx: OperationContext,
  input: OperationInput & { reason?: string | undefined },
): Promise<PauseReport> {
  return runOperation<PauseReport>(ctx, input, 'pause', async (trx, edition) => {
    const counts = await countDeliveriesByState(trx, edition.id);
    const report = {
      edition: edition.id,
      state: 'paused' as const,
      waiting: counts.planned ?? 0,
      inHand: counts.sending ?? 0,
    };
    if (edition.state === 'paused') return { report: { ...report, changed: false } };
    if (!statesBefore(EDITION_MOVES, 'paused', 'operator').includes(edition.state)) {
      throw illegalEditionState(edition, 'paused', 'It has no scheduled deliveries.');
    }
    const reason = input.reason ?? `paused by ${input.operator}`;
    await setEditionState(trx, edition.id, 'paused', reason);
    const audit = { before: { state: edition.state }, after: { state: 'paused', reason, ...counts } };
    return { report: { ...report, changed: true }, audit };
  });
}
