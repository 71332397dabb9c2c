import { readOpenAlerts } from '../../alerts/alert-queries.ts';
import { clearAlert, raiseAlert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import { readTotalsChecks, type TotalsCheck } from './totals-queries.ts';

/** Finished editions are looked at for so long; nothing writes to them later, except an operator. */
const LOOK_BACK_DAYS = 3;
const CODE = 'TOTALS_MISMATCH';

/**
 * Checks the books of every edition that is not over or was until lately (rule 4): as many rows as were planned, and nothing open in a
 * finished one. A mismatch is an alert until it is right again. Returns the ids of those that are wrong.
 */
export async function checkTotals(ctx: Pick<Context, 'db' | 'clock' | 'log'>): Promise<string[]> {
  const since = new Date(ctx.clock.now().getTime() - LOOK_BACK_DAYS * 86_400_000);
  const alerted = (await readOpenAlerts(ctx.db))
    .filter(({ code }) => code === CODE)
    .map(({ subject }) => subject);
  const wrong: string[] = [];
  for (const check of await readTotalsChecks(ctx.db, since, alerted)) {
    const fault = describeMismatch(check);
    if (fault === null) {
      if (alerted.includes(check.id)) await clearAlert(ctx, ctx.db, { code: CODE, subject: check.id });
      continue;
    }
    wrong.push(check.id);
    await raiseAlert(ctx, {
      code: CODE,
      subject: check.id,
      message: `The books of ${check.id} do not balance: ${fault}.`,
    });
  }
  return wrong;
}

function describeMismatch({ audience, rows, state, unfinished }: TotalsCheck): string | null {
  if (rows !== audience) return `${audience} people were planned and there are ${rows} deliveries`;
  return unfinished === 0 ? null : `it is ${state} and ${unfinished} deliveries of it are not over`;
}
