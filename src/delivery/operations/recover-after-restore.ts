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
  /** Last time at which the lost database was alive. Deliveries due by then may have been sent. */
  lostAt: Date;
}

export interface RestoreReport {
  /**
   * Each open or paused edition, now paused, with the number of deliveries that may already have been sent.
   */
  editions: { edition: string; uncertain: number }[];
  /** Skipped editions, of days that the backup does not contain. */
  skipped: string[];
  /** Transactional emails, and requests for one, with an unknown outcome. */
  transactionalEmails: number;
}

const REASON = 'restored from a backup: it may have been sent between the backup and the loss';

/**
 * Makes a database restored from a backup safe to continue with. Deliveries due before the loss may have been
 * sent without the backup knowing, so they become uncertain, and every open edition is paused. Later
 * deliveries stay scheduled. Past days missing from the backup are skipped; the day that was open at the loss
 * is planned first. A repeat finds nothing to do. Throws PaperboyError `RESTORE_MOMENT` for a time in the
 * future.
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
      message: `The time of the loss, ${lostAt.toISOString()}, is in the future. Nothing was changed.`,
      remedy: 'Give a time in UTC, for example 2026-11-23T07:15Z, or `now` if you are not sure.',
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
  const transactionalEmails = await ctx.db.transaction().execute(async (trx) => {
    const uncertain = await markTransactionalUncertain(trx, REASON, now);
    const after = { lostAt: lostAt.toISOString(), editions, skipped, letters: uncertain };
    await insertAuditEntry(trx, { operator, verb: 'restored', subject: open, after }, now);
    return uncertain;
  });
  return { editions, skipped, transactionalEmails };
}

/** Skips the days between the newest edition of the backup and the one open at the loss: nothing is known. */
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
  return runOperation(ctx, { edition, operator }, 'restored', async (trx, locked, now) => {
    const uncertain = await markDeliveriesUncertain(trx, locked.id, lostAt, REASON, now);
    if (statesBefore(EDITION_MOVES, 'paused', 'operator').includes(locked.state))
      await setEditionState(trx, locked.id, 'paused', REASON);
    await raisePausedAlert(ctx, trx, locked.id, REASON);
    const report = { edition: locked.id, state: 'paused' as const, uncertain };
    return { report, audit: { before: { state: locked.state }, after: { state: 'paused', uncertain } } };
  });
}
