import { quarantineAlert } from '../../papers/quarantine.ts';
import { readQuarantined } from '../../papers/quarantine-queries.ts';
import type { Check } from './check.ts';

/** Raises an alert per quarantined paper. It ends when the paper changes or is too old for any pool. */
export const checkPapers: Check = async (ctx, now) => ({
  codes: ['PAPER_QUARANTINED'],
  alerts: (await readQuarantined(ctx.db, now)).map(quarantineAlert),
});
