import type { Context } from '../../context.ts';
import { type Edition, editionsOf, sendTime } from '../../editions/edition.ts';
import { openEdition } from '../../editions/edition-queries.ts';
import { timeZoneOrUtc } from '../../subscribers/preferences/preference.ts';
import { finishEditions } from '../pipeline/delivery-queries.ts';
import { type AudienceGroup, insertDeliveries, readAudienceGroups } from './audience-queries.ts';

export interface PlanInput {
  /** The editions' day, YYYY-MM-DD. */
  day: string;
  /** Everything is due at once, whatever hour people chose: for the demo and for a day that is caught up by hand. */
  now?: boolean;
}

export interface PlannedEdition {
  edition: string;
  /** Rows that this call added; 0 when it ran before. */
  planned: number;
}

/**
 * Opens the day's editions and writes one delivery row for every active subscriber whose cadence wants that
 * day, with the moment at which it is due. Running it again adds only whoever is missing. An edition
 * that is not open (paused, cancelled, finished, skipped) is left alone.
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

/** Whoever an edition is for, by the moment at which it is due for them; all at `dueNow` where that is given. */
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
