import { describeCounts, sumCounts } from '../../../delivery/status/counts-by-reason.ts';
import { latenessOfEdition } from '../../../editions/edition.ts';
import type { EditionFacts } from './edition-facts.ts';
import { OPERATION_TEXTS, ADVICE_TEXTS as TEXTS } from './editions-texts.ts';

/** Next steps for an edition, most urgent first; empty when it needs none. Names the buttons of the page. */
export function editionAdvice({ totals, ineligible }: EditionFacts): string[] {
  const { id, state, planned, failed, uncertain, balanced } = totals;
  const { lateAfterHours, expiresAfterHours } = latenessOfEdition(id);
  const isCanceled = state === 'cancelled';
  const lost = sumCounts(ineligible);
  return [
    ...(balanced ? [] : [TEXTS.unbalanced]),
    ...(state === 'paused'
      ? [
          TEXTS.paused(planned, lateAfterHours, expiresAfterHours),
          TEXTS.cancel(OPERATION_TEXTS.cancel.button),
        ]
      : []),
    ...(uncertain > 0
      ? [
          TEXTS.uncertain(uncertain),
          TEXTS.accepted(OPERATION_TEXTS['mark-accepted'].button),
          ...(isCanceled ? [] : [TEXTS.notAccepted(OPERATION_TEXTS['send-again'].button)]),
          TEXTS.single,
        ]
      : []),
    ...(failed > 0 && !isCanceled && state !== 'skipped'
      ? [
          TEXTS.failed(failed, lost, describeCounts(ineligible)),
          ...(failed > lost ? [TEXTS.retry(OPERATION_TEXTS.retry.button)] : []),
        ]
      : []),
  ];
}
