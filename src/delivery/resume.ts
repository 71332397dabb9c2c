import { countLate, countStates, setEditionState } from './act-queries.ts';
import { closeCircuits } from './circuit-queries.ts';
import { type ActContext, type ActInput, type ActReport, actOnEdition, illegalState } from './edition-act.ts';
import { pauseIsOver } from './paused.ts';

export interface ResumeReport extends ActReport {
  /** False when it was open already. */
  changed: boolean;
  /** Deliveries that are planned. */
  waiting: number;
  /** How many of them have waited too long for a morning mail, and will be excluded as `too-late`. */
  tooLate: number;
}

/**
 * Lets a paused edition go on with the next send slot, also by providers that were left alone until now. Resuming an open one changes nothing. Throws PaperboyError
 * `EDITION_UNKNOWN`, `EDITION_STATE`.
 */
export async function resume(ctx: ActContext, input: ActInput): Promise<ResumeReport> {
  return actOnEdition<ResumeReport>(ctx, input, 'resume', async (trx, edition, now) => {
    const counts = await countStates(trx, edition.id);
    const report = {
      edition: edition.id,
      state: 'open' as const,
      waiting: counts.planned ?? 0,
      tooLate: await countLate(trx, edition.id, now),
    };
    if (edition.state === 'open') return { report: { ...report, changed: false } };
    if (edition.state !== 'paused') {
      throw illegalState(edition, 'resumed', 'To try its failures again: `edition retry`.');
    }
    await setEditionState(trx, edition.id, 'open', null);
    await pauseIsOver(ctx, trx, edition.id);
    // Whoever resumes says that what was wrong is mended: no provider is left alone for it any longer.
    await closeCircuits(trx, now);
    const audit = {
      before: { state: 'paused', reason: edition.reason },
      after: { state: 'open', ...counts, tooLate: report.tooLate },
    };
    return { report: { ...report, changed: true }, audit };
  });
}
