import type { Context } from '../../context.ts';
import { addDays, dayOf } from '../../day.ts';
import { reasonOf } from '../../errors.ts';
import type { SignalSource } from '../../ports.ts';
import { readDayOutcomes, readListDaysOfSource, storeRejections, storeSnapshots } from './source-queries.ts';

/** A list fetched this recently brought its signals with it and is not read again. */
const JUST_FETCHED_MS = 10 * 60_000;

export interface ObserveReport {
  source: string;
  days: string[];
  snapshots: number;
  failure: string | null;
}

/**
 * Reads the signals of recent lists again and stores each reading as a new snapshot. `day` is the newest list
 * day to read, YYYY-MM-DD. A failing source is reported and does not stop the others: ranking works with the
 * snapshots that exist.
 */
export async function observe(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'signalSources'>,
  input: { day: string; signal?: AbortSignal },
): Promise<ObserveReport[]> {
  const reports: ObserveReport[] = [];
  for (const source of ctx.signalSources) {
    const now = ctx.clock.now();
    const days = await listDaysToObserve(ctx, source, input.day);
    const report: ObserveReport = { source: source.name, days, snapshots: 0, failure: null };
    reports.push(report);
    if (days.length === 0) continue;
    try {
      const { readings, rejections } = await source.readSignals(
        days,
        input.signal ? { signal: input.signal } : {},
      );
      report.snapshots = await storeSnapshots(ctx.db, source.name, readings, now);
      await storeRejections(ctx.db, source.name, dayOf(now), rejections, now);
    } catch (error) {
      input.signal?.throwIfAborted();
      report.failure = reasonOf(error);
    }
    ctx.log.info(report, 'observed');
  }
  return reports;
}

/** List days of a source to read now: the last ones up to `day`, except lists fetched a moment ago. */
export async function listDaysToObserve(
  ctx: Pick<Context, 'db' | 'clock'>,
  source: Pick<SignalSource, 'name' | 'observeDays'>,
  day: string,
): Promise<string[]> {
  const from = addDays(day, 1 - source.observeDays);
  const fetched = await readDayOutcomes(ctx.db, source.name, from);
  const now = ctx.clock.now().getTime();
  return (await readListDaysOfSource(ctx.db, source.name, from, day)).filter((listed) => {
    const last = fetched.get(listed);
    return !last || now - last.fetchedAt.getTime() > JUST_FETCHED_MS;
  });
}
