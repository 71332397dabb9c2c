import { findBreaking } from '../../papers/quarantine.ts';
import { readQuarantined } from '../../papers/quarantine-queries.ts';
import type { Check } from './check.ts';

/** Papers that are left out because a step threw at them; over when they change, or are too old for any pool. */
export const checkPapers: Check = async (ctx, now) => ({
  codes: ['PAPER_POISONED'],
  alerts: (await readQuarantined(ctx.db, now)).map(findBreaking),
});
