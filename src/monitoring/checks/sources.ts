import { LATE_AFTER } from '../../../config/alerts.ts';
import { FETCHING } from '../../../config/sources.ts';
import { readOpenAlerts } from '../../alerts/alert-queries.ts';
import type { Alert } from '../../alerts/alerts.ts';
import { dayOf } from '../../day.ts';
import { asSentence } from '../../delivery/providers/describe-result.ts';
import { readSources, type SourceRow } from '../../papers/ingest/source-queries.ts';
import { sourceState } from '../../papers/ingest/source-state.ts';
import type { PaperSource } from '../../ports.ts';
import type { Check } from './check.ts';

/**
 * Sources that cannot be read, or that answer and are missing days. Judged anew each time and not by the stored state: that one is as
 * old as the last question, and nobody may have asked since.
 */
export function checkSources(since: Date): Check {
  return async (ctx, now) => {
    const found: Alert[] = [];
    for (const row of await readSources(ctx.db)) {
      const source = ctx.sources.find(({ name }) => name === row.source);
      if (!source || !(ctx.env.SOURCES as string[]).includes(row.source)) continue;
      const alert = judge(row, source, now, since);
      if (alert) found.push(alert);
    }
    // A process that has just begun forgives a source more than one that has run for long, and ends nothing that the other sees.
    const kept = hasCaughtUp(now, since) ? [] : await readOpenAlerts(ctx.db);
    return {
      codes: ['SOURCE_FAILED', 'SOURCE_STALLED'],
      alerts: found,
      keptOpen: kept.filter(({ code }) => code === 'SOURCE_STALLED'),
    };
  };
}

function judge(row: SourceRow, source: PaperSource, now: Date, since: Date): Alert | null {
  const { source: subject, newestDay, checkedAt, failures } = row;
  if (row.state === 'failed') {
    const times = failures === 1 ? 'once' : `${failures} times in a row`;
    const reason = asSentence(row.reason ?? 'no reason was given');
    return { code: 'SOURCE_FAILED', subject, message: `${source.label} failed ${times}: ${reason}` };
  }
  const state = sourceState({
    today: dayOf(now),
    lastTryFailed: false,
    newestDay,
    quietWeekdays: source.quietWeekdays,
    lagDays: FETCHING[subject]?.lagDays ?? 0,
  });
  const newest = newestDay === null ? 'nothing at all' : `nothing newer than ${newestDay}`;
  if (state === 'stalled') {
    return { code: 'SOURCE_STALLED', subject, message: `${source.label} answers and has ${newest}.` };
  }
  if (hasCaughtUp(now, since) && now.getTime() - checkedAt.getTime() > LATE_AFTER.sourceMinutes * 60_000) {
    const asked = `${checkedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    return {
      code: 'SOURCE_STALLED',
      subject,
      message: `${source.label} was not asked since ${asked}; it has ${newest}.`,
    };
  }
  return null;
}

function hasCaughtUp(now: Date, since: Date): boolean {
  return now.getTime() - since.getTime() >= LATE_AFTER.startMinutes * 60_000;
}
