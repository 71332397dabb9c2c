import type { Context } from '../../context.ts';
import { type Edition, editionsOf, sendTime } from '../../editions/edition.ts';
import { openEdition } from '../../editions/edition-queries.ts';
import { timeZoneOrUtc } from '../../subscribers/preferences/preference.ts';
import { finishEditions } from '../pipeline/delivery-queries.ts';
import { type AudienceGroup, insertDeliveries, readAudienceGroups } from './audience-queries.ts';

export interface PlanInput {
  /** Day of the editions, YYYY-MM-DD. */
  day: string;
  /** Makes every delivery due now, regardless of send hour: for the demo, and to catch up a day by hand. */
  now?: boolean;
}

export interface PlannedEdition {
  edition: string;
  /** Rows that this call added; 0 in a repeat. */
  planned: number;
}

/**
 * Opens the day's editions and inserts one delivery, with its due time, for every active subscriber with a
 * cadence that includes that day. A repeat adds only the missing ones. Editions that are not open (paused,
 * canceled, finished, skipped) do not change.
 */
export async function planEditions(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  input: PlanInput,
): Promise<PlannedEdition[]> {
  const now = ctx.clock.now();
  const report: PlannedEdition[] = [];
  for (const edition of editionsOf(input.day)) {
    const planned = await planEdition(ctx, edition, input.now === true, now);
    report.push({ edition: edition.id, planned });
    ctx.log.info({ edition: edition.id, planned }, 'planned');
  }
  await finishEditions(ctx.db, now);
  return report;
}

async function planEdition(
  ctx: Pick<Context, 'db'>,
  edition: Edition,
  dueNow: boolean,
  now: Date,
): Promise<number> {
  const groups = await dueGroups(ctx, edition, dueNow ? now : null);
  return ctx.db.transaction().execute(async (trx) => {
    if (!(await openEdition(trx, edition, now))) return 0;
    return insertDeliveries(trx, edition, groups, now);
  });
}

/** Groups the edition's audience by due time; all at `dueNow` if that is given. */
export async function dueGroups(
  ctx: Pick<Context, 'db'>,
  edition: Edition,
  dueNow: Date | null,
): Promise<(AudienceGroup & { sendAt: Date; localDay: string })[]> {
  return (await readAudienceGroups(ctx.db, edition.cadence)).flatMap((group) => {
    const time = sendTime(edition.day, {
      ...group,
      cadence: edition.cadence,
      timeZone: timeZoneOrUtc(group.timeZone),
    });
    const sendAt = dueNow ?? time?.sendAt;
    return sendAt ? [{ ...group, sendAt, localDay: time?.localDay ?? edition.day }] : [];
  });
}
