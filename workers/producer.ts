import cron from 'node-cron';
import { EDITION, SCHEDULE } from '../config/schedule.ts';
import type { Context } from '../src/context.ts';
import { addDays, dayOf } from '../src/day.ts';
import { editionsOf, openDay, opensAt } from '../src/editions/edition.ts';
import { insertSkipped, readEditionDays } from '../src/editions/edition-queries.ts';
import { reasonOf } from '../src/errors.ts';
import { dailyRun } from '../src/queue/flows.ts';
import { type JobRequest, newJob } from '../src/queue/jobs.ts';

type ProducerContext = Pick<Context, 'db' | 'clock' | 'log' | 'queue' | 'env'>;

/** Editions further back than this are not even recorded as skipped. */
const LOOK_BACK_DAYS = 31;

/**
 * What happens every hour: today's lists and attention again, ranking for whoever is still to be sent to, and the
 * planning of the open day, so that a daily run that failed or never came costs an hour and not the edition.
 */
export function hourlyRun(sources: readonly string[], now: Date): JobRequest {
  const hour = now.toISOString().slice(0, 13);
  const today = dayOf(now);
  const day = openDay(now);
  const ingests = sources.map((source) => newJob('ingest', { source, day: today, hour }, { optional: true }));
  const observing = newJob('observe', { day: today, hour }, { optional: true, children: ingests });
  const ranking = newJob('rank', { day, hour }, { optional: true, children: [observing] });
  return newJob('plan', { day, hour }, { children: [ranking] });
}

/**
 * `2026-11-23T07-15`: the minute that has begun. A clock that is set back names slots that have been, and the queue takes none of
 * them twice: until it has caught up there are no slots. That loses nothing and repeats nothing: what fell due in those minutes was taken
 * up when they were lived through first, what was put off waits for a time that is still to come, and only what an operator asks
 * for meanwhile waits as long as the clock was set back.
 */
export function slotOf(now: Date): string {
  return now.toISOString().slice(0, 16).replace(':', '-');
}

/**
 * Catches up what was missed while no producer ran: ingestion always (the hourly run fills the gaps of days), the
 * present edition while it is fresh, which is until the next one opens; older ones are recorded as skipped.
 * Every job id follows from its date or hour, so a second producer, or a restart, adds nothing twice.
 */
export async function catchUp(ctx: ProducerContext): Promise<{ skipped: string[] }> {
  const now = ctx.clock.now();
  const current = openDay(now);
  await ctx.queue.enqueue(hourlyRun(ctx.env.SOURCES, now));
  const known = await readEditionDays(ctx.db, addDays(current, -LOOK_BACK_DAYS));
  const skipped: string[] = [];
  const [first] = known;
  if (first !== undefined) {
    for (let day = addDays(first, 1); day < current; day = addDays(day, 1)) {
      if (known.includes(day)) continue;
      for (const edition of editionsOf(day)) {
        const reason = 'nothing ran on that day, and the next edition has opened since';
        if (await insertSkipped(ctx.db, edition, reason, now)) skipped.push(edition.id);
      }
    }
  }
  for (const day of daysToRun(now)) await ctx.queue.enqueue(dailyRun(ctx.env.SOURCES, day));
  await ctx.queue.enqueue(newJob('send-slot', { slot: slotOf(now) }));
  if (skipped.length > 0) ctx.log.warn({ skipped }, 'editions were missed and are skipped');
  return { skipped };
}

/** The open edition's day, and the next one's from the moment at which its daily run is due. */
export function daysToRun(now: Date): string[] {
  const current = openDay(now);
  const next = addDays(current, 1);
  const due = opensAt(next).getTime() - EDITION.leadMinutes * 60_000;
  return now.getTime() >= due ? [current, next] : [current];
}

/** Runs an action whenever a cron pattern (UTC) matches, until it is destroyed. */
export type CronScheduler = (
  pattern: string,
  name: string,
  action: () => Promise<void>,
) => { destroy(): void | Promise<void> };

const machineTicks: CronScheduler = (pattern, name, action) =>
  cron.schedule(pattern, action, { timezone: 'UTC', name });

/**
 * The clock of the installation: it only enqueues. It ticks by the machine's clock unless given other ticks, which
 * whoever passes a `ctx.clock` that runs faster has to. Importing this file starts nothing.
 */
export async function startProducer(
  ctx: ProducerContext,
  ticks: CronScheduler = machineTicks,
): Promise<{ stop(): Promise<void> }> {
  const enqueue = (what: string, job: () => JobRequest) => async () => {
    try {
      await ctx.queue.enqueue(job());
    } catch (error) {
      // The next tick, or the next start, makes up for it; an exception here would end the clock.
      ctx.log.error({ what, reason: reasonOf(error) }, 'could not enqueue');
    }
  };
  const at = (pattern: string, name: string, job: (now: Date) => JobRequest) =>
    ticks(
      pattern,
      name,
      enqueue(name, () => job(ctx.clock.now())),
    );
  await catchUp(ctx);
  const tasks = [
    at(SCHEDULE.dailyRun, 'daily run', (now) => dailyRun(ctx.env.SOURCES, dayOf(now))),
    at(SCHEDULE.hourly, 'hourly run', (now) => hourlyRun(ctx.env.SOURCES, now)),
    at(SCHEDULE.sendSlot, 'send slot', (now) => newJob('send-slot', { slot: slotOf(now) })),
    at(SCHEDULE.housekeeping, 'housekeeping', (now) => newJob('housekeeping', { day: dayOf(now) })),
  ];
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}
