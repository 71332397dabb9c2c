import type { Transaction } from 'kysely';
import { type Alert, raiseAlert } from '../alerts/alerts.ts';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { reasonOf } from '../errors.ts';
import { type QuarantinedPaper, storeQuarantined } from './quarantine-queries.ts';

/** A paper at which something threw. */
export interface BreakingPaper {
  paperId: string;
  error: unknown;
}

/**
 * Those of the papers at which `attempt` throws when it gets them alone. For when it threw on all of them together: one paper that
 * nothing can be made of must not cost the others their day.
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

/** Leaves these papers out of everything from now on, and tells the operator of each. Give `trx` inside a transaction. */
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

/** The alert about a paper that is left out. */
export function quarantineAlert({ paperId, step, reason }: QuarantinedPaper): Alert {
  const message = `The paper ${paperId} broke ${step} and is left out: ${reason.replace(/[.\s]+$/, '')}.`;
  return { code: 'PAPER_QUARANTINED', subject: paperId, message };
}
