import { LATE_AFTER } from '../../../config/alerts.ts';
import { FETCHING } from '../../../config/sources.ts';
import { readOpenAlerts } from '../../alerts/alert-queries.ts';
import type { Alert } from '../../alerts/alerts.ts';
import { dayOf } from '../../day.ts';
import { endSentence } from '../../delivery/providers/describe-result.ts';
import { readSourceStates, type SourceStateRow } from '../../papers/ingest/source-queries.ts';
import { describeSourceFailure, sourceState } from '../../papers/ingest/source-state.ts';
import type { PaperSource } from '../../ports.ts';
import type { Check } from './check.ts';

/**
 * Finds sources that cannot be read, and sources that respond but lack days. The state is computed anew from
 * the newest day: the stored state is as old as the last fetch, and there may have been none since.
 */
export function checkSources(since: Date): Check {
  return async (ctx, now) => {
    const alerts: Alert[] = [];
    for (const row of await readSourceStates(ctx.db)) {
      const source = ctx.sources.find(({ name }) => name === row.source);
      if (!source || !(ctx.env.SOURCES as string[]).includes(row.source)) continue;
      const alert = alertFor(row, source, now, since);
      if (alert) alerts.push(alert);
    }
    // A process that has just started is more lenient than a long-running one, so it ends no alert of the
    // other.
    const open = hasCaughtUp(now, since) ? [] : await readOpenAlerts(ctx.db);
    return {
      codes: ['SOURCE_FAILED', 'SOURCE_STALLED'],
      alerts,
      keptOpen: open.filter(({ code }) => code === 'SOURCE_STALLED'),
    };
  };
}

function alertFor(row: SourceStateRow, source: PaperSource, now: Date, since: Date): Alert | null {
  const { source: subject, newestDay, checkedAt, failures } = row;
  if (row.state === 'failed') {
    const times = failures > 1 ? `${failures} times in a row` : 'once';
    const reason = endSentence(describeSourceFailure(source.label, row.reason ?? 'no reason given'));
    return { code: 'SOURCE_FAILED', subject, message: `${source.label} failed ${times}: ${reason}` };
  }
  const state = sourceState({
    today: dayOf(now),
    lastTryFailed: false,
    newestDay,
    quietWeekdays: source.quietWeekdays,
    lagDays: FETCHING[subject]?.lagDays ?? 0,
  });
  const newest = newestDay === null ? 'no papers at all' : `nothing newer than ${newestDay}`;
  if (state === 'stalled') {
    return { code: 'SOURCE_STALLED', subject, message: `${source.label} responds but has ${newest}.` };
  }
  if (hasCaughtUp(now, since) && now.getTime() - checkedAt.getTime() > LATE_AFTER.sourceMinutes * 60_000) {
    const lastFetch = `${checkedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const message = `${source.label} has not been fetched since ${lastFetch}; it has ${newest}.`;
    return { code: 'SOURCE_STALLED', subject, message };
  }
  return null;
}

function hasCaughtUp(now: Date, since: Date): boolean {
  return now.getTime() - since.getTime() >= LATE_AFTER.startMinutes * 60_000;
}
