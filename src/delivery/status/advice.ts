import { EDITION } from '../../../config/schedule.ts';
import { describeCounts, sumCounts } from './counts-by-reason.ts';
import type { EditionTotals } from './totals-queries.ts';

/** Something that an edition waits for a person to do, and the command that does it (what follows `npm run paperboy --`). */
export interface Advice {
  text: string;
  command: string;
}

/**
 * What to do next about an edition, the most urgent first; empty when it goes on, or is over, by itself. `notMailable` are its failures
 * that no retry can help: reason → number.
 */
export function adviseOnEdition(
  totals: EditionTotals,
  ineligible: Readonly<Record<string, number>>,
): Advice[] {
  const { id, state, planned, failed, uncertain } = totals;
  const advice: Advice[] = [];
  const add = (why: string, command: string) => advice.push({ text: why, command });
  if (!totals.balanced) {
    add(
      'The books do not balance: rows were lost or added by hand. The edition is not finished until they do; compare with a backup.',
      `ledger --edition ${id} --csv`,
    );
  }
  if (state === 'paused') {
    add(
      `It is paused and ${count(planned)} ${planned === 1 ? 'waits' : 'wait'}. When the cause is mended, go on; after ${EDITION.lateAfterHours} hours it is too late for a morning email (${EDITION.expiresAfterHours} for what a provider's daily limit held back).`,
      `edition resume ${id}`,
    );
    add('If nothing more of it shall go out:', `edition cancel ${id}`);
  }
  if (uncertain > 0) {
    add(
      `Of ${count(uncertain)} nobody knows whether they arrived. Who, when, and the Message-ID to look for in a email log:`,
      `ledger --edition ${id} --state uncertain`,
    );
    add("If the provider's own log has them:", `edition settle ${id} --arrived --all`);
    if (state !== 'cancelled')
      add('If it has not, or twice does not matter:', `edition settle ${id} --send-again --all`);
    add(
      'For one person alone, with the address from the ledger:',
      `edition settle ${id} --arrived --subscriber <address>`,
    );
  }
  if (failed > 0 && state !== 'cancelled' && state !== 'skipped') {
    const never = sumCounts(ineligible);
    const lost =
      never > 0 ? `, ${never} of them to people who may not be mailed (${describeCounts(ineligible)})` : '';
    add(`${count(failed)} failed${lost}. Who, and why:`, `ledger --edition ${id} --state failed`);
    if (failed > never) {
      add(
        `If the cause is mended, try exactly ${never > 0 ? `the other ${failed - never}` : 'these'} again:`,
        `edition retry ${id}`,
      );
    }
  }
  return advice;
}

const count = (number: number): string => `${number} ${number === 1 ? 'delivery' : 'deliveries'}`;
