import { LATE_AFTER } from '../../../config/alerts.ts';
import { readOpenAlerts } from '../../alerts/alert-queries.ts';
import type { Alert } from '../../alerts/alerts.ts';
import { editionOpensAt, editionsOf, newestOpenDay, poolOfEdition } from '../../editions/edition.ts';
import { readUnplanned } from '../../editions/edition-queries.ts';
import { pluralize } from '../../plural.ts';
import { findNewestRevision } from '../../trending/revision-queries.ts';
import type { Check } from './check.ts';
import { readOverdue, readPausedEditions } from './check-queries.ts';
import { hasAvailableProvider } from './providers.ts';

const MINUTE_MS = 60_000;

/**
 * Checks that the open day is ranked and planned by its usual time. `since` is the start of this process,
 * which may catch up for `LATE_AFTER.startMinutes` first.
 */
export function checkRuns(since: Date): Check {
  return async (ctx, now) => {
    const day = newestOpenDay(now);
    const expectedAt = editionOpensAt(day).getTime() + LATE_AFTER.preparedMinutes * MINUTE_MS;
    const result = { codes: ['RUN_LATE'] as const, alerts: [] as Alert[] };
    if (now.getTime() < expectedAt) return result;
    // No codes: a process that has just started neither opens nor ends alerts of this kind.
    if (now.getTime() < since.getTime() + LATE_AFTER.startMinutes * MINUTE_MS)
      return { codes: [], alerts: [] };
    const missing: string[] = [];
    const pool = poolOfEdition({ cadence: 'daily', day });
    if ((await findNewestRevision(ctx.db, pool.id)) === undefined) missing.push('ranked');
    const ids = editionsOf(day).map(({ id }) => id);
    if ((await readUnplanned(ctx.db, ids)).length > 0) missing.push('planned');
    if (missing.length === 0) return result;
    const expected = new Date(expectedAt).toISOString().slice(11, 16);
    result.alerts.push({
      code: 'RUN_LATE',
      subject: day,
      message: `The edition of ${day} is not ${missing.join(' or ')} yet; it usually is by ${expected} UTC.`,
    });
    return result;
  };
}

/** Finds overdue deliveries while a provider is available: no worker is sending, or every attempt fails. */
export function checkDeliveries(since: Date): Check {
  return async (ctx, now) => {
    const codes = ['DELIVERIES_LATE'] as const;
    const justStarted = now.getTime() - since.getTime() < LATE_AFTER.startMinutes * MINUTE_MS;
    if (justStarted) return { codes: [], alerts: [] };
    if (!(await hasAvailableProvider(ctx, now))) return { codes, alerts: [] };
    const overdue = await readOverdue(
      ctx.db,
      'open',
      new Date(now.getTime() - LATE_AFTER.deliveryMinutes * MINUTE_MS),
    );
    return {
      codes,
      alerts: overdue.map(({ id, count, oldest }) => {
        const first = oldest.toISOString().slice(11, 16);
        const message = `Overdue in ${id}: ${deliveries(count)}, the first since ${first} UTC.`;
        return { code: 'DELIVERIES_LATE', subject: id, message };
      }),
    };
  };
}

/**
 * Finds paused editions with deliveries past their send hour. A worker that pauses an edition raises the
 * alert itself, at once; it stays open for as long as the edition is paused.
 */
export const checkPauses: Check = async (ctx, now) => {
  const before = new Date(now.getTime() - LATE_AFTER.pausedMinutes * MINUTE_MS);
  const paused = await readPausedEditions(ctx.db);
  const alreadyOpen = (await readOpenAlerts(ctx.db)).filter(
    ({ code, subject }) => code === 'EDITION_PAUSED' && paused.includes(subject),
  );
  const overdue = await readOverdue(ctx.db, 'paused', before);
  const alerts: Alert[] = [];
  for (const { id, count, reason } of overdue) {
    if (alreadyOpen.some(({ subject }) => subject === id)) continue;
    const message = `${id} is paused (${reason ?? 'no reason given'}) with ${deliveries(count)} past due.`;
    alerts.push({ code: 'EDITION_PAUSED', subject: id, message });
  }
  return { codes: ['EDITION_PAUSED'], alerts, keptOpen: alreadyOpen };
};

function deliveries(count: number): string {
  return pluralize(count, 'delivery', 'deliveries');
}
