import { SCHEDULE } from '../config/schedule.ts';
import type { Context } from '../src/context.ts';
import { dayOf } from '../src/day.ts';
import { editionsOf } from '../src/editions/edition.ts';
import { readUnplanned } from '../src/editions/edition-queries.ts';
import { dailyRun } from '../src/queue/flows.ts';
import { newJob } from '../src/queue/jobs.ts';
import { daysToRun } from './producer.ts';

/**
 * Enqueues jobs that the queue should have by now: the daily run of a day with unplanned editions, and the
 * day's housekeeping. Job ids follow from the day, so a run in progress or failed is not added again (the
 * hourly run covers failures). A job that the queue has lost is back within one send slot. Returns the
 * unplanned days.
 */
export async function requeueLost(ctx: Pick<Context, 'db' | 'clock' | 'queue' | 'env'>): Promise<string[]> {
  const now = ctx.clock.now();
  const unplanned: string[] = [];
  for (const day of daysToRun(now)) {
    const ids = editionsOf(day).map(({ id }) => id);
    if ((await readUnplanned(ctx.db, ids)).length === 0) continue;
    unplanned.push(day);
    await ctx.queue.enqueue(dailyRun(ctx.env.SOURCES, day));
  }
  const day = dayOf(now);
  if (now.toISOString().slice(11, 16) >= HOUSEKEEPING) {
    await ctx.queue.enqueue(newJob('housekeeping', { day }));
  }
  return unplanned;
}

/** Housekeeping time, e.g. `02:40`, from the schedule's pattern. */
const HOUSEKEEPING = SCHEDULE.housekeeping
  .split(' ')
  .slice(0, 2)
  .reverse()
  .map((field) => field.padStart(2, '0'))
  .join(':');
