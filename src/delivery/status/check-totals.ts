import { readOpenAlerts } from '../../alerts/alert-queries.ts';
import { clearAlert, raiseAlert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import { pluralize } from '../../plural.ts';
import { editionStateName } from './state-names.ts';
import { readTotalsChecks, type TotalsCheck } from './totals-queries.ts';

/** Days for which finished editions are checked; later only an operator writes to them. */
const LOOK_BACK_DAYS = 3;
const CODE = 'TOTALS_MISMATCH';

/**
 * Checks the totals of every unfinished or recently finished edition (rule 4): as many rows as its audience,
 * and no open delivery in a finished one. A mismatch raises an alert, which clears once the totals add up.
 * Returns the ids of editions with a mismatch.
 */
export async function checkTotals(ctx: Pick<Context, 'db' | 'clock' | 'log'>): Promise<string[]> {
  const since = new Date(ctx.clock.now().getTime() - LOOK_BACK_DAYS * 86_400_000);
  const alerted = (await readOpenAlerts(ctx.db))
    .filter(({ code }) => code === CODE)
    .map(({ subject }) => subject);
  const wrong: string[] = [];
  for (const check of await readTotalsChecks(ctx.db, since, alerted)) {
    const mismatch = describeMismatch(check);
    if (mismatch === null) {
      if (alerted.includes(check.id)) await clearAlert(ctx, ctx.db, { code: CODE, subject: check.id });
      continue;
    }
    wrong.push(check.id);
    await raiseAlert(ctx, {
      code: CODE,
      subject: check.id,
      message: `The totals of ${check.id} do not add up: ${mismatch}.`,
    });
  }
  return wrong;
}

function describeMismatch({ audience, rows, state, unfinished }: TotalsCheck): string | null {
  if (rows !== audience) {
    const expected = pluralize(audience, 'subscriber', 'subscribers');
    return `${expected} in the audience, but ${describeDeliveries(rows)}`;
  }
  return unfinished === 0
    ? null
    : `it is ${editionStateName(state)}, but ${describeDeliveries(unfinished)} not settled`;
}

const describeDeliveries = (count: number): string => pluralize(count, 'delivery', 'deliveries');
