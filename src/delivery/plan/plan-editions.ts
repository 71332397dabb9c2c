import type { Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import { addDays } from '../../day.ts';
import type { Database } from '../../db/schema.ts';
import {
  type Edition,
  type EditionState,
  editionsOf,
  newestOpenDay,
  sendTime,
} from '../../editions/edition.ts';
import { isPlanned, lockEdition, lockForPlanning, reopenFinished } from '../../editions/edition-queries.ts';
import { timeZoneOrUtc } from '../../subscribers/preferences/preference.ts';
import { finishEditions } from '../pipeline/delivery-queries.ts';
import { type DueGroup, deleteOutdated, insertDeliveries, readAudienceGroups } from './audience-queries.ts';

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
  /** Rows removed because their subscriber has chosen another time since. */
  outdated: number;
  /** State of the edition if it takes no deliveries: paused, canceled or skipped. */
  closed: EditionState | null;
}

/**
 * Opens the day's editions and inserts one delivery, with its due time, for every subscriber with a cadence
 * that includes that day. A repeat adds only the missing ones: of subscribers who joined, resumed or changed
 * their schedule since. For them, a finished edition is reopened; one that is paused, canceled or skipped does
 * not change.
 */
export async function planEditions(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  input: PlanInput,
): Promise<PlannedEdition[]> {
  const now = ctx.clock.now();
  const editions = editionsOf(input.day);
  // All before the first insert, because a scheduled digest of another cadence takes the local day.
  const outdated = new Map<string, number>();
  for (const { id } of editions) outdated.set(id, await dropOutdated(ctx, id, now));
  const report: PlannedEdition[] = [];
  for (const edition of editions) {
    const groups = await dueGroups(ctx, edition, input.now === true ? now : null);
    const added = await addDeliveries(ctx, edition, groups, now);
    const planned = { edition: edition.id, ...added, outdated: outdated.get(edition.id) ?? 0 };
    report.push(planned);
    ctx.log.info(planned, 'planned');
  }
  await finishEditions(ctx.db, now);
  return report;
}

/**
 * Plans the deliveries of one subscriber again after a change of schedule or a resumed subscription: those
 * scheduled at the former time are removed, and the next one of an edition that is planned already is added.
 * Never gives a local day two digests. The next hourly planning does the same if this is not reached.
 */
export async function replanSubscriber(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string },
): Promise<void> {
  const now = ctx.clock.now();
  const { subscriberId } = input;
  const current = newestOpenDay(now);
  const editions = [current, addDays(current, 1)].flatMap(editionsOf);
  for (const { id } of editions) await dropOutdated(ctx, id, now, subscriberId);
  for (const edition of editions) {
    if (!(await isPlanned(ctx.db, edition.id))) continue;
    const groups = await dueGroups(ctx, edition, null, subscriberId);
    if (groups.length > 0) await addDeliveries(ctx, edition, groups, now, subscriberId);
  }
}

function dropOutdated(
  ctx: Pick<Context, 'db'>,
  editionId: string,
  now: Date,
  subscriberId?: string,
): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    const edition = await lockEdition(trx, editionId);
    return edition?.state === 'open' ? deleteOutdated(trx, editionId, now, subscriberId) : 0;
  });
}

function addDeliveries(
  ctx: Pick<Context, 'db'>,
  edition: Edition,
  groups: readonly DueGroup[],
  now: Date,
  subscriberId?: string,
): Promise<Pick<PlannedEdition, 'planned' | 'closed'>> {
  return ctx.db.transaction().execute(async (trx: Transaction<Database>) => {
    const state = await lockForPlanning(trx, edition, now);
    if (state !== 'open' && state !== 'finished') return { planned: 0, closed: state };
    const planned = await insertDeliveries(trx, edition, groups, now, subscriberId);
    if (state === 'finished' && planned > 0) await reopenFinished(trx, edition.id);
    return { planned, closed: null };
  });
}

/** Groups the edition's audience by due time; all at `dueNow` if that is given. */
export async function dueGroups(
  ctx: Pick<Context, 'db'>,
  edition: Edition,
  dueNow: Date | null,
  subscriberId?: string,
): Promise<DueGroup[]> {
  return (await readAudienceGroups(ctx.db, edition, subscriberId)).flatMap((group) => {
    const time = sendTime(edition.day, {
      ...group,
      cadence: edition.cadence,
      timeZone: timeZoneOrUtc(group.timeZone),
    });
    const sendAt = dueNow ?? time?.sendAt;
    return sendAt ? [{ ...group, sendAt, localDay: time?.localDay ?? edition.day }] : [];
  });
}
