import { CronExpressionParser } from 'cron-parser';
import { SCHEDULE } from '../../../../config/schedule.ts';

export interface NextRun {
  name: keyof typeof SCHEDULE;
  at: Date;
}

/** Next run of every entry of the schedule, soonest first. */
export function nextRuns(now: Date): NextRun[] {
  return (Object.keys(SCHEDULE) as NextRun['name'][])
    .map((name) => ({ name, at: nextTime(SCHEDULE[name], now) }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

function nextTime(pattern: string, now: Date): Date {
  return CronExpressionParser.parse(pattern, { currentDate: now, tz: 'UTC' }).next().toDate();
}
