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
import { plan } from '../plan/plan.ts';
import { runOperation } from './operation.ts';
import { doubt, markTransactionalUncertain } from './restore-queries.ts';

export interface RestoredInput {
  operator: string;
  /** When the lost database was last alive; whatever was due by then may have gone out. */
  lostAt: Date;
}

export interface RestoredReport {
  /** Each edition that was not over, now paused, with how many of its people may have their mail already. */
  editions: { edition: string; uncertain: number }[];
  /** Editions of days that the backup does not know. */
  skipped: string[];
  /** Letters, and wishes for one, of which nobody knows either. */
  letters: number;
}

const REASON = 'restored from a backup: it may have gone out between backup and loss';

/**
 * Makes a database that was restored from a backup safe to go on with: whoever was due before the loss may have been mailed, although the
 * backup does not know it, so that they become uncertain and every edition that is not over is paused. Whoever was due
 * later keeps their place. Days after the backup that are over are skipped; the one that was open at the loss is planned first. Repeating it
 * finds nothing more. Throws PaperboyError `RESTORE_MOMENT` for a moment that is still to come.
 */
export async function restored(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  input: RestoredInput,
): Promise<RestoredReport> {
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
  const skipped = await skipUnknown(ctx, open, now);
  await plan(ctx, { day: open });
  const editions: RestoredReport['editions'] = [];
  for (const edition of await readUnfinishedEditions(ctx.db)) {
    const { uncertain } = await holdBack(ctx, edition, input);
    editions.push({ edition, uncertain });
  }
  const letters = await ctx.db.transaction().execute(async (trx) => {
    const letters = await markTransactionalUncertain(trx, REASON, now);
    const after = { lostAt: lostAt.toISOString(), editions, skipped, letters };
    await insertAuditEntry(trx, { operator, verb: 'restored', subject: open, after }, now);
    return letters;
  });
  return { editions, skipped, letters };
}

/** Days between the newest edition of the backup and the one that was open: nobody can say any more who got them. */
async function skipUnknown(ctx: Pick<Context, 'db'>, open: string, now: Date): Promise<string[]> {
  const newest = (await readEditionDays(ctx.db, '0001-01-01')).at(-1);
  const skipped: string[] = [];
  if (newest === undefined) return skipped;
  for (let day = addDays(newest, 1); day < open; day = addDays(day, 1)) {
    for (const edition of editionsOf(day))
      if (await insertSkipped(ctx.db, edition, REASON, now)) skipped.push(edition.id);
  }
  return skipped;
}

function holdBack(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  edition: string,
  { operator, lostAt }: RestoredInput,
) {
  return runOperation(ctx, { edition, operator }, 'restored', async (trx, held, now) => {
    const uncertain = await doubt(trx, held.id, lostAt, REASON, now);
    if (statesBefore(EDITION_MOVES, 'paused', 'operator').includes(held.state))
      await setEditionState(trx, held.id, 'paused', REASON);
    await raisePausedAlert(ctx, trx, held.id, REASON);
    const report = { edition: held.id, state: 'paused' as const, uncertain };
    return { report, audit: { before: { state: held.state }, after: { state: 'paused', uncertain } } };
  });
}
