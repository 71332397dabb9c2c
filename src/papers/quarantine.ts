import type { Transaction } from 'kysely';
import { type Alert, raiseAlert } from '../alerts/alerts.ts';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { reasonOf } from '../errors.ts';
import { type QuarantinedPaper, storeQuarantined } from './quarantine-queries.ts';

/** A paper that made a step throw. */
export interface BreakingPaper {
  paperId: string;
  error: unknown;
}

/**
 * Runs `attempt` on each paper alone and returns the papers on which it throws. Used after a batch threw as a
 * whole, so that one unusable paper does not cost the others their day.
 */
export function papersThatBreak<Paper>(
  papers: readonly Paper[],
  idOf: (paper: Paper) => string,
  attempt: (paper: Paper) => unknown,
): BreakingPaper[] {
  return papers.flatMap((paper) => {
    try {
      attempt(paper);
      return [];
    } catch (error) {
      return [{ paperId: idOf(paper), error }];
    }
  });
}

/** Quarantines these papers and alerts the operator about each. Pass `trx` inside a transaction. */
export async function quarantinePapers(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  step: string,
  culprits: readonly BreakingPaper[],
  trx?: Transaction<Database>,
): Promise<void> {
  for (const { paperId, error } of culprits) {
    const paper = { paperId, step, reason: reasonOf(error) };
    await storeQuarantined(trx ?? ctx.db, paper, ctx.clock.now());
    await raiseAlert(ctx, quarantineAlert(paper), trx);
  }
}

/** Alert about one quarantined paper. */
export function quarantineAlert({ paperId, step, reason }: QuarantinedPaper): Alert {
  const message = `The paper ${paperId} broke ${step} and is quarantined: ${reason.replace(/[.\s]+$/, '')}.`;
  return { code: 'PAPER_QUARANTINED', subject: paperId, message };
}
