import cron from 'node-cron';
import { EDITION, SCHEDULE } from '../config/schedule.ts';
import type { Context } from '../src/context.ts';
import { addDays, dayOf } from '../src/day.ts';
import { editionOpensAt, editionsOf, isEditionTooLate, newestOpenDay } from '../src/editions/edition.ts';
import { insertSkipped, readEditionsFrom } from '../src/editions/edition-queries.ts';
import { reasonOf } from '../src/errors.ts';
import { dailyRun } from '../src/queue/flows.ts';
import { type JobRequest, newJob, slotOf } from '../src/queue/jobs.ts';
import { hasUnclassified } from '../src/topics/topic-queries.ts';

type ProducerContext = Pick<Context, 'db' | 'clock' | 'log' | 'queue' | 'env' | 'taxonomy'>;

/** Missed editions older than this are not recorded as skipped. */
const LOOK_BACK_DAYS = 31;

/**
 * The hourly run: fetches today's lists and attention again, ranks for deliveries still to be composed, and
 * plans the open day, so a failed or missed daily run costs an hour and not the edition.
 */
export function hourlyRun(sources: readonly string[], now: Date): JobRequest {
  const hour = now.toISOString().slice(0, 13);
  const today = dayOf(now);
  const day = newestOpenDay(now);
  const ingests = sources.map((source) => newJob('ingest', { source, day: today, hour }, { optional: true }));
  const observing = newJob('observe', { day: today, hour }, { optional: true, children: ingests });
  const ranking = newJob('rank', { day, hour }, { optional: true, children: [observing] });
  return newJob('plan', { day, hour }, { children: [ranking] });
}

/**
 * Catches up after a time without a producer: ingestion always (the hourly run fills gaps of days), the
 * current edition until the next one opens, and missed ones. Job ids follow from their date or hour, so a
 * second producer, or a restart, adds nothing twice. Returns the ids of the skipped editions.
 */
export async function catchUp(ctx: ProducerContext): Promise<{ skipped: string[] }> {
  const now = ctx.clock.now();
  await ctx.queue.enqueue(hourlyRun(ctx.env.SOURCES, now));
  // A restart with other topics does not wait for the next hour, whose run has its job already.
  if (await hasUnclassified(ctx.db, ctx.taxonomy.version)) {
    const [hour, again] = [now.toISOString().slice(0, 13), `taxonomy-${ctx.taxonomy.version}`];
    await ctx.queue.enqueue(newJob('rank', { day: newestOpenDay(now), hour, again }));
  }
  const skipped = await runMissedEditions(ctx);
  for (const day of daysToRun(now)) await ctx.queue.enqueue(dailyRun(ctx.env.SOURCES, day));
  await ctx.queue.enqueue(newJob('send-slot', { slot: slotOf(now) }));
  return { skipped };
}

/**
 * Runs the days of editions that were never planned and that are not too late for everyone: rows that are too
 * late are skipped one by one, with a reason in the ledger. The other editions are recorded as skipped; returns
 * their ids.
 */
async function runMissedEditions(ctx: ProducerContext): Promise<string[]> {
  const now = ctx.clock.now();
  const current = newestOpenDay(now);
  const known = await readEditionsFrom(ctx.db, addDays(current, -LOOK_BACK_DAYS));
  const [first] = known;
  if (first === undefined) return [];
  const ids = new Set(known.map(({ id }) => id));
  const skipped: string[] = [];
  const days: string[] = [];
  for (let day = addDays(first.day, 1); day < current; day = addDays(day, 1)) {
    const missed = editionsOf(day).filter(({ id }) => !ids.has(id));
    const late = missed.filter((edition) => isEditionTooLate(edition, now));
    const reason = 'nothing was running on that day, and its digests would be too late by now';
    for (const edition of late)
      if (await insertSkipped(ctx.db, edition, reason, now)) skipped.push(edition.id);
    if (late.length < missed.length) days.push(day);
  }
  // After all skipped ones are recorded: a pool offers the papers of skipped days, too.
  for (const day of days) await ctx.queue.enqueue(dailyRun(ctx.env.SOURCES, day));
  if (skipped.length > 0) ctx.log.warn({ skipped }, 'missed editions skipped');
  return skipped;
}

/** Days that need a daily run: that of the open edition, and the next one once its daily run is due. */
export function daysToRun(now: Date): string[] {
  const current = newestOpenDay(now);
  const next = addDays(current, 1);
  const due = editionOpensAt(next).getTime() - EDITION.leadMinutes * 60_000;
  return now.getTime() >= due ? [current, next] : [current];
}

/** Runs an action whenever a cron pattern (UTC) matches, until destroyed. */
export type CronScheduler = (
  pattern: string,
  name: string,
  action: () => Promise<void>,
) => { destroy(): void | Promise<void> };

const nodeCron: CronScheduler = (pattern, name, action) =>
  cron.schedule(pattern, action, { timezone: 'UTC', name });

/**
 * Starts the scheduler of the installation, which only enqueues. It runs on the machine's clock; a caller
 * with a faster `ctx.clock` must pass its own `schedule`. Importing this file starts nothing.
 */
export async function startProducer(
  ctx: ProducerContext,
  schedule: CronScheduler = nodeCron,
): Promise<{ stop(): Promise<void> }> {
  const guarded = (run: string, action: () => Promise<unknown>) => async () => {
    try {
      await action();
    } catch (error) {
      // The next tick or start catches up; an exception here would stop the scheduler.
      ctx.log.error({ run, reason: reasonOf(error) }, 'enqueue failed');
    }
  };
  const at = (pattern: string, name: string, job: (now: Date) => JobRequest) =>
    schedule(
      pattern,
      name,
      guarded(name, () => ctx.queue.enqueue(job(ctx.clock.now()))),
    );
  await catchUp(ctx);
  const tasks = [
    at(SCHEDULE.dailyRun, 'daily run', (now) => dailyRun(ctx.env.SOURCES, dayOf(now))),
    schedule(
      SCHEDULE.hourly,
      'hourly run',
      guarded('hourly run', async () => {
        await ctx.queue.enqueue(hourlyRun(ctx.env.SOURCES, ctx.clock.now()));
        // The queue may have been out of reach for a day while this process was up.
        await runMissedEditions(ctx);
      }),
    ),
    at(SCHEDULE.sendSlot, 'send slot', (now) => newJob('send-slot', { slot: slotOf(now) })),
    at(SCHEDULE.refit, 'refit of the cold model', (now) => newJob('refit', { day: dayOf(now) })),
    at(SCHEDULE.housekeeping, 'housekeeping', (now) => newJob('housekeeping', { day: dayOf(now) })),
  ];
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}
