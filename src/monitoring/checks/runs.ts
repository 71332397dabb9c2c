import { LATE_AFTER } from '../../../config/alerts.ts';
import { readOpenAlerts } from '../../alerts/alert-queries.ts';
import type { Alert } from '../../alerts/alerts.ts';
import { readUnplanned } from '../../delivery/pipeline/totals-queries.ts';
import { editionsOf, openDay, opensAt, poolOf } from '../../editions/edition.ts';
import { newestRevision } from '../../trending/revision-queries.ts';
import type { Check } from './check.ts';
import { readOverdue, readPausedEditions } from './check-queries.ts';
import { hasAvailableProvider } from './providers.ts';

const MINUTE_MS = 60_000;

/** Whether the day is ranked and planned by the hour at which it usually is. `since` is when this process began: it may catch up first. */
export function checkRuns(since: Date): Check {
  return async (ctx, now) => {
    const day = openDay(now);
    const usual = opensAt(day).getTime() + LATE_AFTER.preparedMinutes * MINUTE_MS;
    const finding = { codes: ['RUN_LATE'] as const, alerts: [] as Alert[] };
    if (now.getTime() < usual) return finding;
    // It has just begun and knows nothing yet: another process may.
    if (now.getTime() < since.getTime() + LATE_AFTER.startMinutes * MINUTE_MS)
      return { codes: [], alerts: [] };
    const missing: string[] = [];
    const pool = poolOf({ cadence: 'daily', day });
    if ((await newestRevision(ctx.db, pool.id)) === undefined) missing.push('ranked');
    const ids = editionsOf(day).map(({ id }) => id);
    if ((await readUnplanned(ctx.db, ids)).length > 0) missing.push('planned');
    if (missing.length === 0) return finding;
    const hour = new Date(usual).toISOString().slice(11, 16);
    finding.alerts.push({
      code: 'RUN_LATE',
      subject: day,
      message: `The edition of ${day} is not ${missing.join(' and not ')}; by ${hour} UTC it usually is.`,
    });
    return finding;
  };
}

/** Whether mail is overdue although a provider takes mail: then nobody sends, or fails each time. */
export function checkDeliveries(since: Date): Check {
  return async (ctx, now) => {
    const codes = ['DELIVERIES_LATE'] as const;
    const started = now.getTime() - since.getTime() < LATE_AFTER.startMinutes * MINUTE_MS;
    if (started) return { codes: [], alerts: [] };
    if (!(await hasAvailableProvider(ctx, now))) return { codes, alerts: [] };
    const overdue = await readOverdue(
      ctx.db,
      'open',
      new Date(now.getTime() - LATE_AFTER.deliveryMinutes * MINUTE_MS),
    );
    return {
      codes,
      alerts: overdue.map(({ id, count, oldest }) => ({
        code: 'DELIVERIES_LATE',
        subject: id,
        message: `${count} ${count === 1 ? 'mail' : 'mails'} of ${id} should have gone out by now, the first at ${oldest.toISOString().slice(11, 16)} UTC.`,
      })),
    };
  };
}

/** Editions that are paused while people wait past their hour; what a worker has paused is told of by it at once, and kept. */
export const checkPauses: Check = async (ctx, now) => {
  const before = new Date(now.getTime() - LATE_AFTER.pausedMinutes * MINUTE_MS);
  const paused = await readPausedEditions(ctx.db);
  const told = (await readOpenAlerts(ctx.db)).filter(
    ({ code, subject }) => code === 'EDITION_PAUSED' && paused.includes(subject),
  );
  const overdue = await readOverdue(ctx.db, 'paused', before);
  const found: Alert[] = [];
  for (const { id, count, reason } of overdue) {
    if (told.some(({ subject }) => subject === id)) continue;
    const people = `${count} ${count === 1 ? 'person' : 'people'}`;
    const message = `${id} is paused (${reason ?? 'no reason given'}), and the hour of ${people} has come.`;
    found.push({ code: 'EDITION_PAUSED', subject: id, message });
  }
  return { codes: ['EDITION_PAUSED'], alerts: found, keptOpen: told };
};
