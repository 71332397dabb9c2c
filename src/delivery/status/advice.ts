import { latenessOfEdition } from '../../editions/edition.ts';
import { pluralize } from '../../plural.ts';
import { describeCounts, sumCounts } from './counts-by-reason.ts';
import type { EditionTotals } from './totals-queries.ts';

/** Recommended operator action for an edition, with its command (the part after `npm run paperboy --`). */
export interface Advice {
  why: string;
  command: string;
}

/**
 * Lists the next operator actions for an edition, most urgent first; empty when it needs none. `ineligible`
 * counts by reason the failed deliveries that no retry can send.
 */
export function adviseOnEdition(
  totals: EditionTotals,
  ineligible: Readonly<Record<string, number>>,
): Advice[] {
  const { id, state, planned, failed, uncertain } = totals;
  const { lateAfterHours, expiresAfterHours } = latenessOfEdition(id);
  const advice: Advice[] = [];
  const add = (why: string, command: string) => advice.push({ why, command });
  if (!totals.balanced) {
    add(
      "Totals don't add up: delivery rows were lost or added by hand, so the edition cannot finish. " +
        'Compare the ledger with a backup:',
      `ledger --edition ${id} --csv`,
    );
  }
  if (state === 'paused') {
    add(
      `Paused with ${describeDeliveries(planned)} scheduled. Resume once the cause is fixed. Deliveries ` +
        `more than ${lateAfterHours} hours late are skipped (${expiresAfterHours} hours ` +
        'if a daily quota held them back):',
      `edition resume ${id}`,
    );
    add('To send no more of it:', `edition cancel ${id}`);
  }
  if (uncertain > 0) {
    add(
      `${pluralize(uncertain, 'delivery is', 'deliveries are')} uncertain, possibly accepted by the ` +
        'provider. List with Message-IDs, to look up in its log:',
      `ledger --edition ${id} --state uncertain`,
    );
    add("If the provider's log confirms arrival:", `edition settle ${id} --arrived --all`);
    if (state !== 'cancelled')
      add('If it does not, or if duplicates are acceptable:', `edition settle ${id} --send-again --all`);
    add(
      'To settle one subscriber only, with the address from the ledger:',
      `edition settle ${id} --arrived --subscriber <address>`,
    );
  }
  if (failed > 0 && state !== 'cancelled' && state !== 'skipped') {
    const lost = sumCounts(ineligible);
    const ineligibleNote =
      lost > 0 ? `, ${lost} for ineligible subscribers (${describeCounts(ineligible)})` : '';
    add(
      `${describeDeliveries(failed)} failed${ineligibleNote}. List with reasons:`,
      `ledger --edition ${id} --state failed`,
    );
    if (failed > lost) {
      const retried = lost > 0 ? `the other ${describeDeliveries(failed - lost)}` : 'what failed';
      add(`Once the cause is fixed, retry ${retried}:`, `edition retry ${id}`);
    }
  }
  return advice;
}

const describeDeliveries = (count: number): string => pluralize(count, 'delivery', 'deliveries');
