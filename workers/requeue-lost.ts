import { SCHEDULE } from '../config/schedule.ts';
import type { Context } from '../src/context.ts';
import { dayOf } from '../src/day.ts';
import { editionsOf } from '../src/editions/edition.ts';
import { readUnplanned } from '../src/editions/edition-queries.ts';
import { dailyRun } from '../src/queue/flows.ts';
import { newJob } from '../src/queue/jobs.ts';
import { daysToRun } from './producer.ts';

/**
 * Enqueues what should be in the queue by now and left no trace in PostgreSQL: the run of a day whose editions are not planned, and
 * the day's housekeeping. Their ids follow from the day, so a run that is under way, or has failed (the hourly run makes up for
 * that), is left alone; one that the queue has forgotten is there again within a send slot. Returns the days that are not planned.
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

/** `02:40` out of the schedule's pattern. */
const HOUSEKEEPING = SCHEDULE.housekeeping
  .split(' ')
  .slice(0, 2)
  .reverse()
  .map((field) => field.padStart(2, '0'))
  .join(':');
