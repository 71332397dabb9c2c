import { poisoned } from '../papers/left-out.ts';
import { readLeftOut } from '../papers/left-out-queries.ts';
import type { Look } from './finding.ts';

/** Papers that are left out because a step threw at them; over when they change, or are too old for any pool. */
export const lookAtPapers: Look = async (ctx, now) => ({
  codes: ['PAPER_POISONED'],
  found: (await readLeftOut(ctx.db, now)).map(poisoned),
});
