import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { addDays } from '../../day.ts';
import { EDITION_MOVES, editionsOf, newestOpenDay } from '../../editions/edition.ts';
import {
  insertSkipped,
  readEditionDays,
  readUnfinishedEditions,
  setEditionState,
} from '../../editions/edition-queries.ts';
import { statesBefore } from '../../editions/state-moves.ts';
import { PaperboyError } from '../../errors.ts';
import { raisePausedAlert } from '../pipeline/paused-alert.ts';
import { planEditions } from '../plan/plan-editions.ts';
import { runOperation } from './operation.ts';
import { markDeliveriesUncertain, markTransactionalUncertain } from './restore-queries.ts';

export interface RestoreInput {
  operator: string;
  /** When the lost database was last alive; whatever was due by then may have gone out. */
  lostAt: Date;
}

export interface RestoreReport {
  /** Each edition that was not over, now paused, with how many of its people may have their email already. */
  editions: { edition: string; uncertain: number }[];
  /** Editions of days that the backup does not know. */
  skipped: string[];
  /** Transactional emails, and wishes for one, of which nobody knows either. */
  transactionalEmails: number;
}

const REASON = 'restored from a backup: it may have gone out between backup and loss';

/**
 * Makes a database that was restored from a backup safe to go on with: whoever was due before the loss may have been mailed, although the
 * backup does not know it, so that they become uncertain and every edition that is not over is paused. Whoever was due
 * later keeps their place. Days after the backup that are over are skipped; the one that was open at the loss is planned first. Repeating it
 * finds nothing more. Throws PaperboyError `RESTORE_MOMENT` for a moment that is still to come.
 */
export async function recoverAfterRestore(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  input: RestoreInput,
): Promise<RestoreReport> {
  const now = ctx.clock.now();
  const { operator, lostAt } = input;
  if (lostAt > now) {
    throw new PaperboyError({
      code: 'RESTORE_MOMENT',
      message: `The database cannot have been lost at ${lostAt.toISOString()}, which is still to come; nothing was changed.`,
      remedy: 'Give a moment in UTC, such as 2026-11-23T07:15Z, or `now` where you are not sure.',
    });
  }
  const open = newestOpenDay(lostAt);
  const skipped = await skipUnknownDays(ctx, open, now);
  await planEditions(ctx, { day: open });
  const editions: RestoreReport['editions'] = [];
  for (const edition of await readUnfinishedEditions(ctx.db)) {
    const { uncertain } = await pauseRestoredEdition(ctx, edition, input);
    editions.push({ edition, uncertain });
  }
  const transactional = await ctx.db.transaction().execute(async (trx) => {
    const transactional = await markTransactionalUncertain(trx, REASON, now);
    const after = { lostAt: lostAt.toISOString(), editions, skipped, transactional };
    await insertAuditEntry(trx, { operator, verb: 'restored', subject: open, after }, now);
    return transactional;
  });
  return { editions, skipped, transactionalEmails: transactional };
}

/** Days between the newest edition of the backup and the one that was open: nobody can say any more who got them. */
async function skipUnknownDays(ctx: Pick<Context, 'db'>, open: string, now: Date): Promise<string[]> {
  const newest = (await readEditionDays(ctx.db, '0001-01-01')).at(-1);
  const skipped: string[] = [];
  if (newest === undefined) return skipped;
  for (let day = addDays(newest, 1); day < open; day = addDays(day, 1)) {
    for (const edition of editionsOf(day))
      if (await insertSkipped(ctx.db, edition, REASON, now)) skipped.push(edition.id);
  }
  return skipped;
}

function pauseRestoredEdition(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  edition: string,
  { operator, lostAt }: RestoreInput,
) {
  return runOperation(ctx, { edition, operator }, 'restored', async (trx, held, now) => {
    const uncertain = await markDeliveriesUncertain(trx, held.id, lostAt, REASON, now);
    if (statesBefore(EDITION_MOVES, 'paused', 'operator').includes(held.state))
      await setEditionState(trx, held.id, 'paused', REASON);
    await raisePausedAlert(ctx, trx, held.id, REASON);
    const report = { edition: held.id, state: 'paused' as const, uncertain };
    return { report, audit: { before: { state: held.state }, after: { state: 'paused', uncertain } } };
  });
}
