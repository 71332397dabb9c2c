import { poisoned } from '../../papers/quarantine.ts';
import { readLeftOut } from '../../papers/quarantine-queries.ts';
import type { Look } from '../check.ts';

/** Papers that are left out because a step threw at them; over when they change, or are too old for any pool. */
export const lookAtPapers: Look = async (ctx, now) => ({
  codes: ['PAPER_POISONED'],
  found: (await readLeftOut(ctx.db, now)).map(poisoned),
});
